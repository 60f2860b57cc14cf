import { Injectable } from '@nestjs/common';
import { showId } from '@app/kernel';
import { Db, Due, eachDue, On, type Tx } from '@app/platform';
import { Provenance } from '@app/provenance';
import type { Challenge } from './challenge.entity';
import { pauseLifecycle } from './challenge.lifecycle';
import { challengePaused, challengeResumed, fundedChanged } from './challenges.events';
import { mayPause } from './challenges.policy';
import { challengeProblems as problems } from './challenges.problems';
import { Challenges } from './challenges.service';
import { assemble } from './full-challenge';
import { Pause, type PauseTerms } from './pause.entity';
import { movedDates, pauseLength, pauseLimit } from './pause.rules';
import { Phase } from './phase.entity';
import { termsOf } from './rule-card';
import { RuleCard } from './rule-card.entity';

/** Stops the clock of a challenge, and lets it go on: whoever works on it loses no time. Who decides calls it in the transaction of the decision. */
@Injectable()
export class Pauses {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly provenance: Provenance,
  ) {}

  /** Nobody enters, hands in, asks or decides until it goes on. @throws notFound, ownOrganisation, notPausable */
  async pause(tx: Tx, challengeId: string, terms: PauseTerms): Promise<Pause> {
    const challenge = await this.challenges.lock(tx, challengeId);
    if (!mayPause(tx.actor, challenge.sponsorId)) throw problems.ownOrganisation();
    if (challenge.pausedAt || (challenge.state !== 'scheduled' && challenge.state !== 'open')) throw problems.notPausable({ state: challenge.state, isPaused: challenge.pausedAt !== null });
    const limitAt = pauseLimit(tx.now, await tx.find(Phase, { challengeId: challenge.id }), this.challenges.lastJudgingEndOf(challenge));
    const pause = await tx.save(Pause.of(challenge.id, terms, tx.actor.personId ?? null, tx.now, limitAt));
    Object.assign(challenge, { pausedAt: tx.now, pausedBecause: terms.reason });
    await this.challenges.touch(tx, challenge, 'challenge.pause', terms.note ?? terms.reason);
    tx.emit(challengePaused, { challengeId, pauseId: pause.id });
    return pause;
  }

  /** All that was ahead moves by the length of the pause, cut at the hold limit, and the rules say so in a new version. @throws notFound, ownOrganisation, notPaused */
  async resume(tx: Tx, challengeId: string, { note }: { note: string | null }): Promise<Pause> {
    const challenge = await this.challenges.lock(tx, challengeId);
    if (!mayPause(tx.actor, challenge.sponsorId)) throw problems.ownOrganisation();
    const pause = challenge.pausedAt ? await tx.lock(Pause, { challengeId: challenge.id, state: 'in_force' }) : undefined;
    if (!pause) throw problems.notPaused();
    const length = pauseLength(pause, tx.now);
    const phases = await tx.lockAll(Phase, { challengeId: challenge.id });
    for (const phase of phases) Object.assign(phase, movedDates(phase, length));
    await tx.saveAll(phases, { action: 'phase.move' });

    Object.assign(pause, { state: pauseLifecycle.next(pause.state, 'resume'), endedAt: tx.now, movedMs: BigInt(length) });
    await tx.save(pause);
    const current = phases.find(({ state }) => state === 'open') ?? (challenge.state === 'scheduled' ? phases.find(({ position }) => position === 1) : undefined);
    const opensAt = challenge.state === 'scheduled' && current ? current.opensAt : challenge.opensAt;
    Object.assign(challenge, { pausedAt: null, pausedBecause: null, opensAt, closesAt: current?.closesAt ?? challenge.closesAt });
    await this.challenges.touch(tx, challenge, 'challenge.resume', note ?? undefined);
    tx.emit(challengeResumed, { challengeId, pauseId: pause.id });
    if (length > 0) await this.amend(tx, challenge, phases);
    return pause;
  }

  /** The provider lets money be held no longer: what is paused goes on. */
  @Due('challenges.pauses')
  async resumeDue(limit: number): Promise<number> {
    return eachDue<{ id: string }>(this.db, 'challenges.pauses', `select challenge_id as id from pause where state = 'in_force' and limit_at <= app_now()`, limit, async (tx, { id }) => {
      const challenge = await this.challenges.lock(tx, id);
      const pause = challenge.pausedAt ? await tx.findOne(Pause, { challengeId: challenge.id, state: 'in_force' }) : undefined;
      if (!pause?.limitAt || pause.limitAt > tx.now) return false;
      await this.resume(tx, id, { note: null });
      return true;
    });
  }

  /** Holding begins with the first money, which may come while it is paused. */
  @On(fundedChanged)
  async limit({ challengeId }: { challengeId: string }, tx: Tx): Promise<void> {
    const challenge = await this.challenges.lock(tx, challengeId);
    const pause = challenge.pausedAt ? await tx.lock(Pause, { challengeId: challenge.id, state: 'in_force' }) : undefined;
    if (!pause) return;
    pause.limitAt = pauseLimit(pause.since, await tx.find(Phase, { challengeId: challenge.id }), this.challenges.lastJudgingEndOf(challenge));
    await tx.save(pause);
  }

  /** Later dates need nobody's consent. Locks the log, so it comes last. */
  private async amend(tx: Tx, challenge: Challenge, phases: readonly Phase[]): Promise<void> {
    const versions = (await tx.find(RuleCard, { challengeId: challenge.id })).map(({ version }) => version);
    if (versions.length === 0) return;
    const { criteria, prizes } = await this.challenges.partsOf(challenge.id, tx);
    const card = RuleCard.freeze(challenge.id, termsOf(assemble(challenge, phases, criteria, prizes), Math.max(...versions) + 1, challenge.numbers!), tx.now);
    card.recordSeq = (await this.provenance.append(tx, { type: 'rule_card', subject: showId('ruleCard', card.id), digest: card.hash })).seq;
    await tx.save(card);
  }
}
