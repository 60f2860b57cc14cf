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
  /** Of what is released: sent by the provider. */
  paid: bigint;
}

/** Compensation is of no prize in particular: shown as taken from the first prizes that have room. */
export function withCompensation(prizes: readonly PrizeFacts[], compensation: Omit<PrizeFacts, 'amount'>): PrizeFacts[] {
  let { released, reserved, paid } = compensation;
  return prizes.map((prize) => {
    const room = prize.amount - prize.reserved - prize.released;
    const more = least(released, room);
    const kept = least(reserved, room - more);
    const sent = least(paid, more);
    [released, reserved, paid] = [released - more, reserved - kept, paid - sent];
    return { amount: prize.amount, released: prize.released + more, reserved: prize.reserved + kept, paid: prize.paid + sent };
  });
}

/**
 * Lays what was captured over the prizes, in the order in which phases open. Once the rest went back to the sponsor, what
 * was neither reserved nor released of a prize is `returned`; before that it is `left`.
 */
export function moneyByPrize(prizes: readonly Omit<PrizeFacts, 'paid'>[], captured: bigint, isRestReturned: boolean): PrizeMoney[] {
  let open = captured;
  return prizes.map(({ amount, reserved, released }) => {
    const covered = least(open, amount);
    open -= covered;
    const rest = covered - reserved - released;
    return { promised: amount, captured: covered, reserved, released, returned: isRestReturned ? rest : 0n, left: isRestReturned ? 0n : rest };
  });
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
