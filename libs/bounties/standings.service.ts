import { Injectable } from '@nestjs/common';
import { type PhaseId, readId } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Agreements } from '@app/agreements';
import { type Challenge, Challenges, Phase, Prize } from '@app/challenges';
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
    private readonly agreements: Agreements,
  ) {}

  /** Locks challenge, phase and the phase's awards, in this order: who holds them decides alone what becomes of the money. */
  async lock(tx: Tx, challengeId: string, phaseId: string): Promise<Standing> {
    const challenge = await this.challenges.lock(tx, challengeId);
    const phase = await this.challenges.lockPhase(tx, phaseId);
    const awards = await tx.lockAll(Award, { phaseId: phaseId as PhaseId });
    await this.move(tx, challenge, awards);
    const decision = await tx.findOne(Decision, { phaseId: phaseId as PhaseId });
    const { places, passing } = decision ? await this.decisions.outcomeOf(tx, phaseId) : { places: [], passing: [] };
    return {
      challenge, phase, awards, decision, places,
      prizes: (await tx.find(Prize, { phaseId: phase.id })).sort((a, b) => a.position - b.position),
      passing: decision ? bestFirst(decision, new Set(passing)) : [],
      numbers: await this.challenges.numbersOf(challenge.id),
    };
  }

  /** The challenge went on after a pause: the clocks of all its awards do. Harmless to repeat. */
  async resume(tx: Tx, challengeId: string): Promise<void> {
    const challenge = await this.challenges.lock(tx, challengeId);
    await tx.lockAll(Phase, { challengeId: challenge.id });
    await this.move(tx, challenge, await tx.lockAll(Award, { challengeId: challenge.id }));
  }

  /** Who looks at awards sees them as they are after every pause, also before the event of its end has come. */
  private async move(tx: Tx, challenge: Challenge, awards: readonly Award[]): Promise<void> {
    if (!awards.some(({ isPending }) => isPending)) return;
    const pauses = await this.challenges.pausesOf(challenge.id, tx);
    const numbers = await this.challenges.numbersOf(challenge.id);
    for (const award of awards) {
      const isMoved = pauses.filter((pause) => award.resume(pause, numbers)).length > 0;
      if (!isMoved) continue;
      await tx.save(award, { action: 'award.resume' });
      if (award.state === 'accepted' && !award.signedAt) await this.agreements.renew(tx, award.id, award.respondBy);
    }
  }
}

function bestFirst({ record }: Decision, passing: ReadonlySet<string>): string[] {
  const ranked = [...record.submissions].sort((a, b) => a.rank - b.rank);
  return ranked.map(({ submission }) => readId('submission', submission) as string).filter((id) => passing.has(id));
}
