import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { useEffect } from 'react';
import { data, Link, redirect, useFetcher } from 'react-router';
import type { Route } from './+types/thread';
import { atField, found, ifMatch, once } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Field, Form, Submit, TextField, TickGroup, type FormAnswer } from '~/components/form';
import { Markdown } from '~/components/markdown';
import { ReportLink } from '~/components/report-link';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';
import { useViewer } from '~/viewer';
import { formatBytes } from '~/work/bytes';
import '~/theme/work.css';
import '~/theme/threads.css';

const mostFiles = 5;

/** What comes while somebody writes appears above, and leaves what they type alone. */
export const handle = { movesWhileWriting: true };

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const path = { id: args.params.thread };
  const after = new URL(args.request.url).searchParams.get('after') ?? undefined;
  const [thread, page] = await Promise.all([
    api.GET('/api/v1/threads/{id}', { params: { path } }).then(found),
    api.GET('/api/v1/threads/{id}/messages', { params: { path, query: { after } } }).then(found),
  ]);
  return { thread, messages: page.items.toReversed(), next: page.next, isNewest: after === undefined, idempotencyKey: crypto.randomUUID() };
}

/** Sends, changes, deletes, or says how far was read. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const here = `/messages/${args.params.thread}`;
  const id = field(form, 'message');
  const message = { params: { path: { id }, header: ifMatch(field(form, 'version')) } };
  switch (field(form, 'do')) {
    case 'read':
    case 'reading':
      found(await api.PUT('/api/v1/threads/{id}/read-mark', { params: { path: { id: args.params.thread } }, body: { number: Number(field(form, 'number')) } }));
      // who is reading stays where they are
      if (field(form, 'do') === 'reading') return null;
      throw redirect(here, 303);
    case 'delete': {
      const { error, response } = await api.DELETE('/api/v1/messages/{id}', { params: { path: { id } } });
      if (!response.ok) return refused(response, error, form);
      throw redirect(`${here}#${id}`, 303);
    }
    case 'change': {
      const { error, response } = await api.PUT('/api/v1/messages/{id}', { ...message, body: { text: field(form, `text.${id}`) } });
      if (!response.ok) return atField(refused(response, error, form), '/text', `/text/${id}`);
      throw redirect(`${here}#${id}`, 303);
    }
    default:
      return post(args, form);
  }
}

/** Files go first; where the message is refused they wait in the form and are not chosen again. */
async function post(args: Route.ActionArgs, form: FormData) {
  const api = apiFor(args);
  const thread = { path: { id: args.params.thread } };
  const files = form.getAll('attached').flatMap((one) => (typeof one === 'string' ? [fileOf(one)] : []));
  const keep = (refusal: ReturnType<typeof refused>) => data({ ...refusal.data, files }, refusal.init ?? undefined);
  for (const file of form.getAll('file')) {
    if (!(file instanceof File) || file.size === 0) continue;
    const body = new FormData();
    body.append('file', file, file.name);
    const { data: added, error, response } = await api.POST('/api/v1/threads/{id}/attachments', { params: thread, body: body as never, bodySerializer: (whole) => whole as never });
    if (!response.ok) return keep(atField(refused(response, error, form), '', '/file'));
    files.push(added!);
  }
  const mentions = [...form.keys()].flatMap((name) => (name.startsWith('mentions.') ? [name.slice('mentions.'.length)] : []));
  const body = { text: field(form, 'text'), attachmentIds: files.map(({ id }) => id), mentions };
  const { error, response } = await api.POST('/api/v1/threads/{id}/messages', { params: { ...thread, header: once(form) }, body });
  if (!response.ok) return keep(atField(refused(response, error, form), '/attachmentIds', '/file'));
  // who answers has read what stood above the form
  await api.PUT('/api/v1/threads/{id}/read-mark', { params: thread, body: { number: Number(field(form, 'seen')) } });
  throw redirect(`/messages/${args.params.thread}#end`, 303);
}

interface Attached {
  id: string;
  name: string;
}

