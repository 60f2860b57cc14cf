import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Form, Link, redirect, useSubmit } from 'react-router';
import type { Route } from './+types/inbox';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';
import { field } from '~/problems.server';
import '~/theme/draft.css';
import '~/theme/work.css';
import '~/theme/inbox.css';

const filters = ['open', 'to_do', 'unread', 'done'] as const;
type Filter = (typeof filters)[number];

export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const filter = filters.find((one) => one === search.get('filter')) ?? 'open';
  const { items, next } = found(await apiFor(args).GET('/api/v1/me/inbox', { params: { query: { filter, after: search.get('after') ?? undefined } } }));
  return { items, next, filter };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const [id, until] = [field(form, 'id'), field(form, 'until')];
  if (until) found(await api.PUT('/api/v1/me/inbox/read', { body: { until } }));
  else found(await api.PUT('/api/v1/me/inbox/{id}', { params: { path: { id } }, body: marks[field(form, 'mark')] ?? marks.read! }));
  // whoever opened one is on the way to it
  if (field(form, 'mark') === 'opened') return null;
  throw redirect(`/inbox${new URL(args.request.url).search}`, 303);
}

const marks: Readonly<Record<string, { isRead: boolean; isDone: boolean }>> = {
  opened: { isRead: true, isDone: false }, read: { isRead: true, isDone: false }, unread: { isRead: false, isDone: false }, done: { isRead: true, isDone: true },
};

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.inbox_title() }) }];

export default function Inbox({ loaderData: { items, next, filter } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.inbox_title()}</h1>
      <nav aria-label={m.inbox_filters()}>
        <ul className="tabs">
          {filters.map((one) => (
            <li key={one}><Link to={one === 'open' ? '/inbox' : `/inbox?filter=${one}`} aria-current={one === filter ? 'page' : undefined}>{filterName[one]()}</Link></li>
          ))}
        </ul>
      </nav>
      <div className="inbox-bar">
        <Link to="/settings/notifications">{m.inbox_settings()}</Link>
        <Link to="/statements">{m.statement_list()}</Link>
        {filter !== 'to_do' && items.some(({ readAt, isSettled }) => readAt === null && !isSettled) && (
          <Form method="post">
            <button className="link-button" name="until" value={items[0]!.createdAt}>{m.inbox_read_all()}</button>
          </Form>
        )}
      </div>
      {items.length === 0 && <Empty filter={filter} />}
      <ul className="rows inbox">{items.map((item) => <Item key={item.id} item={item} />)}</ul>
      <Pager next={next} />
    </>
  );
}

const filterName: Record<Filter, () => string> = { open: m.inbox_filter_open, to_do: m.inbox_filter_to_do, unread: m.inbox_filter_unread, done: m.inbox_filter_done };

const emptyTexts: Record<Exclude<Filter, 'open'>, [title: () => string, why: () => string]> = {
  to_do: [m.inbox_empty_to_do_title, m.inbox_empty_to_do], unread: [m.inbox_empty_unread_title, m.inbox_empty_unread], done: [m.inbox_empty_done_title, m.inbox_empty_done],
};

function Empty({ filter }: { filter: Filter }) {
  if (filter === 'open') return <EmptyState title={m.inbox_empty_open_title()} why={m.inbox_empty_open()} action={<Link to="/home">{m.next_title()}</Link>} />;
  const [title, why] = emptyTexts[filter];
  return <EmptyState title={title()} why={why()} action={<Link to="/inbox">{m.inbox_empty_action()}</Link>} />;
}

function Item({ item: { id, title, text, reason, path, createdAt, readAt, doneAt, isSettled } }: { item: View<'NotificationView'> }) {
  const submit = useSubmit();
  const isUnread = readAt === null && !isSettled;
  /** What is opened is read; without scripts the button below says so. */
  const open = () => isUnread && doneAt === null && void submit({ id, mark: 'opened' }, { method: 'post', action: '/inbox', navigate: false });
  return (
    <li className="sheet" data-unread={isUnread || undefined}>
      <h2>{isUnread && <span className="badge" data-tone="wait">{m.inbox_new()}</span>}<Link to={path} onClick={open}>{title}</Link></h2>
      <p>{text}</p>
      <p className="soft inbox-why"><When at={createdAt} /> · {reason}</p>
      {isSettled && <p>{m.inbox_settled()}</p>}
      {!isSettled && (
        <div className="actions">
          {doneAt === null && <Mark id={id} title={title} mark={isUnread ? 'read' : 'unread'} label={isUnread ? m.inbox_read() : m.inbox_unread()} />}
          <Mark id={id} title={title} mark={doneAt ? 'read' : 'done'} label={doneAt ? m.inbox_undone() : m.inbox_done()} />
        </div>
      )}
    </li>
  );
}

function Mark({ id, title, mark, label }: { id: string; title: string; mark: string; label: string }) {
  return (
    <Form method="post" className="inline-form" preventScrollReset>
      <input type="hidden" name="id" value={id} />
      <button className="link-button" name="mark" value={mark} aria-label={m.inbox_of({ action: label, title })}>{label}</button>
    </Form>
  );
}
