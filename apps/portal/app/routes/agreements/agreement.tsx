import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { data, Link, redirect } from 'react-router';
import type { Route } from './+types/agreement';
import { found } from '~/answers.server';
import { apiFor, cookiesOf } from '~/api';
import { AgreementText } from '~/components/agreement-text';
import { Facts } from '~/components/facts';
import { Field, Form, Submit, TickField } from '~/components/form';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';
import { agreementEnd, agreementState, agreementSummary } from '~/work/agreement';
import '~/theme/work.css';

type Agreement = View<'AgreementDetailView'>;

export async function loader(args: Route.LoaderArgs) {
  return found(await apiFor(args).GET('/api/v1/agreements/{id}', { params: { path: { id: args.params.id } } }));
}

/** Where the API wants to know again who signs, the password comes with the signature; the session then goes on under another cookie. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const confirmed = form.has('password') ? await apiFor(args).PUT('/api/v1/session', { body: { password: field(form, 'password') } }) : undefined;
  if (confirmed && !confirmed.response.ok) return refused(confirmed.response, confirmed.error, form);
  const cookies = confirmed ? cookiesOf(confirmed.response) : new Headers();
  const api = apiFor(confirmed ? { ...args, request: withCookies(args.request, cookies) } : args);
  const body = { hash: field(form, 'hash'), name: field(form, 'name').trim(), isAccepted: (field(form, 'isAccepted') === 'on') as true };
  const { error, response } = await api.PUT('/api/v1/agreements/{id}/signature', { params: { path: { id: args.params.id } }, body });
  if (response.ok) throw redirect(`/agreements/${args.params.id}`, { status: 303, headers: cookies });
  const refusal = refused(response, error, form);
  const headers = new Headers(refusal.init?.headers);
  for (const cookie of cookies.getSetCookie()) headers.append('Set-Cookie', cookie);
  return data(refusal.data, { ...refusal.init, headers });
}

function withCookies(request: Request, cookies: Headers): Request {
  const headers = new Headers(request.headers);
  headers.set('cookie', cookies.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; '));
  return new Request(request.url, { headers, signal: request.signal });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? m.agreement_title({ challenge: loaderData.challengeTitle }) : m.agreements_title() }) }];

export default function AgreementPage({ loaderData: agreement, actionData }: Route.ComponentProps) {
  const { id, state, sponsor, recipient, amount, prizeTitle, madeAt, inForceAt, text, hash, isSealed } = agreement;
  const end = agreementEnd(state);
  return (
    <div className="reading">
      <p><Link to="/agreements">{m.agreements_title()}</Link></p>
      <h1>{m.agreement_title({ challenge: agreement.challengeTitle })}</h1>
      <p><StateBadge state={agreementState(state)} /></p>
      <Facts
        items={[
          { label: m.agreement_sponsor(), value: sponsor.name },
          { label: m.agreement_recipient(), value: recipient.name },
          { label: m.agreement_prize(), value: amount === null ? prizeTitle : `${prizeTitle} · ${amount}` },
          { label: m.agreement_made(), value: <When at={madeAt} /> },
          { label: end ? m.agreement_was_since() : m.agreement_since(), value: inForceAt && <When at={inForceAt} /> },
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
      <section className="work-part" aria-labelledby="text">
        <h2 id="text">{m.agreement_text()}</h2>
        <AgreementText text={text} />
        <Facts items={[{ label: m.agreement_hash(), value: <code className="address">{hash}</code> }]} />
      </section>
      <section className="work-part" aria-labelledby="signatures">
        <h2 id="signatures">{m.agreement_signatures()}</h2>
        <ul className="rows plain">{(['recipient', 'sponsor'] as const).map((side) => <SideSignature key={side} side={side} agreement={agreement} />)}</ul>
      </section>
      {agreement.signsFor && <Sign agreement={agreement} organisation={agreement[agreement.signsFor].name} answer={actionData} />}
    </div>
  );
}

function SideSignature({ side, agreement }: { side: 'sponsor' | 'recipient'; agreement: Agreement }) {
  const signature = agreement.signatures.find((one) => one.side === side);
  return (
    <li>
      <strong>{agreement[side].name}</strong>
      <br />
      {signature ? (
        <>
          {signature.name} · <When at={signature.signedAt} /> · {m.agreement_signature_record()} {signature.record} · <a href={`/api/v1/agreements/${agreement.id}/signatures/${side}/receipt`} download="signature-receipt.json">{m.agreement_receipt()}</a>
        </>
      ) : (
        <span className="soft">{agreementEnd(agreement.state) ? m.agreement_signed_never() : m.agreement_signed_waiting()}</span>
      )}
    </li>
  );
}

function Sign({ agreement, organisation, answer }: { agreement: Agreement; organisation: string; answer: Route.ComponentProps['actionData'] }) {
  const mustProve = answer?.problem.code === 'identity_prove_again' || answer?.problem.code === 'identity_wrong_credentials';
  return (
    <section className="sheet work-part" aria-labelledby="sign">
      <h2 id="sign">{m.agreement_sign({ organisation })}</h2>
      <p>{m.agreement_sign_text({ organisation })}</p>
      <Form answer={answer} labels={{ name: m.agreement_sign_name(), isAccepted: m.agreement_sign_tick({ organisation }), password: m.label_password() }}>
        <input type="hidden" name="hash" value={agreement.hash} />
        <Field name="name" autoComplete="name" help={m.agreement_sign_name_help()} />
        <TickField name="isAccepted" />
        {mustProve && <Field name="password" type="password" autoComplete="current-password" help={m.agreement_sign_prove()} />}
        <Submit>{m.agreement_sign_action()}</Submit>
      </Form>
    </section>
  );
}
