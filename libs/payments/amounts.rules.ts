import { share, splitByWeights, sum } from '@app/kernel';

/** The provider takes at most 999 999.99 a charge, whatever the currency. */
export const largestCharge = 99_999_999n;

/**
 * The charges that carry a bounty and its fee: as few as possible, equal within one minor unit, each with its share of the
 * fee, so that every charge bears the provider's fee for itself.
 */
export function splitIntoCharges(bounty: bigint, fee: bigint): { bounty: bigint; fee: bigint }[] {
  const total = bounty + fee;
  const count = Number((total + largestCharge - 1n) / largestCharge);
  const amounts = splitByWeights(total, Array<number>(count).fill(1));
  const bounties = splitByWeights(bounty, amounts.map(Number));
  return amounts.map((amount, at) => ({ bounty: bounties[at]!, fee: amount - bounties[at]! }));
}

export interface Source<Id> {
  id: Id;
  left: bigint;
}

/** Takes `amount` from the sources in their order, as much as each has left. Nothing is taken of zero. @throws RangeError when they are short. */
export function takeInOrder<Id>(amount: bigint, sources: readonly Source<Id>[]): { id: Id; amount: bigint }[] {
  if (amount < 0n) throw new RangeError('cannot take a negative amount');
  let missing = amount;
  const taken = sources.map(({ id, left }) => {
    const part = left < missing ? left : missing;
    missing -= part;
    return { id, amount: part };
  });
  if (missing > 0n) throw new RangeError(`the sources are short of ${missing}`);
  return taken.filter((one) => one.amount > 0n);
}

/** One amount per organisation, without zeros, in the order they were first named. */
export function mergeShares<Id extends string>(shares: readonly { organisationId: Id; amount: bigint }[]): { organisationId: Id; amount: bigint }[] {
  if (shares.some(({ amount }) => amount < 0n)) throw new RangeError('a share cannot be negative');
  const ids = [...new Set(shares.map(({ organisationId }) => organisationId))];
  return ids
    .map((organisationId) => ({ organisationId, amount: sum(shares.filter((one) => one.organisationId === organisationId).map(({ amount }) => amount)) }))
    .filter(({ amount }) => amount > 0n);
}

/** Lays parts and sources over one another, both in order: which part takes how much of which source. Their sums must be equal. */
export function layOver<A, B>(parts: readonly { id: A; amount: bigint }[], sources: readonly { id: B; amount: bigint }[]): { part: A; source: B; amount: bigint }[] {
  const left = sources.map(({ id, amount }) => ({ id, left: amount }));
  const laid = parts.flatMap(({ id: part, amount }) => {
    const taken = takeInOrder(amount, left);
    for (const one of taken) left.find(({ id }) => id === one.id)!.left -= one.amount;
    return taken.map(({ id: source, amount: much }) => ({ part, source, amount: much }));
  });
  if (left.some((one) => one.left > 0n)) throw new RangeError('the parts are less than the sources');
  return laid;
}

/** What of an unearned fee is kept, rounded down. */
export function feeKept(unearned: bigint, percent: number): bigint {
  return share(unearned, percent * 100);
}
