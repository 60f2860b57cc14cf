import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/awards';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { Money } from '~/components/money';
import { Pager } from '~/components/pager';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { awardKindText, prizeOf } from '~/work/words';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const after = new URL(args.request.url).searchParams.get('after') ?? undefined;
  return found(await apiFor(args).GET('/api/v1/me/awards', { params: { query: { after } } }));
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.awards_title() }) }];

export default function Awards({ loaderData: { items, next } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.awards_title()}</h1>
      {items.length === 0 && <EmptyState title={m.awards_empty_title()} why={m.awards_empty()} action={<Link to="/settings/payouts">{m.awards_empty_action()}</Link>} />}
      <ul className="rows">
        {items.map((award) => (
          <li key={award.id} className="sheet">
            <p className="badges"><StateBadge state={award.state} /></p>
            <h2><Link to={`/awards/${award.id}`}>{m.award_title({ prize: prizeOf(award), challenge: award.challengeTitle })}</Link></h2>
            <Facts
              items={[
                { label: m.award_amount(), value: award.amount ? <Money value={award.amount} /> : m.award_selection() },
                { label: m.award_kind(), value: awardKindText(award.kind) },
                { label: m.award_lost_on(), value: award.lostAt && <When at={award.lostAt} /> },
                { label: m.award_answer_by(), value: award.state === 'announced' && award.respondBy && <When at={award.respondBy} /> },
              ]}
            />
          </li>
        ))}
      </ul>
      <Pager next={next} />
    </>
  );
}
