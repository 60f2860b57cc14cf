import { ApiProperty } from '@nestjs/swagger';
import { type Currency, showId } from '@app/kernel';
import { challengeLifecycle, phaseLifecycle } from '../challenge.lifecycle';
import { challengeKinds, entryKinds, results } from '../challenge.values';
import type { ListedChallenge } from '../challenges.queries';
import { MoneyView } from './challenge.view';
import { PausedView } from './paused.view';

export class ListedSponsorView {
  id: string;
  name: string;
  slug: string;
  country: string;
}

/** A challenge as lists show it. */
export class ListedChallengeView {
  id: string;
  slug: string;
  title: string;
  summary: string | null;
  topics: string[];

  @ApiProperty({ enum: challengeLifecycle.states })
  state: string;

  /** Of the phase that is open or in judging, else of the next one; `decided` when all are */
  @ApiProperty({ enum: phaseLifecycle.states })
  phaseState: string;

  @ApiProperty({ enum: results, nullable: true })
  result: string | null;

  @ApiProperty({ enum: challengeKinds })
  kind: string;

  @ApiProperty({ enum: entryKinds })
  entry: string;

  /** Sum of all prizes; null where there is no bounty, or no currency yet */
  bountyTotal: MoneyView | null;
  opensAt: string | null;
  closesAt: string | null;
  paused: PausedView | null;
  sponsor: ListedSponsorView;

  static of(row: ListedChallenge): ListedChallengeView {
    const { id, slug, title, summary, topics, state, phaseState, result, kind, entry, currency, bountyTotal, opensAt, closesAt, pausedAt, pausedBecause, sponsorId, sponsorName, sponsorSlug, sponsorCountry } = row;
    return {
      id: showId('challenge', id), slug, title, summary, topics, state, phaseState, result, kind, entry,
      bountyTotal: currency === null ? null : { amount: bountyTotal, currency: currency as Currency }, opensAt, closesAt,
      paused: pausedAt === null ? null : { since: pausedAt, reason: pausedBecause! },
      sponsor: { id: showId('organisation', sponsorId), name: sponsorName, slug: sponsorSlug, country: sponsorCountry },
    };
  }
}

export class ChallengePageView {
  items: ListedChallengeView[];
  /** Cursor of the next page; left out at the end */
  next?: string;
}
