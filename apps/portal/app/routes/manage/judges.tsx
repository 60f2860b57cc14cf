import { m } from '@app/messages';
import { redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/judges';
import { atField, found, foundOrNothing, once } from '~/answers.server';
import { apiFor } from '~/api';
import { phaseName } from '~/components/challenge/terms';
import { EmptyState } from '~/components/empty-state';
import { Field, Form, Submit } from '~/components/form';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const challenge = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  const panels = await Promise.all(
    challenge.phases.map(async (phase) => {
      const seats = foundOrNothing(await api.GET('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path: { id: challenge.id, phaseId: phase.id } } }));
      return { id: phase.id, name: phaseName(challenge, phase), seats: seats?.items ?? null, mayInvite: seats?.can.includes('invite') ?? false };
    }),
  );
  return { panels, idempotencyKey: crypto.randomUUID() };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const { id } = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  const phaseId = field(form, 'phase');
  if (form.has('seat')) {
    const seatId = field(form, 'seat');
    const { error, response } = await api.DELETE('/api/v1/challenges/{id}/phases/{phaseId}/judges/{seatId}', { params: { path: { id, phaseId, seatId } }, body: { reason: field(form, `reason.${seatId}`) } });
    if (!response.ok) return atField(refused(response, error, form), '/reason', `/reason/${seatId}`);
    throw redirect(`/manage/${args.params.slug}/judges?removed`, 303);
  }
  const { error, response } = await api.POST('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path: { id, phaseId } }, headers: once(form), body: { email: field(form, `email.${phaseId}`) } });
  if (!response.ok) return atField(refused(response, error, form), '/email', `/email/${phaseId}`);
  throw redirect(`/manage/${args.params.slug}/judges?invited`, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.manage_judges() }) }];

export default function Judges({ loaderData: { panels, idempotencyKey }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const answerOf = (phase: string, seat?: string) => (actionData?.values.phase === phase && actionData.values.seat === seat ? actionData : undefined);
  return (
    <div className="reading">
      {search.has('invited') && !actionData && <p className="notice" role="status">{m.judges_invited()}</p>}
      {search.has('removed') && !actionData && <p className="notice" role="status">{m.judges_removed()}</p>}
      <p>{m.judges_lede()}</p>
      {panels.map(({ id, name, seats, mayInvite }) => (
        <section key={id} aria-labelledby={id}>
          <h2 id={id}>{name}</h2>
          {seats === null && <p>{m.judges_managers_only()}</p>}
          {seats?.length === 0 && mayInvite && <EmptyState heading="h3" title={m.judges_none_title()} why={m.judges_none()} action={<a href={`#email.${id}`}>{m.judges_none_action()}</a>} />}
          {seats && seats.length > 0 && (
            <ul className="plain-list">
              {seats.map((seat) => (
                <li key={seat.id}>
                  <StateBadge state={seat.state === 'replaced' ? 'taken_off' : seat.state} /> {seat.email} <span className="soft">· {m.judges_number({ number: seat.number })} · <When at={seat.invitedAt} withTime={false} /></span>
                  {seat.can.includes('replace') && (
                    <details open={answerOf(id, seat.id) !== undefined}>
                      <summary>{m.judges_remove()}</summary>
                      <Form answer={answerOf(id, seat.id)} labels={{ [`reason.${seat.id}`]: m.judges_reason() }}>
                        <input type="hidden" name="phase" value={id} />
                        <input type="hidden" name="seat" value={seat.id} />
                        <Field name={`reason.${seat.id}`} />
                        <Submit variant="default">{m.judges_remove()}</Submit>
                      </Form>
                    </details>
                  )}
                </li>
              ))}
            </ul>
          )}
          {seats && !mayInvite && <p>{seats.some(({ can }) => can.includes('replace')) ? m.problem_judging_panel_is_full() : m.judges_settled()}</p>}
          {mayInvite && (
            <Form answer={answerOf(id)} labels={{ [`email.${id}`]: m.judges_email() }} key={`invite ${seats?.length}`}>
              <input type="hidden" name="phase" value={id} />
              <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
              <Field name={`email.${id}`} type="email" help={m.judges_email_help()} autoComplete="off" />
              <Submit>{m.judges_invite()}</Submit>
            </Form>
          )}
        </section>
      ))}
    </div>
  );
}
