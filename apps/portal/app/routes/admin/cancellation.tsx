import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/cancellation';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { ChoiceField, Form, Submit, TextField } from '~/components/form';
import { Money } from '~/components/money';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';

export async function loader(args: Route.LoaderArgs) {
  return found(await apiFor(args).GET('/api/v1/admin/challenges/{id}/cancellation', { params: { path: { id: args.params.id } } }));
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).PUT('/api/v1/admin/challenges/{id}/cancellation', {
    params: { path: { id: args.params.id } }, body: { reason: field(form, 'reason') as 'platform', note: field(form, 'note').trim() },
  });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/admin/challenges/${args.params.id}/cancellation?cancelled`, { status: 303 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? m.admin_cancel_title({ title: loaderData.title }) : m.admin_challenges() }) }];

const reasons: Readonly<Record<string, () => string>> = { platform: m.cancel_platform, no_longer_needed: m.cancel_no_longer_needed, duplicate: m.cancel_duplicate, wrong_terms: m.cancel_wrong_terms, no_funding: m.cancel_no_funding };

/** What cancelling does is shown before it is done. */
export default function CancellationPage({ loaderData, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const { challengeId, title, state, isPossible, reason, note, cancelledAt } = loaderData;
  return (
    <div className="reading">
      <p><Link to="/admin/challenges">{m.admin_challenges()}</Link></p>
      <h1>{title}</h1>
      <p><StateBadge state={state} /> <Link to={`/admin/review/${challengeId}`}>{m.admin_cancel_text_of()}</Link> · <Link to={`/admin/decide/challenge/${challengeId}`}>{m.moderation_decide_link()}</Link></p>
      {cancelledAt && search.has('cancelled') && <p className="notice" role="status">{m.admin_cancel_done()}</p>}
      {!isPossible && !cancelledAt && <p className="notice">{m.admin_cancel_not_any_more()}</p>}
      {cancelledAt && <Facts items={[{ label: m.admin_cancel_at(), value: <When at={cancelledAt} /> }, { label: m.cancel_reason(), value: reason && reasons[reason]?.() }, { label: m.cancel_note(), value: note }]} />}
      {isPossible && (
        <>
          <Effect effect={loaderData} />
          <section className="sheet work-part">
            <h2>{m.admin_cancel_decide()}</h2>
            <p>{m.admin_cancel_told()}</p>
            <Form answer={actionData} labels={{ reason: m.cancel_reason(), note: m.admin_cancel_note() }}>
              <ChoiceField name="reason" options={Object.entries(reasons).map(([value, label]) => ({ value, label: label() }))} />
              <TextField name="note" rows={4} help={m.admin_cancel_note_help()} />
              <Submit>{m.cancel_action()}</Submit>
            </Form>
          </section>
        </>
      )}
    </div>
  );
}

function Effect({ effect: { submittedEntries, money } }: { effect: View<'CancellationView'> }) {
  return (
    <section className="sheet work-part">
      <h2>{m.admin_cancel_effect()}</h2>
      <Facts
        items={[
          { label: m.admin_cancel_entries(), value: submittedEntries },
          ...(money ? [
            { label: m.admin_cancel_compensation(), value: <Money value={money.compensation} /> },
            { label: m.admin_cancel_each(), value: submittedEntries > 0 && <Money value={money.perEntry} /> },
            { label: m.admin_cancel_kept(), value: money.kept.amount > 0 && <Money value={money.kept} /> },
            { label: m.admin_cancel_returned(), value: <Money value={money.returned} /> },
            { label: m.admin_cancel_fee(), value: <Money value={money.feeReturned} /> },
          ] : []),
        ]}
      />
      {money ? submittedEntries > 0 && <p>{m.admin_cancel_declaration()}</p> : <p>{m.challenge_bounty_none()}</p>}
    </section>
  );
}
