import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/submission';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { Form, SelectField, Submit, TextField } from '~/components/form';
import { HandedIn } from '~/components/handed-in';
import { ReportLink } from '~/components/report-link';
import { StateBadge } from '~/components/state-badge';
import { Talk } from '~/components/talk';
import { field, refused } from '~/problems.server';
import { bandText } from '~/work/words';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const challenge = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  const opened = found(await api.GET('/api/v1/phases/{id}/submissions/{submissionId}', { params: { path: { id: args.params.phase, submissionId: args.params.id } } }));
  const thread = opened.solver && foundOrNothing(await api.GET('/api/v1/submissions/{id}/thread', { params: { path: { id: args.params.id } } }));
  return { opened, thread: thread ?? null, clauses: challenge.eligibility };
}

/** The sponsor questions it against a clause; staff decide. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const body = { clause: Number(field(form, 'clause')), reason: field(form, 'reason').trim() };
  const { error, response } = await apiFor(args).PUT('/api/v1/submissions/{id}/eligibility-proposal', { params: { path: { id: args.params.id } }, body });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/manage/${args.params.slug}/submissions/${args.params.phase}/${args.params.id}?asked`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData?.opened.label ?? m.manage_submissions_title() }) }];

export default function Submission({ loaderData: { opened, thread, clauses }, actionData, params: { slug, phase } }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const { solver } = opened;
  return (
    <div className="reading">
      <p><Link to={`/manage/${slug}/submissions`}>{m.manage_submissions_title()}</Link></p>
      {search.has('asked') && !actionData && <p className="notice" role="status">{m.question_asked()}</p>}
      <h2>{opened.label}</h2>
      <p><StateBadge state={opened.state} /> <span className="soft">{solver ? m.handed_in_logged() : m.handed_in_blind()}</span></p>
      <Facts
        items={[
          { label: m.handed_in_from(), value: solver && `${solver.organisationName} (${solver.people.join(', ')})` },
          { label: m.handed_in_band(), value: opened.band && bandText(opened.band) },
          { label: m.eligibility_clause(), value: opened.isQuestioned && m.handed_in_questioned() },
        ]}
      />
      <HandedIn opened={opened} fileUrl={(id) => `/api/v1/phases/${phase}/submissions/${opened.id}/files/${id}`} opensAll={solver !== null} later={m.handed_in_file_later} />
      {thread && <Talk submissionId={opened.id} thread={thread} />}
      {opened.can.includes('propose') && (
        <section aria-labelledby="question">
          <h2 id="question">{m.question_title()}</h2>
          <p>{m.question_text()}</p>
          <Form answer={actionData} labels={{ clause: m.eligibility_clause(), reason: m.question_reason() }}>
            <SelectField name="clause" options={clauses.map(({ number, text }) => ({ value: String(number), label: m.eligibility_clause_text({ number, text }) }))} />
            <TextField name="reason" rows={4} help={m.question_reason_help()} />
            <Submit variant="default">{m.question_action()}</Submit>
          </Form>
        </section>
      )}
      <p><Link to={`/manage/${slug}/results`}>{m.handed_in_to_results()}</Link>{solver && opened.band && <> · <ReportLink kind="submission" id={opened.id} /></>}</p>
    </div>
  );
}
