import type { View } from '@app/api-client';

/** The text as it was signed, set for reading. */
export function AgreementText({ blocks }: { blocks: View<'AgreementDetailView'>['blocks'] }) {
  return (
    <div className="prose sheet">
      {blocks.map(({ kind, lines }, at) => {
        if (kind === 'points') return <ul key={at}>{lines.map((line, index) => <li key={index}>{line}</li>)}</ul>;
        if (kind === 'title') return <h3 key={at}>{lines[0]}</h3>;
        if (kind === 'heading') return <h4 key={at}>{lines[0]}</h4>;
        return <p key={at}>{lines[0]}</p>;
      })}
    </div>
  );
}
