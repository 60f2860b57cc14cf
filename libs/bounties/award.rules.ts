import { splitByWeights } from '@app/kernel';
import { noAwardEffect } from '@app/judging';

/** `stipend`, `milestone`, `fee` and `compensation` have their places; who they go to comes with later modules. */
export const awardKinds = ['placement', 'milestone', 'stipend', 'fee', 'split', 'compensation'] as const;
export type AwardKind = (typeof awardKinds)[number];

export interface PrizeTerms {
  id: string;
  kind: string;
  place: number | null;
  /** Minor units; 0 where the bounty is `none`. */
  amount: bigint;
}

/** Who was decided to take a placement. */
export interface Placed {
  prizeId: string;
  submissionId: string;
}

export interface PlannedAward {
  /** Null for a compensation: it is a part of the bounty as a whole. */
  prizeId: string | null;
  kind: AwardKind;
  place: number | null;
  submissionId: string;
  amount: bigint;
}

/** `extend_once` comes before a decision; once there is one, what nobody reached is split. */
export type NoAwardRule = 'split' | 'refund' | 'extend_once';

export interface DecidedPhase {
  prizes: readonly PrizeTerms[];
  places: readonly Placed[];
  /** Submissions over the pass mark, best first. */
  passing: readonly string[];
  noAwardRule: NoAwardRule | null;
}

/** Every award a decision means: one per placement, and shares of the prizes nobody reached where the rule says so. */
export function awardsOf({ prizes, places, passing, noAwardRule }: DecidedPhase): PlannedAward[] {
  const placements = places.map(({ prizeId, submissionId }) => {
    const prize = prizes.find(({ id }) => id === prizeId)!;
    return { prizeId, kind: 'placement' as const, place: prize.place, submissionId, amount: prize.amount };
  });
  const unreached = prizes.filter(({ id }) => !places.some(({ prizeId }) => prizeId === id));
  const unplaced = passing.filter((submission) => !places.some(({ submissionId }) => submissionId === submission));
  return [...placements, ...unreached.flatMap((prize) => sharesOf(prize, unplaced, noAwardRule))];
}

/**
 * What becomes of a prize nobody reached: equal shares for those who passed and hold no place, best first where a unit is left
 * over; nothing where the sponsor gets it back, also because there is nobody. A judge's fee is never for those who were judged.
 */
export function sharesOf(prize: PrizeTerms, unplaced: readonly string[], rule: NoAwardRule | null): PlannedAward[] {
  if (prize.kind === 'fee' || noAwardEffect(rule, unplaced.length) !== 'split') return [];
  const amounts = splitByWeights(prize.amount, Array<number>(unplaced.length).fill(1));
  return unplaced.map((submissionId, at) => ({ prizeId: prize.id, kind: 'split' as const, place: null, submissionId, amount: amounts[at]! })).filter(({ amount }) => amount > 0n);
}

export interface EarlierAward {
  prizeId: string | null;
  submissionId: string;
  kind: AwardKind;
  isLive: boolean;
}

/**
 * Who is offered a placement that its winner gave up: the best who passed and was not placed yet. What others hold stays
 * theirs, since it may be paid already. Undefined when nobody is left, or the prize was offered anew often enough.
 */
export function nextInLine(prizeId: string, earlier: readonly EarlierAward[], passing: readonly string[], fallbacks: number): string | undefined {
  const placements = earlier.filter(({ kind }) => kind === 'placement');
  const offered = placements.filter((award) => award.prizeId === prizeId).length;
  if (offered > fallbacks) return undefined;
  return passing.find((submission) => !placements.some(({ submissionId }) => submissionId === submission));
}

/** After the last fallback: the no-award rule, for those who hold no place and did not give this prize up themselves. */
export function sharesAfterFallback(prize: PrizeTerms, earlier: readonly EarlierAward[], passing: readonly string[], rule: NoAwardRule | null): PlannedAward[] {
  const left = passing.filter((submission) => !earlier.some((award) => award.submissionId === submission && (award.prizeId === prize.id || (award.kind === 'placement' && award.isLive))));
  return sharesOf(prize, left, rule);
}

/** How much of a prize its awards would exceed it; 0 when all is well. */
export function excessOf(prize: PrizeTerms, live: readonly { amount: bigint }[]): bigint {
  const total = live.reduce((taken, { amount }) => taken + amount, 0n);
  return total > prize.amount ? total - prize.amount : 0n;
}
