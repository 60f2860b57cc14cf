import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/decisions';
import { EmptyQueue } from '~/admin/empty-queue';
import { lastDecided } from '~/admin/last-decided.server';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Pager } from '~/components/pager';
import { DecisionRows } from '~/moderation/statement';

/** What was decided, or with `appeals` what is appealed and waits. */
export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const after = search.get('after') ?? undefined;
  const isAppeals = search.has('appeals');
  const api = apiFor(args);
  const page = isAppeals ? found(await api.GET('/api/v1/admin/appeals', { params: { query: { after } } })) : found(await api.GET('/api/v1/admin/decisions', { params: { query: { after } } }));
  return { ...page, isAppeals, last: isAppeals && page.items.length === 0 ? await lastDecided(args, ['moderation_appeal.upheld', 'moderation_appeal.reversed']) : null };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_decisions() }) }];

export default function Decisions({ loaderData: { items, next, isAppeals, last } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.admin_decisions()}</h1>
      <nav aria-label={m.moderation_filters()}>
        <ul className="guide-nav">
          <li><Link to="?" aria-current={isAppeals ? undefined : 'page'}>{m.moderation_all()}</Link></li>
          <li><Link to="?appeals" aria-current={isAppeals ? 'page' : undefined}>{m.admin_queue_appeals()}</Link></li>
        </ul>
      </nav>
      {isAppeals && items.length === 0
        ? <EmptyQueue title={m.moderation_appeals_none_title()} why={m.moderation_appeals_none()} last={last} before="/admin/audit?action=moderation_appeal." />
        : <DecisionRows decisions={items} to="/admin/decisions" empty={{ title: m.moderation_decisions_none_title(), why: m.moderation_decisions_none(), action: <Link to="/admin/reports">{m.admin_reports()}</Link> }} />}
      <Pager next={next} />
    </>
  );
}
