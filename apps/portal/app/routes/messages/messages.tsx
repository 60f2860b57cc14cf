import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/messages';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';
import { field } from '~/problems.server';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  return found(await apiFor(args).GET('/api/v1/me/threads', { params: { query: { after: new URL(args.request.url).searchParams.get('after') ?? undefined } } }));
}

/** Begins the conversation about a submission, or finds the one there is. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { id } = found(await apiFor(args).PUT('/api/v1/submissions/{id}/thread', { params: { path: { id: field(form, 'submission') } } }));
  throw redirect(`/messages/${id}`, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.messages_title() }) }];

export default function Messages({ loaderData: { items, next } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.messages_title()}</h1>
      <p>{m.messages_lede()}</p>
      {items.length === 0 && <EmptyState title={m.messages_none_title()} why={m.messages_none()} action={<Link to="/home">{m.messages_none_action()}</Link>} />}
      <ul className="rows">
        {items.map(({ id, challenge, sponsorName, solverName, messages, unread, lastMessageAt }) => (
          <li key={id} className="sheet">
            <h2>{unread > 0 && <span className="badge" data-tone="wait">{m.messages_unread({ count: unread })}</span>} <Link to={`/messages/${id}#end`}>{challenge.title}</Link></h2>
            <p>{m.messages_with({ sponsor: sponsorName, solver: solverName })}</p>
            <p className="soft">{m.messages_count({ count: messages })} {lastMessageAt && <When at={lastMessageAt} />}</p>
          </li>
        ))}
      </ul>
      <Pager next={next} />
    </>
  );
}
