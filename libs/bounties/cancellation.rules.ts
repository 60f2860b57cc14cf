import { share, splitByWeights } from '@app/kernel';
import { goingOn } from '@app/submissions';

/** The last thing an entry handed in, and where. */
export interface LastWork {
  state: string;
  band: string | null;
  /** Of its phase. */
  position: number;
}

/**
 * Whether cancelling takes something from an entry: it handed in and nobody said yet what became of it, or it went on to a
 * later phase that has not closed. `lastClosed`: position of the last phase that takes no more submissions, 0 before.
 */
export function isInTheRunning({ state, band, position }: LastWork, lastClosed: number): boolean {
  if (state === 'submitted' || state === 'under_review') return true;
  return state === 'judged' && goingOn.some((word) => word === band) && position === lastClosed;
}

export interface CancelledMoney {
  /** All prizes together, as promised. */
  bountyTotal: bigint;
  /** From the ledger: what is held for prizes, of that what awards keep, and the fee not yet earned. */
  held: bigint;
  reserved: bigint;
  fee: bigint;
  /** Entries that are compensated. */
  entries: number;
}

export interface CancellationEffect {
  /** Stays for awards of phases that are decided. */
  kept: bigint;
  /** What each entry gets, the largest first; as many as are compensated, or none where nothing is held. */
  shares: bigint[];
  /** Back to the sponsor: what is neither kept nor shared, and the whole fee. */
  returned: bigint;
  feeReturned: bigint;
}

/** Where the money of a challenge goes that is cancelled now. The compensation is a part of the whole bounty, but never more than is there. */
export function effectOf({ bountyTotal, held, reserved, fee, entries }: CancelledMoney, shareBasisPoints: number): CancellationEffect {
  const free = held - reserved;
  const due = entries === 0 ? 0n : share(bountyTotal, shareBasisPoints);
  const compensation = due < free ? due : free;
  const shares = compensation === 0n ? [] : splitByWeights(compensation, Array<number>(entries).fill(1)).filter((amount) => amount > 0n);
  return { kept: reserved, shares, returned: free - compensation, feeReturned: fee };
}
