import type { View } from '@app/api-client';
import { m } from '@app/messages';
import type { ReactNode } from 'react';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/conflicts';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { ErrorSummary, Form, Submit } from '~/components/form';
import { seatOf } from '~/judging/seat.server';
import { StepOff } from '~/judging/step-off';
import { field, refused } from '~/problems.server';
import { useSupport } from '~/viewer';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const seat = await seatOf(args, args.params.seat);
  if (!seat.can.includes('declare') && seat.state !== 'ready') return { seat, list: null };
  return { seat, list: found(await apiFor(args).GET('/api/v1/panel-seats/{id}/conflicts', { params: { path: { id: seat.id } } })) };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const conflicts = form.getAll('conflict').filter((one) => typeof one === 'string').map((organisationId) => ({ organisationId, note: field(form, `note.${organisationId}`).trim() || null }));
  const { data: seat, error, response } = await apiFor(args).PUT('/api/v1/panel-seats/{id}/conflicts', { params: { path: { id: args.params.seat } }, body: { conflicts } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(seat?.state === 'excluded' ? '/judging' : `/judging/${args.params.seat}/summary`, { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.conflicts_title() }) }];

export default function Conflicts({ loaderData: { seat, list }, actionData }: Route.ComponentProps) {
  const stepOff = seat.can.includes('decline') && <StepOff seat={seat} isOpen />;
  return (
    <div className="reading">
      <p><Link to="/judging">{m.judging_title()}</Link></p>
      <h1>{m.conflicts_title()}</h1>
      <p>{seat.challengeTitle}</p>
      {!list ? (
        <EmptyState title={m.conflicts_not_yet_title()} why={m.judging_waiting()} action={<Link to="/judging">{m.judging_title()}</Link>} />
      ) : seat.state === 'ready' ? (
        <Given list={list} seat={seat.id} answer={actionData} stepOff={stepOff} />
      ) : (
        <>
          <p>{m.conflicts_text()}</p>
          <p>{m.conflicts_what()}</p>
          <Form answer={actionData} labels={{}} instead={stepOff}>
            <fieldset className="choice-group">
              <legend>{m.conflicts_legend()}</legend>
              {list.entrants.length === 0 && <p className="soft">{m.conflicts_nobody()}</p>}
              {list.entrants.map(({ organisationId, name }) => {
                const known = list.conflicts.find((one) => one.organisationId === organisationId);
                return (
                  <div key={organisationId} className="conflict">
                    <label className="choice">
                      <input type="checkbox" name="conflict" value={organisationId} defaultChecked={known !== undefined} disabled={known !== undefined} />
                      <span>{name}{known && <small>{known.kind === 'detected' ? m.conflicts_detected() : m.conflicts_declared()}</small>}</span>
                    </label>
                    {!known && (
                      <div className="conflict-note">
                        <label htmlFor={`note.${organisationId}`}>{m.conflicts_note({ name })}</label>
                        <input className="control" id={`note.${organisationId}`} name={`note.${organisationId}`} maxLength={1000} />
                      </div>
                    )}
                  </div>
                );
              })}
            </fieldset>
            <p>{m.conflicts_promise()}</p>
            <Submit>{m.conflicts_action()}</Submit>
          </Form>
        </>
      )}
    </div>
  );
}

/** After the declaration: what was given, and how to step back without learning whose an entry is. */
function Given({ list: { entrants, conflicts }, seat, answer, stepOff }: { list: View<'ConflictListView'>; seat: string; answer: Route.ComponentProps['actionData']; stepOff: ReactNode }) {
  const support = useSupport() ?? '';
  const given = conflicts.map(({ organisationId, kind }) => ({ organisationId, kind, name: entrants.find((one) => one.organisationId === organisationId)?.name }));
  return (
    <>
      {answer?.problem && <ErrorSummary problem={answer.problem} labels={{}} />}
      {answer?.problem && stepOff}
      <p>{m.conflicts_given()}</p>
      <h2>{m.conflicts_given_legend()}</h2>
      {given.length === 0 && <p className="soft">{m.conflicts_given_none()}</p>}
      <ul>{given.map(({ organisationId, kind, name }) => <li key={organisationId}>{name} <small className="soft">{kind === 'detected' ? m.conflicts_detected() : m.conflicts_declared()}</small></li>)}</ul>
      <h2>{m.conflicts_later_title()}</h2>
      <p>{m.conflicts_later_entry()}</p>
      <p>{m.conflicts_later_name({ address: support })}</p>
      <p><Link to={`/judging/${seat}/summary`}>{m.judging_summary()}</Link></p>
    </>
  );
}
