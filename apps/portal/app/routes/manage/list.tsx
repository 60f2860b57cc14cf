import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/list';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { isToClose } from '~/components/challenge/standing';
import { EmptyState } from '~/components/empty-state';
import { Money } from '~/components/money';
import { Pager } from '~/components/pager';
import { ChallengeBadge } from '~/components/challenge-badge';
import { When } from '~/components/when';
import '~/theme/draft.css';

/** All challenges of the organisations one belongs to, drafts too; each organisation has pages of its own. */
export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const search = new URL(args.request.url).searchParams;
  const { memberships } = found(await api.GET('/api/v1/me'));
  const groups = await Promise.all(
    memberships.map(async ({ organisation }) => {
      const after = `after.${organisation.id}`;
      const { items, next } = found(await api.GET('/api/v1/organisations/{id}/challenges', { params: { path: { id: organisation.id }, query: { limit: 50, after: search.get(after) ?? undefined } } }));
      return { organisation, challenges: items, after, next };
    }),
  );
  return { groups: groups.filter(({ organisation, challenges }) => challenges.length > 0 || organisation.kind !== 'sole_trader') };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.manage_title() }) }];

export default function ManageList({ loaderData: { groups } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.manage_title()}</h1>
      {groups.length === 0 && <EmptyState title={m.manage_none_title()} why={m.manage_none()} action={<Link to="/post">{m.nav_post()}</Link>} />}
      {groups.map(({ organisation, challenges, after, next }) => (
        <section key={organisation.id} aria-labelledby={organisation.id} style={{ marginBottom: '2.5rem' }}>
          <h2 id={organisation.id}>{organisation.name}</h2>
          {challenges.length === 0 ? (
            <EmptyState heading="h3" title={m.manage_none_title()} why={m.manage_none()} action={<Link to="/post">{m.nav_post()}</Link>} />
          ) : (
            <ul className="plain-list">{challenges.map((challenge) => <Row key={challenge.id} challenge={challenge} />)}</ul>
          )}
          <Pager next={next} param={after} of={organisation.name} />
        </section>
      ))}
    </>
  );
}

export const isBeforeOpening = (state: string) => ['draft', 'in_review', 'approved', 'scheduled'].includes(state);

function Row({ challenge }: { challenge: View<'ListedChallengeView'> }) {
  const { id, slug, title, state, closesAt, bountyTotal } = challenge;
  return (
    <li>
      <ChallengeBadge challenge={challenge} /> <Link to={isBeforeOpening(state) ? `/drafts/${id}` : `/manage/${slug}/overview`}>{title}</Link>
      <span className="soft">
        {bountyTotal && bountyTotal.amount > 0 && <> · <Money value={bountyTotal} /></>}
        {closesAt && state !== 'cancelled' && <> · {isToClose(challenge) ? m.card_closes() : m.card_closed()} <When at={closesAt} /></>}
      </span>
    </li>
  );
}
