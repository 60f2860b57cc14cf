import type { Challenge } from './challenge.entity';
import type { PhaseState } from './challenge.lifecycle';
import type { Criterion, Phase, Prize } from './phase.entity';

/** A phase with what hangs on it, in order. */
export interface FullPhase extends Phase {
  readonly criteria: readonly Criterion[];
  readonly prizes: readonly Prize[];
}

/** A challenge with its phases, in order. */
export interface FullChallenge {
  readonly challenge: Challenge;
  readonly phases: readonly FullPhase[];
}

export function assemble(challenge: Challenge, phases: readonly Phase[], criteria: readonly Criterion[], prizes: readonly Prize[]): FullChallenge {
  return {
    challenge,
    phases: inOrder(phases).map((phase) => ({
      ...phase,
      criteria: inOrder(criteria.filter(({ phaseId }) => phaseId === phase.id)),
      prizes: inOrder(prizes.filter(({ phaseId }) => phaseId === phase.id)),
    })),
  };
}

/** Of the first phase that is not decided, `decided` when all are; in a list it is the query that says so. */
export function phaseStateOf(phases: readonly Pick<Phase, 'state'>[]): PhaseState {
  return phases.find(({ state }) => state !== 'decided')?.state ?? 'decided';
}

function inOrder<T extends { position: number }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => a.position - b.position);
}
