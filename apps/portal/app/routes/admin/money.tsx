import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { ReactNode } from 'react';
import type { Route } from './+types/money';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { Form, Submit, TextField } from '~/components/form';
import { formatMoney, Money } from '~/components/money';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';
import { useViewer } from '~/viewer';
import { payeeStatusText, stoppedPayoutText } from '~/work/words';

/** Each list begins where its own cursor says; the others stay at their beginning. Moderators see only what waits for a sponsor to sign. */
export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const search = new URL(args.request.url).searchParams;
  const query = (name: string) => ({ params: { query: { after: search.get(name) ?? undefined } } });
  const [payouts, refunds, fundings, unsigned] = await Promise.all([
    api.GET('/api/v1/admin/payouts', query('payouts')).then(foundOrNothing), api.GET('/api/v1/admin/refunds', query('refunds')).then(foundOrNothing),
    api.GET('/api/v1/admin/fundings', query('fundings')).then(foundOrNothing), api.GET('/api/v1/admin/non-use-declarations', query('declarations')).then(found),
  ]);
  const declarations = { ...unsigned, items: unsigned.items.map((one) => ({ ...one, id: one.challengeId, since: one.askedAt })) };
  return { payouts, refunds, fundings, declarations, isRetried: search.has('retried') };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).PUT('/api/v1/admin/payouts/{id}/retry', { params: { path: { id: field(form, 'payout') } }, body: { reason: field(form, 'reason') } });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/admin/money?retried', { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_money() }) }];

/** What of the money does not go on by itself; the longest waiting payout that can be sent again stands open below its list. */
export default function StoppedMoney({ loaderData: { payouts, refunds, fundings, declarations, isRetried }, actionData }: Route.ComponentProps) {
  const mayDecide = useViewer()?.staffRoles.includes('finance') ?? false;
  const first = payouts?.items.find(({ can }) => can.includes('retry'));
  return (
    <>
      <h1>{m.admin_money()}</h1>
      <p>{m.money_text()}</p>
      {isRetried && <p className="notice" role="status">{m.money_retried()}</p>}
      {payouts && <Part id="payouts" title={m.money_payouts()} none={m.money_payouts_none()} page={payouts} more={{ label: m.payouts_state(), of: ({ state, hold }) => (hold ? <>{m.money_held({ told: hold.told })}<br />{m.money_held_review()} <When at={hold.reviewAt} withTime={false} />{mayDecide && <><br /><Link to={`/admin/decisions/${hold.decisionId}`}>{m.money_held_decision()}</Link></>}</> : stoppedPayoutText(state)) }} last={{ label: m.money_account(), of: ({ payeeStatus }) => (payeeStatus ? payeeStatusText(payeeStatus) : m.money_no_account()) }} />}
      {first && (
        <section className="sheet work-part reading">
          <h2>{m.money_retry_title({ amount: formatMoney(first.amount), name: first.organisationName })}</h2>
          <Form key={first.id} answer={actionData} labels={{ reason: m.review_reason() }}>
            <input type="hidden" name="payout" value={first.id} />
            <TextField name="reason" rows={3} help={m.money_retry_help()} />
            <Submit>{m.money_retry()}</Submit> {mayDecide && !first.hold && <Link to={`/admin/decide/payout/${first.id}`}>{m.moderation_hold_link()}</Link>}
          </Form>
        </section>
      )}
      {refunds && <Part id="refunds" title={m.money_refunds()} text={m.money_refunds_text()} none={m.money_refunds_none()} page={refunds} />}
      <Part
        id="declarations" title={m.money_declarations()} text={m.money_declarations_text()} none={m.money_declarations_none()} page={declarations}
        more={{ label: m.money_challenge(), of: ({ challengeSlug, challengeTitle }) => <Link to={`/challenges/${challengeSlug}/declaration`}>{challengeTitle}</Link> }}
        last={{ label: m.money_held_until(), of: ({ heldUntil, isOverLimit }) => heldUntil && <>{isOverLimit && <strong>{m.money_held_over()} </strong>}<When at={heldUntil} /></> }}
      />
      {fundings && <Part id="fundings" title={m.money_fundings()} text={m.money_fundings_text()} none={m.money_fundings_none()} page={fundings} />}
    </>
  );
}

interface Row {
  id: string;
  organisationName: string;
  amount: { amount: number; currency: string };
  /** Of the provider, where it has a say. */
  reason?: string | null;
  since: string;
}

interface Column<T> {
  label: string;
  of(row: T): ReactNode;
}

function Part<T extends Row>({ id, title, text, none, page: { items, next }, more, last }: { id: string; title: string; text?: string; none: string; page: { items: T[]; next?: string }; more?: Column<T>; last?: Column<T> }) {
  const columns: Column<T>[] = [
    { label: m.award_amount(), of: ({ amount }) => <Money value={amount} /> }, ...(more ? [more] : []), { label: m.money_since(), of: ({ since }) => <When at={since} /> },
    ...(items.some(({ reason }) => reason !== undefined) ? [{ label: m.money_why(), of: ({ reason }: T) => reason && <code>{reason}</code> }] : []), ...(last ? [last] : []),
  ];
  return (
    <section id={id} className="work-part">
      <h2>{title}</h2>
      {items.length === 0 ? <p className="soft">{none}</p> : (
        <>
          {text && <p>{text}</p>}
          <div className="table-box" tabIndex={0} role="region" aria-label={title}>
            <table>
              <thead><tr><th scope="col">{m.money_whose()}</th>{columns.map(({ label }) => <th key={label} scope="col">{label}</th>)}</tr></thead>
              <tbody>{items.map((row) => <tr key={row.id}><th scope="row">{row.organisationName}</th>{columns.map(({ label, of }) => <td key={label}>{of(row)}</td>)}</tr>)}</tbody>
            </table>
          </div>
        </>
      )}
      <Pager next={next} param={id} of={title} />
    </section>
  );
}
