import { type Currency, share, smallestCharge } from '@app/kernel';

export type FundingBlocker = 'noBounty' | 'notApproved' | 'tooLate' | 'nothingLeft' | 'outOfRange';

export interface FundingFacts {
  state: string;
  bounty: string;
  currency: Currency | null;
  bountyTotal: bigint;
  /** Captured for its prizes so far. */
  funded: bigint;
}

const beforeApproval = ['draft', 'in_review'];
/** Money that came for terms which are not the present ones: the sponsor changed them, or their currency, while somebody paid. */
export function isForOtherTerms(funding: { currency: string }, { state, currency }: { state: string; currency: string | null }): boolean {
  return beforeApproval.includes(state) || funding.currency !== currency;
}

const fundable = ['approved', 'scheduled', 'open'];

/** What one payment for prizes may be: as much as the provider takes, and never so much that a rest is left which it would not take. */
export function payable({ currency, bountyTotal, funded }: Pick<FundingFacts, 'currency' | 'bountyTotal' | 'funded'>): { least: bigint; left: bigint } {
  return { least: currency ? smallestCharge[currency] : 1n, left: bountyTotal - funded };
}

/** The first thing that stands in the way of paying `wanted` (default: everything not yet funded) in. */
export function fundingBlocker(facts: FundingFacts, wanted?: bigint): FundingBlocker | undefined {
  const { state, bounty } = facts;
  if (bounty === 'none') return 'noBounty';
  if (beforeApproval.includes(state)) return 'notApproved';
  if (!fundable.includes(state)) return 'tooLate';
  const { least, left } = payable(facts);
  if (left <= 0n) return 'nothingLeft';
  if (wanted === undefined || wanted === left) return undefined;
  return wanted < least || wanted > left - least ? 'outOfRange' : undefined;
}

/** The fee on a part of the bounty: the parts of a bounty paid in several steps bear together what it would have borne at once. */
export function feeOfPart(funded: bigint, amount: bigint, feeBasisPoints: number): bigint {
  return share(funded + amount, feeBasisPoints) - share(funded, feeBasisPoints);
}

export interface PrizeMoney {
  promised: bigint;
  captured: bigint;
  reserved: bigint;
  released: bigint;
  returned: bigint;
  left: bigint;
}

export interface PrizeFacts {
  amount: bigint;
  reserved: bigint;
  released: bigint;
}

/**
 * Lays what was captured over the prizes, in the order in which phases open. Once the rest went back to the sponsor, what
 * was neither reserved nor released of a prize is `returned`; before that it is `left`.
 */
export function moneyByPrize(prizes: readonly PrizeFacts[], captured: bigint, isRestReturned: boolean): PrizeMoney[] {
  let open = captured;
  return prizes.map(({ amount, reserved, released }) => {
    const covered = open < amount ? open : amount;
    open -= covered;
    const rest = covered - reserved - released;
    return { promised: amount, captured: covered, reserved, released, returned: isRestReturned ? rest : 0n, left: isRestReturned ? 0n : rest };
  });
}