const fileOf = (attached: string): Attached => ({ id: attached.split(' ', 1)[0]!, name: attached.slice(attached.indexOf(' ') + 1) });

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? m.thread_title({ title: loaderData.thread.challenge.title }) : m.messages_title() }) }];

export default function Thread({ loaderData: { thread, messages, next, isNewest, idempotencyKey }, actionData }: Route.ComponentProps) {
  const { id, challenge, participants, readUpTo } = thread;
  const answerOf = (message: string) => (actionData?.values.message === message ? actionData : undefined);
  useReading(thread, isNewest);
  return (
    <div className="reading">
      <p><Link to="/messages">{m.messages_title()}</Link></p>
      <h1>{m.thread_title({ title: challenge.title })}</h1>
      <p>{m.messages_with({ sponsor: thread.sponsorName, solver: thread.solverName })}{thread.mayOpen && <> · <Link to={aboutOf(thread)}>{m.console_entry()}</Link></>}</p>
      <People thread={thread} />
      <section className="conversation" aria-labelledby="messages">
        <h2 id="messages">{m.thread_messages()}</h2>
        {(next || !isNewest) && (
          <nav className="pager" aria-label={m.thread_messages()}>
            {next && <Link to={`?after=${encodeURIComponent(next)}`}>{m.thread_earlier()}</Link>}
            {!isNewest && <Link to={`/messages/${id}#end`}>{m.thread_newest()}</Link>}
          </nav>
        )}
        {messages.length === 0 && <EmptyState heading="h3" title={m.thread_none_title()} why={m.thread_none()} />}
        <ol className="questions">
          {messages.map((message) => <li key={message.id} id={message.id}><Message threadId={id} message={message} isNew={!message.isMine && message.number > readUpTo} answer={answerOf(message.id)} /></li>)}
        </ol>
        <div id="end" />
        {isNewest && thread.messages > readUpTo && (
          <noscript>
            <form method="post">
              <input type="hidden" name="number" value={thread.messages} />
              <button className="link-button" name="do" value="read">{m.thread_mark()}</button>
            </form>
          </noscript>
        )}
      </section>
      {thread.can.includes('write') ? <Write key={messages.at(-1)?.isMine ? messages.at(-1)!.id : 'first'} people={participants} seen={isNewest ? thread.messages : readUpTo} idempotencyKey={idempotencyKey} answer={actionData?.values.message ? undefined : (actionData ?? undefined)} /> : <p className="notice" data-tone="wait">{m.thread_stopped()}</p>}
    </div>
  );
}

const aboutOf = ({ side, submissionId, phaseId, challenge }: View<'ThreadView'>) => (side === 'solver' ? `/submissions/${submissionId}` : `/manage/${challenge.slug}/submissions/${phaseId}/${submissionId}`);

