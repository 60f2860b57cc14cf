import { m } from '@app/messages';
import { useRef } from 'react';
import { data, Link, redirect, useNavigation, type ShouldRevalidateFunction } from 'react-router';
import type { Route } from './+types/edit';
import { apiFor } from '~/api';
import { Paused } from '~/components/challenge/paused';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { Form, Submit, TextField } from '~/components/form';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';
import { useAutosave } from '~/work/autosave';
import { draftToWrite, saveAnswers } from '~/work/drafts.server';
import { SubmissionFiles } from '~/work/files';
import { isLate, Late } from '~/work/late';
import { SaveLine } from '~/work/save-line';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  return draftToWrite(apiFor(args), args.params.id, args.request);
}

/** Saves, and then does what was pressed: stays, goes on to checking, adds the chosen file or takes one out. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const path = { id: args.params.id, phaseId: field(form, 'phase') };
  const { data: draft, problem, response } = await saveAnswers(api, path, form);
  if (!draft) {
    if (response.status >= 500) throw data(problem, { status: 503 });
    const values = Object.fromEntries([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
    const isStale = response.status === 412;
    return data({ problem: isStale ? undefined : problem, values, isStale }, { status: response.status });
  }
  const id = draft.submissionId!;
  const file = form.get('file');
  if (file instanceof File && file.size > 0) {
    const body = new FormData();
    body.append('file', file, file.name);
    const { error, response: added } = await api.POST('/api/v1/submissions/{id}/files', { params: { path: { id } }, body: body as never, bodySerializer: (whole) => whole as never });
    if (!added.ok) return { isStale: false, ...refused(added, error, form).data };
  }
  if (form.has('remove')) {
    const { error, response: gone } = await api.DELETE('/api/v1/submissions/{id}/files/{fileId}', { params: { path: { id, fileId: field(form, 'remove') } } });
    if (!gone.ok) return { isStale: false, ...refused(gone, error, form).data };
  }
  throw redirect(`/work/${path.id}/${field(form, 'next') === 'check' ? 'check' : 'edit'}?phase=${path.phaseId}`, { status: 303 });
}

/** After a refusal nothing is read again, except where what is stored is the very reason. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) => actionStatus === 412 || defaultShouldRevalidate;

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? m.edit_title({ title: loaderData.entry.challenge.title }) : m.work_title() }) }];

export default function Edit({ loaderData: { entry, phase, draft, late }, actionData }: Route.ComponentProps) {
  const tooLate = [actionData?.problem, late].find(isLate);
  if (tooLate) {
    const texts = Object.entries(actionData?.values ?? {}).filter(([name]) => name.startsWith('answers.')).map(([name, text]) => ({ label: draft?.form.questions.find(({ key }) => `answers.${key}` === name)?.label ?? '', text }));
    return <Late entry={entry} phase={phase} problem={tooLate} wasSent={tooLate !== late} texts={texts} />;
  }
  if (!draft || !phase || draft.can.length === 0) {
    const read = (draft?.answers ?? []).filter(({ text }) => text !== '').map(({ question, text }) => ({ label: draft!.form.questions.find(({ key }) => key === question)?.label ?? question, text }));
    return (
      <>
        <h1>{m.edit_title({ title: entry.challenge.title })}</h1>
        <EmptyState title={m.edit_closed_title()} why={read.length > 0 ? m.edit_not_yours() : m.edit_closed()} action={<Link to="/work">{m.work_title()}</Link>} />
        {read.map(({ label, text }) => <section key={label} className="work-part reading"><h2>{label}</h2><p className="as-typed">{text}</p></section>)}
      </>
    );
  }
  return <Writing key={phase.phaseId} entry={entry} draft={draft} answer={actionData} />;
}

type Writable = Exclude<Route.ComponentProps['loaderData']['draft'], null>;

function Writing({ entry, draft, answer }: { entry: Route.ComponentProps['loaderData']['entry']; draft: Writable; answer: Route.ComponentProps['actionData'] }) {
  const form = useRef<HTMLFormElement>(null);
  const { state, saved, flush } = useAutosave(form, `/work/${entry.id}/autosave`, draft.version, draft.savedAt, 'answers.');
  const stored = Object.fromEntries(draft.answers.map(({ question, text }) => [`answers.${question}`, text]));
  const labels: Record<string, string> = { ...Object.fromEntries(draft.form.questions.map(({ key, label }) => [`answers.${key}`, label])), file: m.edit_file() };
  const typed: Readonly<Record<string, string>> = answer?.values ?? {};
  // The refusal arrives a moment before what is stored now.
  const isStale = useNavigation().state === 'idle' && answer?.isStale;
  return (
    <>
      <p><Link to="/work">{m.work_title()}</Link></p>
      <h1>{m.edit_title({ title: entry.challenge.title })}</h1>
      <Facts items={[{ label: m.card_closes(), value: <When at={draft.closesAt} /> }, { label: m.work_for(), value: entry.organisationName }]} />
      <Paused paused={draft.paused} />
      <p className="soft work-part">{m.edit_sealed()}</p>
      {draft.isSubmitted && <p className="notice" role="status">{m.edit_is_sent()}</p>}
      {isStale && <p className="error-summary" role="alert">{m.edit_stale()}</p>}
      <div className="reading">
        <Form answer={answer} labels={labels} initial={stored} ref={form} encType="multipart/form-data" className="writing">
          <input type="hidden" name="phase" value={draft.phaseId} />
          <input type="hidden" name="version" value={Math.max(saved.version, draft.version)} />
          {draft.form.questions.map(({ key, help, maxLength, isRequired }) => (
            <div key={key}>
              <TextField name={`answers.${key}`} rows={8} help={<>{help && <>{help} </>}{isRequired ? m.edit_at_most({ count: maxLength }) : m.edit_optional_at_most({ count: maxLength })}</>} />
              {isStale && (stored[`answers.${key}`] ?? '') !== (typed[`answers.${key}`] ?? '') && (
                <details className="other-version" open>
                  <summary>{m.edit_stale_other()}</summary>
                  <p className="as-typed">{stored[`answers.${key}`] || m.edit_stale_empty()}</p>
                </details>
              )}
            </div>
          ))}
          {draft.form.fileTypes.length > 0 && draft.form.maxFiles > 0 && <SubmissionFiles draft={draft} flush={flush} submissionId={saved.submissionId ?? draft.submissionId} />}
          <div className="save-bar">
            <SaveLine state={state} />
            <div className="buttons">
              <Submit name="next" value="check">{m.edit_check()}</Submit>
              <Submit name="next" value="stay" variant="default">{m.edit_save()}</Submit>
            </div>
          </div>
        </Form>
      </div>
    </>
  );
}
