import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Facts } from './facts';

/** What is signed, to the letter, and the hash that tells it from every other text. */
export function SignedText({ blocks, hash }: Pick<View<'AgreementDetailView'>, 'blocks' | 'hash'>) {
  return (
    <section className="work-part" aria-labelledby="text">
      <h2 id="text">{m.agreement_text()}</h2>
      <Blocks blocks={blocks} />
      <Facts items={[{ label: m.agreement_hash(), value: <code className="address">{hash}</code> }]} />
    </section>
  );
}

function Blocks({ blocks }: { blocks: View<'AgreementDetailView'>['blocks'] }) {
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
