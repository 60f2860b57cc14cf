import { showId } from '@app/kernel';
import type { ContentManifest } from '@app/provenance';
import type { DecidedHow } from './decision.entity';
import type { Band } from '@app/submissions';
import type { Place } from './decision.rules';
import { type Ranking, type Scored, weightedTenths, type WeightedCriterion } from './scoring.rules';

/** What a decision says, as plain JSON: anybody with the scorecards can compute it again. No names; judges are numbers. */
export interface DecisionRecord {
  format: 'guildhall-decision-1';
  phase: string;
  how: DecidedHow;
  ruleCard: { version: number; hash: string } | null;
  passMark: number;
  method: Ranking['method'];
  decidedAt: string;
  submissions: { submission: string; rank: number; score: number | null; band: Band; scorecards: { judge: number; total: number; scores: Record<string, number> }[] }[];
  places: { prize: string; place: number; submission: string }[];
  /** A sponsor who chose freely says why. */
  reason: string | null;
}

/** What is hashed and recorded of a decision. */
export function decisionManifest(record: DecisionRecord): ContentManifest {
  return { fields: { ...record }, files: [] };
}

export interface DecisionFacts {
  phaseId: string;
  how: DecidedHow;
  ruleCard: { version: number; hash: string } | null;
  passMark: number;
  ranking: Ranking;
  bands: ReadonlyMap<string, Band>;
  /** `judge` is the seat's number as text. */
  scored: readonly Scored[];
  criteria: readonly WeightedCriterion[];
  places: readonly Place[];
  reason: string | null;
  decidedAt: Date;
}

export function decisionRecord(facts: DecisionFacts): DecisionRecord {
  return {
    format: 'guildhall-decision-1',
    phase: showId('phase', facts.phaseId),
    how: facts.how,
    ruleCard: facts.ruleCard,
    passMark: facts.passMark,
    method: facts.ranking.method,
    decidedAt: facts.decidedAt.toISOString(),
    submissions: facts.ranking.ranked.map(({ submission, rank, score }) => ({
      submission: showId('submission', submission),
      rank,
      score,
      band: facts.bands.get(submission)!,
      scorecards: facts.scored
        .filter((one) => one.submission === submission)
        .map((one) => ({
          judge: Number(one.judge),
          total: weightedTenths(one.scores, facts.criteria) / 10,
          scores: Object.fromEntries(Object.entries(one.scores).map(([criterion, score]) => [showId('criterion', criterion), score])),
        }))
        .sort((a, b) => a.judge - b.judge),
    })),
    places: facts.places.map(({ prize, place, submission }) => ({ prize: showId('prize', prize), place, submission: showId('submission', submission) })),
    reason: facts.reason,
  };
}
