import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/overview';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { When } from '~/components/when';

const most = 100;

/** Queues with how many wait and since when; a queue one's roles do not open is left out. */
export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const query = { limit: most };
  const review = found(await api.GET('/api/v1/admin/challenges', { params: { query: { ...query, state: 'in_review' } } }));
  const [oldest, eligibility, reports, appeals, awards, payouts, refunds, fundings, declarations, outbox] = await Promise.all([
    review.items[0] && api.GET('/api/v1/challenges/{id}', { params: { path: { id: review.items[0].id } } }).then(foundOrNothing),
    api.GET('/api/v1/admin/eligibility-reviews', { params: { query } }).then(foundOrNothing),
    api.GET('/api/v1/admin/reports', { params: { query } }).then(foundOrNothing),
    api.GET('/api/v1/admin/appeals', { params: { query } }).then(foundOrNothing),
    api.GET('/api/v1/admin/awards', { params: { query } }).then(foundOrNothing),
    api.GET('/api/v1/admin/payouts', { params: { query } }).then(foundOrNothing),
    api.GET('/api/v1/admin/refunds', { params: { query } }).then(foundOrNothing),
    api.GET('/api/v1/admin/fundings', { params: { query } }).then(foundOrNothing),
    api.GET('/api/v1/admin/non-use-declarations', { params: { query } }).then(foundOrNothing),
    api.GET('/api/v1/admin/outbox', { params: { query } }).then(foundOrNothing),
  ]);
  const queue = (to: string, page: { items: readonly unknown[]; next?: string } | undefined, since: string | null | undefined) => (page ? [{ to, count: page.items.length, hasMore: page.next !== undefined, since: since ?? null }] : []);
  return [
    ...queue('/admin/review', review, oldest?.reviewRequestedAt),
    ...queue('/admin/submissions', eligibility, eligibility?.items[0]?.proposedAt),
    ...queue('/admin/reports', reports, reports?.items[0]?.reportedAt),
    ...queue('/admin/decisions?appeals', appeals, appeals?.items[0]?.appeal?.filedAt),
    ...queue('/admin/awards', awards, awards?.items[0]?.announcedAt),
    ...queue('/admin/money', payouts, payouts?.items[0]?.since),
    ...queue('/admin/money#refunds', refunds, refunds?.items[0]?.since),
    ...queue('/admin/money#fundings', fundings, fundings?.items[0]?.since),
    ...queue('/admin/money#declarations', declarations, declarations?.items.map(({ askedAt }) => askedAt).sort()[0]),
    ...queue('/admin/outbox', outbox, outbox?.items[0]?.failedAt),
  ];
}

const titles: Readonly<Record<string, () => string>> = {
  '/admin/review': m.admin_queue_review, '/admin/submissions': m.admin_queue_eligibility, '/admin/reports': m.admin_queue_reports, '/admin/decisions?appeals': m.admin_queue_appeals, '/admin/awards': m.admin_queue_awards,
  '/admin/money': m.admin_queue_payouts, '/admin/money#refunds': m.admin_queue_refunds, '/admin/money#fundings': m.admin_queue_fundings, '/admin/money#declarations': m.admin_queue_declarations,
  '/admin/outbox': m.admin_queue_outbox,
};

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_title() }) }];

export default function Overview({ loaderData: queues }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.admin_title()}</h1>
      <ul className="queues">
        {queues.map(({ to, count, hasMore, since }) => (
          <li key={to} className="sheet">
            <h2><Link to={to}>{titles[to]!()}</Link></h2>
            <p className="band">{hasMore ? m.admin_more_than({ count }) : count}</p>
            {since ? <Facts items={[{ label: m.admin_oldest(), value: <When at={since} /> }]} /> : <p className="soft">{count === 0 ? m.admin_queue_empty() : ''}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}
