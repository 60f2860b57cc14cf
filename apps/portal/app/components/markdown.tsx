/** HTML the server made from markdown and sanitised; nothing else may be given here. */
export function Markdown({ html }: { html: string }) {
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
