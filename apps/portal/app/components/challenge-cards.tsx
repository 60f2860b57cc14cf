import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link } from 'react-router';
import { isToClose } from './challenge/standing';
import { Facts } from './facts';
import { Money } from './money';
import { ChallengeBadge } from './challenge-badge';
import { When } from './when';
import '~/theme/cards.css';

/** Challenges as a list of cards; the title is the one link of each. */
export function ChallengeCards({ challenges, heading: Heading = 'h3' }: { challenges: readonly View<'ListedChallengeView'>[]; heading?: 'h2' | 'h3' }) {
  return (
    <ul className="cards">
      {challenges.map((challenge) => (
        <li key={challenge.id} className="sheet">
          <p className="card-top">
            <ChallengeBadge challenge={challenge} />
            {challenge.topics.slice(0, 3).map((topic) => (
              <span key={topic} className="topic">{topic}</span>
            ))}
          </p>
          <Heading><Link to={`/challenges/${challenge.slug}`}>{challenge.title}</Link></Heading>
          {challenge.summary && <p className="card-summary">{challenge.summary}</p>}
          <p className="soft card-sponsor">{m.card_by({ sponsor: challenge.sponsor.name })}</p>
          <Facts
            items={[
              { label: m.card_prize(), value: challenge.bountyTotal ? <Money value={challenge.bountyTotal} /> : m.card_no_bounty() },
              { label: isToClose(challenge) ? m.card_closes() : m.card_closed(), value: challenge.state !== 'cancelled' && challenge.closesAt && <When at={challenge.closesAt} /> },
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
