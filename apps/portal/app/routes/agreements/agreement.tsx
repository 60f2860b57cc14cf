import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, useSearchParams } from 'react-router';
import type { Route } from './+types/agreement';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { SignForm } from '~/components/sign-form';
import { SignedText } from '~/components/signed-text';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { useInstant } from '~/instant';
import { signAs } from '~/signing.server';
import { agreementEnd, agreementState, agreementSummary } from '~/work/agreement';
import '~/theme/work.css';

type Agreement = View<'AgreementDetailView'>;

export async function loader(args: Route.LoaderArgs) {
  return found(await apiFor(args).GET('/api/v1/agreements/{id}', { params: { path: { id: args.params.id } } }));
}

export function action(args: Route.ActionArgs) {
  const { id } = args.params;
  return signAs(args, `/agreements/${id}`, (api, body) => api.PUT('/api/v1/agreements/{id}/signature', { params: { path: { id } }, body }));
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? m.agreement_title({ challenge: loaderData.challengeTitle }) : m.agreements_title() }) }];

export default function AgreementPage({ loaderData: agreement, actionData }: Route.ComponentProps) {
  const { id, state, sponsor, recipient, amount, prizeTitle, madeAt, inForceAt, endedAt, blocks, hash, isSealed } = agreement;
  const [search] = useSearchParams();
  const end = agreementEnd(state);
  const signer = agreement.signsFor && agreement[agreement.signsFor].name;
  return (
    <div className="reading">
      <p><Link to="/agreements">{m.agreements_title()}</Link></p>
      <h1>{m.agreement_title({ challenge: agreement.challengeTitle })}</h1>
      {search.has('before') && !actionData && <p className="notice" role="status">{m.signed_before()}</p>}
      <p><StateBadge state={agreementState(state)} /></p>
      <Facts
        items={[
          { label: m.agreement_sponsor(), value: sponsor.name },
          { label: m.agreement_recipient(), value: recipient.name },
          { label: m.agreement_prize(), value: amount === null ? prizeTitle : `${prizeTitle} · ${amount}` },
          { label: m.agreement_made(), value: <When at={madeAt} /> },
          { label: end ? m.agreement_was_since() : m.agreement_since(), value: inForceAt && <When at={inForceAt} /> },
          { label: m.agreement_ended_on(), value: endedAt && <When at={endedAt} /> },
        ]}
      />
      {end && <p className="notice" data-tone="wait">{end}</p>}
      {inForceAt && (
        <section className="work-part" aria-labelledby="copy">
          <h2 id="copy">{m.agreement_pdf()}</h2>
          {isSealed ? <p>{m.agreement_pdf_text()} <a href={`/api/v1/agreements/${id}/document`} download>{m.agreement_pdf_download()}</a></p> : <p>{m.agreement_pdf_soon()}</p>}
        </section>
      )}
      <section className="work-part" aria-labelledby="summary">
        <h2 id="summary">{end ? m.agreement_said() : m.agreement_summary()}</h2>
        <ul>{agreementSummary(agreement).map((line) => <li key={line}>{line}</li>)}</ul>
        {!end && <p className="soft">{m.agreement_summary_binds()}</p>}
      </section>
      <SignedText blocks={blocks} hash={hash} />
      <section className="work-part" aria-labelledby="signatures">
        <h2 id="signatures">{m.agreement_signatures()}</h2>
        <ul className="rows plain">{(['recipient', 'sponsor'] as const).map((side) => <SideSignature key={side} side={side} agreement={agreement} />)}</ul>
      </section>
      {signer && <SignForm hash={hash} organisation={signer} text={m.agreement_sign_text({ organisation: signer })} action={m.agreement_sign_action()} answer={actionData} />}
    </div>
  );
}

function SideSignature({ side, agreement }: { side: 'sponsor' | 'recipient'; agreement: Agreement }) {
  const signature = agreement.signatures.find((one) => one.side === side);
  const by = useInstant(agreement.signBy);
  return (
    <li>
      <strong>{agreement[side].name}</strong>
      <br />
      {signature ? (
        <>
          {signature.name} · <When at={signature.signedAt} /> · {m.agreement_signature_record()} {signature.record} · <a href={`/api/v1/agreements/${agreement.id}/signatures/${side}/receipt`} download="signature-receipt.json">{m.agreement_receipt()}</a>
        </>
      ) : (
        <span className="soft">{agreement.inForceAt ? m.agreement_signed_bound() : agreementEnd(agreement.state) ? m.agreement_signed_never() : side === 'recipient' && agreement.signBy ? m.agreement_signed_waiting_until({ by }) : m.agreement_signed_waiting()}</span>
      )}
    </li>
  );
}
