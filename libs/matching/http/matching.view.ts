import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { type MatchPlace, matchPlaces } from '../matching.rules';
import type { RecommendedRow } from '../recommendations.queries';

const mostReasons = 8;

export class MatchingView {
  /** Whether the organisation wants to be matched with challenges */
  isOn: boolean;

  static of({ isOn }: MatchingView): MatchingView {
    return Object.assign(new MatchingView(), { isOn });
  }
}

/** A word of the challenge that the profile or past work shares */
export class ReasonView {
  word: string;
  /** What it adds to the score */
  weight: number;
}

export class RecommendationView {
  challengeId: string;
  slug: string;
  title: string;
  summary: string | null;
  sponsorName: string;
  /** Until when the first phase takes submissions */
  closesAt: string;
  /** Your place on the challenge’s list of matched solvers: one of the best, or kept for the unexpected; null: not on it */
  @ApiProperty({ enum: matchPlaces, nullable: true, type: String })
  place: MatchPlace | null;
  /** 0 to 1: how near the challenge is to what is known of you; comparable across challenges */
  score: number;
  /** The strongest first, at most 8; the score is the sum of all */
  reasons: ReasonView[];

  static of({ id, slug, title, summary, sponsorName, closesAt, place, score, reasons }: RecommendedRow): RecommendationView {
    return Object.assign(new RecommendationView(), {
      challengeId: showId('challenge', id), slug, title, summary, sponsorName, closesAt: closesAt.toISOString(), place, score,
      reasons: reasons.slice(0, mostReasons).map((reason) => Object.assign(new ReasonView(), reason)),
    });
  }
}

/** Challenges that suit an organisation, the nearest first; at most 20 */
export class RecommendationListView {
  /** Whether the organisation wants to be matched; if not, the list is empty */
  isOn: boolean;
  items: RecommendationView[];

  static of({ isOn, rows }: { isOn: boolean; rows: readonly RecommendedRow[] }): RecommendationListView {
    return Object.assign(new RecommendationListView(), { isOn, items: rows.map((row) => RecommendationView.of(row)) });
  }
}

/** How many solvers a challenge was matched with; who they are, nobody is told */
export class MatchedView {
  solvers: number;

  static of(solvers: number): MatchedView {
    return Object.assign(new MatchedView(), { solvers });
  }
}