/** What stands on an open page is read; without scripts there is a button. */
function useReading({ id, messages, readUpTo }: View<'ThreadView'>, isNewest: boolean) {
  const { submit } = useFetcher();
  useEffect(() => {
    const mark = () => !document.hidden && isNewest && messages > readUpTo && void submit({ do: 'reading', number: String(messages) }, { method: 'post', action: `/messages/${id}` });
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [id, messages, readUpTo, isNewest, submit]);
}

function People({ thread: { participants, messages } }: { thread: View<'ThreadView'> }) {
  const you = useViewer()?.id;
  const read = (upTo: number) => (upTo >= messages ? m.thread_read_all() : upTo === 0 ? m.thread_read_none() : m.thread_read_some({ number: upTo }));
  return (
    <details>
      <summary>{m.thread_people()}</summary>
      <ul>
        {participants.map(({ personId, name, side, readUpTo }) => (
          <li key={personId}>{m.thread_reader({ name, side: sideText(side) })} {personId === you ? `(${m.thread_you()})` : messages > 0 && <span className="soft">· {read(readUpTo)}</span>}</li>
        ))}
      </ul>
    </details>
  );
}

const sideText = (side: View<'MessageView'>['side']) => (side === 'solver' ? m.thread_side_solver() : m.thread_side_sponsor());

function Message({ threadId, message, isNew, answer }: { threadId: string; message: View<'MessageView'>; isNew: boolean; answer?: FormAnswer }) {
  const { id, number, author, side, isMine, text, attachments, mentions, postedAt, editedAt, deletedAt, hidden, can } = message;
  return (
    <article className="question" aria-label={m.thread_message({ number })} data-mine={isMine || undefined}>
      <p className="soft">{isNew && <span className="badge" data-tone="wait">{m.inbox_new()}</span>} <strong>{author.name}{isMine && ` (${m.thread_you()})`}</strong> {sideText(side)} · <When at={postedAt} />{editedAt && !deletedAt && <> · {m.thread_edited()} <When at={editedAt} /></>}{text && !isMine && <> · <ReportLink kind="message" id={id} /></>}</p>
      {deletedAt && <p className="soft">{m.thread_deleted()}</p>}
      {hidden && <p className="soft">{m.thread_hidden()} {hidden.reason}</p>}
      {text && <Markdown html={text.html} />}
      {mentions.length > 0 && <p className="soft">{m.thread_calls({ names: mentions.map(({ name }) => name).join(', ') })}</p>}
      {attachments.length > 0 && (
        <ul>
          {attachments.map(({ id: file, name, size }) => <li key={file}><a href={`/api/v1/threads/${threadId}/attachments/${file}`} download={name}>{m.check_file({ name, size: formatBytes(size) })}</a></li>)}
        </ul>
      )}
      {can.includes('edit') && <Change key={message.version} message={message} answer={answer} />}
    </article>
  );
}

function Change({ message: { id, version, text }, answer }: { message: View<'MessageView'>; answer?: FormAnswer }) {
  const name = `text.${id}`;
  return (
    <details open={answer !== undefined}>
      <summary>{m.thread_change()}</summary>
      <p className="field-help">{m.thread_change_until()}</p>
      <Form answer={answer} labels={{ [name]: m.thread_change_label() }} initial={{ [name]: text?.text ?? '' }} preventScrollReset>
        <input type="hidden" name="message" value={id} />
        <input type="hidden" name="version" value={version} />
        <TextField name={name} rows={4} maxLength={10_000} />
        <Submit name="do" value="change" variant="default">{m.thread_save()}</Submit>
        <p className="field-help">{m.thread_delete_text()}</p>
        <button className="link-button" name="do" value="delete">{m.thread_delete()}</button>
      </Form>
    </details>
  );
}

function Write({ people, seen, idempotencyKey, answer }: { people: View<'ThreadView'>['participants']; seen: number; idempotencyKey: string; answer?: FormAnswer & { files?: Attached[] } }) {
  const you = useViewer()?.id;
  const others = people.filter(({ personId }) => personId !== you);
  const files = answer?.files ?? [];
  return (
    <section className="no-print" aria-labelledby="write">
      <h2 id="write">{m.thread_write_title()}</h2>
      <Form answer={answer} labels={{ text: m.thread_text(), file: m.thread_files(), mentions: m.thread_call_who() }} encType="multipart/form-data">
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <input type="hidden" name="seen" value={seen} />
        <TextField name="text" rows={5} maxLength={10_000} help={m.thread_text_help()} />
        {files.length > 0 && <p>{m.thread_files_ready()} {files.map(({ name }) => name).join(', ')}</p>}
        {files.map(({ id, name }) => <input key={id} type="hidden" name="attached" value={`${id} ${name}`} />)}
        {files.length < mostFiles && <Field key={files.length} name="file" type="file" multiple help={m.thread_files_help({ most: mostFiles - files.length })} />}
        {others.length > 0 && (
          <details>
            <summary>{m.thread_call()}</summary>
            <TickGroup name="mentions" help={m.thread_call_help()} options={others.map(({ personId, name, side }) => ({ value: personId, label: m.thread_reader({ name, side: sideText(side) }) }))} />
          </details>
        )}
        <Submit>{m.thread_send()}</Submit>
      </Form>
    </section>
  );
}
