import { share, sum } from '@app/kernel';

export interface Cost {
  bounty: bigint;
  /** On top of the bounty, rounded down. */
  fee: bigint;
  total: bigint;
}

/** What the sponsor pays, known before paying: all prizes, and the fee on their sum. Minor units. */
export function costOf(prizes: readonly { amount: bigint }[], feeBasisPoints: number): Cost {
  const bounty = sum(prizes.map(({ amount }) => amount));
  const fee = share(bounty, feeBasisPoints);
  return { bounty, fee, total: bounty + fee };
}

/** `neededForPhase` as SQL, of challenge `c` and a phase at `position`. */
export const neededSql = (position: string) => `(select coalesce(sum(z.amount), 0) from prize z join phase f on f.id = z.phase_id where z.challenge_id = c.id and f.position <= ${position})`;

/** How much must be captured before the phase at `position` may open: its prizes and those of all phases before it. */
export function neededForPhase(phases: readonly { position: number; prizes: readonly { amount: bigint }[] }[], position: number): bigint {
  return sum(phases.filter((phase) => phase.position <= position).flatMap(({ prizes }) => prizes.map(({ amount }) => amount)));
}
