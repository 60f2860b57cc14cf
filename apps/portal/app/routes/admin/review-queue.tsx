import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/review-queue';
import { EmptyQueue } from '~/admin/empty-queue';
import { lastDecided } from '~/admin/last-decided.server';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { Money } from '~/components/money';
import { Pager } from '~/components/pager';

export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const page = found(await apiFor(args).GET('/api/v1/admin/challenges', { params: { query: { state: 'in_review', after: search.get('after') ?? undefined } } }));
  const last = page.items.length === 0 ? await lastDecided(args, ['challenge.approve', 'challenge.request_changes']) : null;
  return { ...page, decided: search.get('decided'), last };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_review() }) }];

export default function ReviewQueue({ loaderData: { items, next, decided, last } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.admin_review()}</h1>
      {decided && <p className="notice" role="status">{decided === 'approve' ? m.review_approved() : m.review_returned()}</p>}
      {items.length === 0 && <EmptyQueue title={m.review_empty_title()} why={m.review_empty()} last={last} before="/admin/audit?action=challenge." />}
      <ul className="rows">
        {items.map(({ id, title, summary, sponsor, bountyTotal }) => (
          <li key={id} className="sheet">
            <h2><Link to={`/admin/review/${id}`}>{title}</Link></h2>
            {summary && <p>{summary}</p>}
            <Facts items={[{ label: m.review_sponsor(), value: <Link to={`/admin/organisations/${sponsor.id}`}>{sponsor.name}</Link> }, { label: m.card_prize(), value: bountyTotal ? <Money value={bountyTotal} /> : m.card_no_bounty() }]} />
          </li>
        ))}
      </ul>
      <Pager next={next} />
    </>
  );
}
