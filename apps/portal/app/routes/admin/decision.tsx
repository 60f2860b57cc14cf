import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/decision';
import { atField, found } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { ChoiceField, Form, Submit, TextField } from '~/components/form';
import { Appeal, Statement } from '~/moderation/statement';
import { subjectText } from '~/moderation/words';
import { field, refused } from '~/problems.server';
import { useViewer } from '~/viewer';

export async function loader(args: Route.LoaderArgs) {
  return found(await apiFor(args).GET('/api/v1/admin/decisions/{id}', { params: { path: { id: args.params.id } } }));
}

/** Lifts it, or decides the appeal against it. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const params = { path: { id: args.params.id } };
  if (field(form, 'do') === 'lift') {
    const { error, response } = await api.PUT('/api/v1/admin/decisions/{id}/lifting', { params, body: { reason: field(form, 'why') } });
    if (!response.ok) return atField(refused(response, error, form), '/reason', '/why');
  } else {
    const { error, response } = await api.PUT('/api/v1/admin/decisions/{id}/appeal', { params, body: { outcome: field(form, 'outcome') as 'upheld', reason: field(form, 'reason') } });
    if (!response.ok) return refused(response, error, form);
  }
  throw redirect(`/admin/decisions/${args.params.id}?${field(form, 'do') === 'lift' ? 'lifted' : 'heard'}`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? subjectText(loaderData.subject) : m.admin_decisions() }) }];

const doneTexts: Readonly<Record<string, () => string>> = { made: m.moderation_made, lifted: m.moderation_lifted, heard: m.moderation_appeal_made };

export default function Decision({ loaderData: decision, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const done = Object.keys(doneTexts).find((one) => search.has(one));
  const { subject, reportId, decidedBy, hit, appeal, can } = decision;
  const mayDecide = useViewer()?.staffRoles.includes('finance');
  const isLifting = actionData?.values.do === 'lift';
  return (
    <div className="reading">
      <p><Link to="/admin/decisions">{m.admin_decisions()}</Link></p>
      <h1>{subjectText(subject)}</h1>
      {done && !actionData && <p className="notice" role="status">{doneTexts[done]!()}</p>}
      <Statement statement={decision} />
      <Facts items={[{ label: m.moderation_decided_by(), value: decidedBy }, { label: m.moderation_reported(), value: hit }, { label: m.moderation_on_report(), value: reportId && <Link to={`/admin/reports/${reportId}`}>{m.moderation_open()}</Link> }]} />
      {appeal && <Appeal appeal={appeal} />}
      {appeal?.state === 'open' && !can.includes('decide_appeal') && <p className="notice" data-tone="wait">{m.moderation_appeal_not_you()}</p>}
      {can.includes('decide_appeal') && (
        <section className="sheet work-part" aria-labelledby="decide-appeal">
          <h2 id="decide-appeal">{m.moderation_appeal_decide()}</h2>
          <Form answer={isLifting ? undefined : actionData} labels={{ outcome: m.statement_appeal_outcome(), reason: m.statement_appeal_reason() }}>
            <ChoiceField name="outcome" options={[{ value: 'upheld', label: m.statement_appeal_upheld() }, { value: 'reversed', label: m.statement_appeal_reversed(), help: m.moderation_reversed_help() }]} />
            <TextField name="reason" rows={6} maxLength={5000} help={m.moderation_appeal_help()} />
            <Submit>{m.review_action()}</Submit>
          </Form>
        </section>
      )}
      {decision.holding.includes('hold_payout') && mayDecide && !can.includes('lift') && <p className="notice" data-tone="wait">{m.moderation_lift_not_you()}</p>}
      {can.includes('lift') && (
        <section className="sheet work-part" aria-labelledby="lift">
          <h2 id="lift">{m.moderation_lift()}</h2>
          <Form answer={isLifting ? actionData : undefined} labels={{ why: m.review_reason() }}>
            <input type="hidden" name="do" value="lift" />
            <TextField name="why" rows={3} maxLength={2000} help={m.moderation_lift_help()} />
            <Submit variant="default">{m.moderation_lift_action()}</Submit>
          </Form>
        </section>
      )}
    </div>
  );
}
