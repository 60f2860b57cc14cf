type Block = { kind: 'title' | 'heading' | 'paragraph'; text: string } | { kind: 'points'; items: string[] };

/** The text as it was signed, set for reading; nothing in a line means anything but its beginning. */
export function AgreementText({ text }: { text: string }) {
  return (
    <div className="prose sheet">
      {blocksOf(text).map((block, at) => {
        if (block.kind === 'points') return <ul key={at}>{block.items.map((item, index) => <li key={index}>{item}</li>)}</ul>;
        if (block.kind === 'title') return <h3 key={at}>{block.text}</h3>;
        if (block.kind === 'heading') return <h4 key={at}>{block.text}</h4>;
        return <p key={at}>{block.text}</p>;
      })}
    </div>
  );
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const line of text.split('\n')) {
    const last = blocks.at(-1);
    if (line.startsWith('# ')) blocks.push({ kind: 'title', text: line.slice(2) });
    else if (line.startsWith('## ')) blocks.push({ kind: 'heading', text: line.slice(3) });
    else if (line.startsWith('- ') && last?.kind === 'points') last.items.push(line.slice(2));
    else if (line.startsWith('- ')) blocks.push({ kind: 'points', items: [line.slice(2)] });
    else if (line !== '') blocks.push({ kind: 'paragraph', text: line });
  }
  return blocks;
}
