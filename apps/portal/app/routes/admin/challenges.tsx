import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/challenges';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { isToClose } from '~/components/challenge/standing';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { Money } from '~/components/money';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';

const states = ['open', 'scheduled', 'approved', 'draft', 'decided', 'completed', 'cancelled'] as const;
type Shown = (typeof states)[number];
const names: Readonly<Record<Shown, () => string>> = { open: m.state_open, scheduled: m.state_scheduled, approved: m.state_approved, draft: m.state_draft, decided: m.state_decided, completed: m.state_completed, cancelled: m.state_cancelled };
const whyNone: Readonly<Record<Shown, () => string>> = {
  open: m.admin_challenges_none_open, scheduled: m.admin_challenges_none_scheduled, approved: m.admin_challenges_none_approved, draft: m.admin_challenges_none_draft,
  decided: m.admin_challenges_none_decided, completed: m.admin_challenges_none_completed, cancelled: m.admin_challenges_none_cancelled,
};

/** Challenges in one state, the oldest first; what waits for review has a page of its own. */
export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const state = states.find((one) => one === search.get('state')) ?? 'open';
  return { state, page: found(await apiFor(args).GET('/api/v1/admin/challenges', { params: { query: { state, after: search.get('after') ?? undefined } } })) };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_challenges() }) }];

export default function Challenges({ loaderData: { state, page: { items, next } } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.admin_challenges()}</h1>
      <nav aria-label={m.admin_challenges_states()}>
        <ul className="guide-nav">{states.map((one) => <li key={one}><Link to={`?state=${one}`} aria-current={one === state ? 'page' : undefined}>{names[one]()}</Link></li>)}</ul>
      </nav>
      {items.length === 0 && <EmptyState title={m.admin_challenges_none_title()} why={whyNone[state]()} action={<Link to="/admin/review">{m.admin_queue_review()}</Link>} />}
      <ul className="rows">
        {items.map(({ id, title, sponsor, bountyTotal, phaseState, closesAt }) => (
          <li key={id} className="sheet">
            <h2><Link to={`/admin/challenges/${id}/cancellation`}>{title}</Link></h2>
            <Facts items={[{ label: m.review_sponsor(), value: <Link to={`/admin/organisations/${sponsor.id}`}>{sponsor.name}</Link> }, { label: m.card_prize(), value: bountyTotal ? <Money value={bountyTotal} /> : m.card_no_bounty() }, { label: isToClose({ state, phaseState }) ? m.card_closes() : m.card_closed(), value: state !== 'cancelled' && closesAt && <When at={closesAt} /> }]} />
          </li>
        ))}
      </ul>
      <Pager next={next} />
    </>
  );
}
