import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/check';
import { apiFor } from '~/api';
import { Paused } from '~/components/challenge/paused';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { Form, Submit } from '~/components/form';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';
import { formatBytes } from '~/work/bytes';
import { draftToWrite } from '~/work/drafts.server';
import { isLate, Late } from '~/work/late';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  return draftToWrite(apiFor(args), args.params.id, args.request);
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).PUT('/api/v1/submissions/{id}/submission', {
    params: { path: { id: field(form, 'submission') } }, body: { draftVersion: Number(field(form, 'version')) },
  });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/work/${args.params.id}/receipt?phase=${field(form, 'phase')}`, { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.check_title() }) }];

export default function Check({ loaderData: { entry, phase, draft, late }, actionData }: Route.ComponentProps) {
  const edit = `/work/${entry.id}/edit`;
  const tooLate = [actionData?.problem, late].find(isLate);
  if (tooLate) {
    const labelOf = (question: string) => draft?.form.questions.find(({ key }) => key === question)?.label ?? '';
    return <Late entry={entry} phase={phase} problem={tooLate} wasSent={tooLate !== late} texts={draft?.answers.map(({ question, text }) => ({ label: labelOf(question), text }))} />;
  }
  if (!draft?.submissionId) {
    return (
      <>
        <h1>{m.check_title()}</h1>
        <EmptyState title={draft ? m.check_nothing_title() : m.check_closed_title()} why={draft ? m.check_nothing() : m.edit_closed()} action={<Link to={draft ? edit : '/work'}>{draft ? m.work_start() : m.work_title()}</Link>} />
      </>
    );
  }
  const answers = new Map(draft.answers.map(({ question, text }) => [question, text]));
  const labels = Object.fromEntries(draft.form.questions.map(({ key, label }) => [`answers.${key}`, label]));
  return (
    <div className="reading">
      <p><Link to={`${edit}?phase=${draft.phaseId}`}>{m.check_back()}</Link></p>
      <h1>{m.check_title()}</h1>
      <Facts items={[{ label: m.join_challenge(), value: entry.challenge.title }, { label: m.work_for(), value: entry.organisationName }, { label: m.card_closes(), value: <When at={draft.closesAt} /> }, { label: m.check_saved_at(), value: draft.savedAt && <When at={draft.savedAt} /> }]} />
      {draft.isSubmitted && <p className="notice">{m.check_is_sent()} <Link to={`/work/${entry.id}/receipt?phase=${draft.phaseId}`}>{m.work_receipt()}</Link></p>}
      <section className="work-part">
        <h2>{m.check_what()}</h2>
        {draft.form.questions.map(({ key, label, isRequired }) => (
          <section key={key} id={`answers.${key}`} className="sheet work-part" tabIndex={-1}>
            <h3>{label}</h3>
            {answers.get(key)?.trim() ? <p className="as-typed">{answers.get(key)}</p> : <p className={isRequired ? 'field-error' : 'soft'}>{isRequired ? m.check_missing() : m.check_left_empty()}</p>}
            <p><Link to={`${edit}?phase=${draft.phaseId}#answers.${key}`}>{m.check_change()}</Link></p>
          </section>
        ))}
        <section className="sheet work-part" id="files">
          <h3>{m.files_title()}</h3>
          {draft.files.length === 0 ? <p className="soft">{m.check_no_files()}</p> : <ul>{draft.files.map(({ id, name, size }) => <li key={id}>{m.check_file({ name, size: formatBytes(size) })}</li>)}</ul>}
        </section>
      </section>
      <p>{m.check_promise()}</p>
      {draft.paused ? <Paused paused={draft.paused} /> : <Form answer={actionData} labels={labels}>
        <input type="hidden" name="submission" value={draft.submissionId} />
        <input type="hidden" name="phase" value={draft.phaseId} />
        <input type="hidden" name="version" value={draft.version} />
        <Submit>{draft.isSubmitted ? m.check_send_again() : m.check_send()}</Submit>
      </Form>}
    </div>
  );
}
