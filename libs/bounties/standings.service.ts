import { Injectable } from '@nestjs/common';
import { type PhaseId, readId } from '@app/kernel';
import type { Tx } from '@app/platform';
import { type Challenge, Challenges, type Phase, Prize } from '@app/challenges';
import { Decision, Decisions } from '@app/judging';
import { Award } from './award.entity';
import type { Placed } from './award.rules';
import type { BountyNumbers } from './numbers';

/** A phase with everything its awards depend on, read under the locks of challenge and phase. */
export interface Standing {
  challenge: Challenge;
  phase: Phase;
  /** Undefined where a cancelled challenge compensates who handed in here. */
  decision: Decision | undefined;
  places: readonly Placed[];
  prizes: readonly Prize[];
  /** Of this phase, in any state. */
  awards: readonly Award[];
  /** Submissions over the pass mark, best first. */
  passing: readonly string[];
  numbers: BountyNumbers;
}

/** How things stand with a phase. */
@Injectable()
export class Standings {
  constructor(
    private readonly challenges: Challenges,
    private readonly decisions: Decisions,
  ) {}

  /** Locks challenge, phase and the phase's awards, in this order: who holds them decides alone what becomes of the money. */
  async lock(tx: Tx, challengeId: string, phaseId: string): Promise<Standing> {
    const challenge = await this.challenges.lock(tx, challengeId);
    const phase = await this.challenges.lockPhase(tx, phaseId);
    const awards = await tx.lockAll(Award, { phaseId: phaseId as PhaseId });
    const decision = await tx.findOne(Decision, { phaseId: phaseId as PhaseId });
    const { places, passing } = decision ? await this.decisions.outcomeOf(tx, phaseId) : { places: [], passing: [] };
    return {
      challenge, phase, awards, decision, places,
      prizes: (await tx.find(Prize, { phaseId: phase.id })).sort((a, b) => a.position - b.position),
      passing: decision ? bestFirst(decision, new Set(passing)) : [],
      numbers: await this.challenges.numbersOf(challenge.id),
    };
  }
}

function bestFirst({ record }: Decision, passing: ReadonlySet<string>): string[] {
  const ranked = [...record.submissions].sort((a, b) => a.rank - b.rank);
  return ranked.map(({ submission }) => readId('submission', submission) as string).filter((id) => passing.has(id));
}
