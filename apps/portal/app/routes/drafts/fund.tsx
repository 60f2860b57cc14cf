import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/fund';
import { found, foundOrNothing, once } from '~/answers.server';
import { apiFor } from '~/api';
import { Proof } from '~/components/challenge/rules';
import { approvedText } from '~/drafts/approved';
import { awaitsProvider } from '~/drafts/funding';
import { FundingList, partPaidText } from '~/drafts/funding-list';
import { silentFeeText } from '~/drafts/silence';
import { noAwardRules, wordFor } from '~/components/choices';
import { Form, Submit } from '~/components/form';
import { Money } from '~/components/money';
import { refused } from '~/problems.server';
import { useWaiting } from '~/waiting';
import '~/theme/challenge.css';
import '~/theme/draft.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const challenge = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.id } } }));
  const byId = { params: { path: { id: challenge.id } } };
  const [cost, proof] = await Promise.all([
    api.GET('/api/v1/challenges/{id}/cost', byId).then(found),
    api.GET('/api/v1/challenges/{id}/proof-of-funding', byId).then(found),
  ]);
  // Asked last: where the proof knows of a payment, the list does too.
  const fundings = foundOrNothing(await api.GET('/api/v1/challenges/{id}/fundings', byId));
  return { challenge, cost, proof, fundings: fundings?.items ?? null, idempotencyKey: crypto.randomUUID() };
}

/** To the provider's page: for the funding that is begun, or for a new one of everything that is missing. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const byId = { params: { path: { id: args.params.id } } };
  const { items } = found(await api.GET('/api/v1/challenges/{id}/fundings', byId));
  let id = items.find(({ can }) => can.includes('pay'))?.id;
  if (id === undefined) {
    const made = await api.POST('/api/v1/challenges/{id}/fundings', { ...byId, headers: once(form), body: {} });
    if (!made.response.ok) return refused(made.response, made.error, form);
    id = made.data!.id;
  }
  const returnUrl = new URL(`/drafts/${args.params.id}/fund?back`, args.request.url).href;
  const { data, error, response } = await api.PUT('/api/v1/fundings/{id}/checkout', { params: { path: { id } }, body: { returnUrl } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(data!.url, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: m.fund_title({ title: loaderData?.challenge.title ?? '' }) }) }];

export default function Fund({ loaderData: { challenge, cost, proof, fundings, idempotencyKey }, actionData }: Route.ComponentProps) {
  const [query] = useSearchParams();
  const hasLeft = query.has('unpaid');
  const isBegun = fundings?.some(({ state }) => state === 'pending' || state === 'created');
  const isPaid = proof.total !== null && proof.total.captured.amount >= proof.total.promised.amount;
  const isWaiting = query.has('back') && !hasLeft && !isPaid && awaitsProvider(fundings ?? []);
  const partPaid = isWaiting ? null : partPaidText(fundings ?? []);
  const feeText = silentFeeText(challenge, proof.ifSilent.feeKeptPercent);
  useWaiting(isWaiting);
  const cancellation = challenge.rules.find(({ about }) => about === 'cancellation')?.sentences ?? [];
  const mayPay = fundings !== null && challenge.bounty === 'money' && !isPaid && ['approved', 'scheduled', 'open'].includes(challenge.state);
  return (
    <div className="reading">
      <p><Link to={`/drafts/${challenge.id}`}>{m.draft_back()}</Link></p>
      <p className="soft">{challenge.title}</p>
      <h1>{m.fund_heading()}</h1>
      <div role="status">
        {isPaid && <div className="notice"><p>{m.fund_paid()}</p></div>}
        {hasLeft && !isPaid && <div className="notice"><p>{m.fund_left()}</p></div>}
        {partPaid && <div className="notice"><p>{partPaid}</p></div>}
        {isWaiting && <div className="notice waiting"><p>{m.fund_waiting()}</p><p><Link to="?back">{m.fund_check_again()}</Link></p></div>}
      </div>
      {isPaid && challenge.state === 'approved' && !challenge.can.includes('schedule') && <p>{approvedText(challenge, cost)}</p>}
      {isPaid && challenge.can.includes('schedule') && <p><Link className="main-action" to={`/drafts/${challenge.id}`}>{m.fund_then_schedule()}</Link></p>}

      <section aria-labelledby="cost">
        <h2 id="cost">{m.draft_cost()}</h2>
        {cost.bounty && cost.fee && cost.total ? (
          <table className="terms-table cost">
            <tbody>
              <tr><th scope="row">{m.fund_bounty()}</th><td className="number"><Money value={cost.bounty} /></td></tr>
              <tr><th scope="row">{m.fund_fee({ percent: cost.feeBasisPoints / 100 })}</th><td className="number"><Money value={cost.fee} /></td></tr>
              <tr><th scope="row">{m.fund_total()}</th><td className="number"><strong><Money value={cost.total} /></strong></td></tr>
            </tbody>
          </table>
        ) : (
          <p>{m.challenge_bounty_none()}</p>
        )}
        {mayPay && !isWaiting && (
          <Form answer={actionData} labels={{}}>
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            <p className="soft">{m.fund_where()}</p>
            <Submit>{isBegun ? m.fund_go_on() : m.fund_pay()}</Submit>
          </Form>
        )}
        {fundings === null && <p>{m.fund_treasurer()}</p>}
        {challenge.bounty === 'money' && ['draft', 'in_review'].includes(challenge.state) && <p>{m.fund_after_review()}</p>}
      </section>

      <section aria-labelledby="then">
        <h2 id="then">{m.fund_silent_title()}</h2>
        <ol>
          <li>{m.fund_silent_reminders({ days: proof.ifSilent.reminderDays.join(', ') })}</li>
          <li>{silentText(proof.ifSilent)}</li>
          {feeText && <li>{feeText}</li>}
          <li>{m.fund_silent_nothing()}</li>
          <li>{m.fund_declaration()}</li>
        </ol>
      </section>

      {cancellation.length > 0 && (
        <section aria-labelledby="cancelled">
          <h2 id="cancelled">{m.fund_cancelled_title()}</h2>
          <ul>{[...cancellation, m.fund_cancelled_rest()].map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
        </section>
      )}

      {fundings && fundings.length > 0 && (
        <section aria-labelledby="payments">
          <h2 id="payments">{m.fund_payments()}</h2>
          <FundingList fundings={fundings} isWaiting={isWaiting} />
        </section>
      )}
      <section aria-labelledby="proof">
        <h2 id="proof">{m.challenge_funding()}</h2>
        <Proof proof={proof} state={challenge.state} />
      </section>
    </div>
  );
}

/** What runs on the last day, as things stand. */
function silentText({ days: day, noAwardRule, extensionDays }: View<'SilenceView'>): string {
  if (extensionDays !== null) return m.fund_silent_extend({ day, days: extensionDays });
  if (noAwardRule === 'extend_once') return m.fund_silent_extended({ day });
  return `${m.fund_silent_day({ day })} ${noAwardRule ? wordFor(noAwardRules, noAwardRule) : ''}`;
}
