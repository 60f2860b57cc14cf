import { type AwardState, isPending } from './award.lifecycle';

/** All that decides what becomes of the money nobody was awarded, and whether a challenge is over. */
export interface SettlingFacts {
  challengeState: string;
  /** Phases that are decided, and those of them whose awards are announced. */
  decided: number;
  announced: number;
  /** Whether anybody submitted anything, in any phase. */
  hasSubmissions: boolean;
  /** The results of some phase may still be objected to. */
  mayBeObjected: boolean;
  /** The sponsor has opened a submission and has not signed that it does not use what it read. */
  needsDeclaration: boolean;
  awards: readonly { state: AwardState }[];
  /** From the ledger: what is held for prizes, of that reserved, and the fee not yet earned. Minor units. */
  bounty: bigint;
  reserved: bigint;
  fee: bigint;
}

export type FeeToKeep = 'none' | 'part' | 'all';

/** What of the fee stays as things stand: all of it once somebody is awarded, a part when nobody is, nothing when nobody submitted or the challenge was cancelled. */
export function feeToKeep({ challengeState, hasSubmissions, awards }: Pick<SettlingFacts, 'challengeState' | 'hasSubmissions' | 'awards'>): FeeToKeep {
  if (challengeState === 'cancelled' || !hasSubmissions) return 'none';
  return awards.some(({ state }) => state === 'released' || isPending(state)) ? 'all' : 'part';
}

/** Of a fee not yet earned. */
export function percentKept(keep: FeeToKeep, { feeKeptWhenUnawardedPercent }: { feeKeptWhenUnawardedPercent: number }): number {
  return keep === 'all' ? 100 : keep === 'none' ? 0 : feeKeptWhenUnawardedPercent;
}

/** Whether an award that may yet be given up decides about the fee. */
export function dependsOnAwards({ challengeState, awards }: Pick<SettlingFacts, 'challengeState' | 'awards'>): boolean {
  return challengeState !== 'cancelled' && awards.some(({ state }) => isPending(state)) && !awards.some(({ state }) => state === 'released');
}

/**
 * Whether the rest goes back to the sponsor now, and what of the fee stays. Undefined while that is still open:
 * results may be objected to, and an award that may yet be given up decides about the fee.
 */
export function restToRefund(facts: SettlingFacts): FeeToKeep | undefined {
  if (facts.mayBeObjected) return undefined;
  if (facts.challengeState === 'cancelled') return facts.announced < facts.decided ? undefined : 'none';
  if (facts.bounty - facts.reserved === 0n && facts.fee === 0n) return undefined;
  if (facts.challengeState !== 'decided' && facts.challengeState !== 'completed') return undefined;
  if (facts.announced < facts.decided) return undefined;
  return dependsOnAwards(facts) ? undefined : feeToKeep(facts);
}

/** Something would go back now, and the sponsor has to declare first that it does not use what it read. */
export function waitsForDeclaration(facts: SettlingFacts): boolean {
  const feeToKeep = restToRefund(facts);
  const isLeft = facts.bounty > facts.reserved || (facts.fee > 0n && feeToKeep !== 'all');
  return facts.needsDeclaration && feeToKeep !== undefined && isLeft;
}

export type CompletionBlocker = 'not_decided' | 'awards_not_announced' | 'may_be_objected' | 'awards_pending' | 'not_declared' | 'bounty_held' | 'fee_unearned';

/** What keeps a decided challenge from being complete; payables that wait for their payee do not. */
export function completionBlockers(facts: SettlingFacts): CompletionBlocker[] {
  const found: [CompletionBlocker, boolean][] = [
    ['not_decided', facts.challengeState !== 'decided'],
    ['awards_not_announced', facts.announced < facts.decided],
    ['may_be_objected', facts.mayBeObjected],
    ['awards_pending', facts.awards.some(({ state }) => isPending(state))],
    ['not_declared', waitsForDeclaration(facts)],
    ['bounty_held', facts.bounty !== 0n],
    ['fee_unearned', facts.fee !== 0n],
  ];
  return found.filter(([, stands]) => stands).map(([name]) => name);
}
