import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { after, type ChallengeId, day, latest, showId } from '@app/kernel';
import { CONFIG, type Config, Db, requestProblems, type Tx } from '@app/platform';
import { lastJudgingEnd, worstCase, type WorstCase } from './challenge.calendar';
import { Challenge } from './challenge.entity';
import { challengeLifecycle, pauseLifecycle, phaseLifecycle } from './challenge.lifecycle';
import type { CancelReason, Result, SponsorClosing } from './challenge.values';
import { challengeCancelled, challengeCompleted, challengeDecided, fundedChanged, phaseDecided } from './challenges.events';
import { assemble, type FullChallenge } from './full-challenge';
import { Pause } from './pause.entity';
import { clockOf } from './pause.rules';
import { Criterion, Phase, Prize } from './phase.entity';
import type { FrozenNumbers } from './rule-numbers';
import { PlatformRules } from './rule-settings.service';
import { RuleCard } from './rule-card.entity';

/**
 * What other modules ask about challenges and do to them. A method that takes `tx` joins the caller's transaction, and the
 * caller has locked the challenge (and then the phase) with `lock` and `lockPhase` before.
 */
@Injectable()
export class Challenges {
  constructor(
    private readonly db: Db,
    private readonly rules: PlatformRules,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  find(id: string): Promise<Challenge | undefined> {
    return this.db.findOne(Challenge, id);
  }

  /** Titles and addresses, by id, of those there are. */
  async named(ids: readonly string[]): Promise<Map<string, { id: string; title: string; slug: string }>> {
    const found = await this.db.query<{ id: ChallengeId; title: string; slug: string }>('select id, title, slug from challenge where id = any($1)', [ids]);
    return new Map(found.map(({ id, ...named }) => [id, { id: showId('challenge', id), ...named }]));
  }

  /** With phases, criteria and prizes, in order. */
  async full(id: string, from: Db | Tx = this.db): Promise<FullChallenge | undefined> {
    const challenge = await from.findOne(Challenge, id);
    return challenge && (await this.fullOf(challenge, from));
  }

  async fullOf(challenge: Challenge, from: Db | Tx = this.db): Promise<FullChallenge> {
    const parts = await this.partsOf(challenge.id, from);
    return assemble(challenge, parts.phases, parts.criteria, parts.prizes);
  }

  /** Phases, criteria and prizes as rows, to be changed. */
  async partsOf(challengeId: ChallengeId, from: Db | Tx): Promise<{ phases: Phase[]; criteria: Criterion[]; prizes: Prize[] }> {
    const phases = await from.find(Phase, { challengeId });
    const criteria = await from.find(Criterion, { phaseId: In(phases.map(({ id }) => id)) });
    return { phases, criteria, prizes: await from.find(Prize, { challengeId }) };
  }

  findPhase(id: string): Promise<Phase | undefined> {
    return this.db.findOne(Phase, id);
  }

  /** @throws notFound */
  async lock(tx: Tx, id: string, mode: 'update' | 'share' = 'update'): Promise<Challenge> {
    const challenge = await tx.lock(Challenge, id, mode);
    if (!challenge) throw requestProblems.notFound();
    return challenge;
  }

  /** Those of them there are, whole, and kept as they are meanwhile; in as many queries as for one. */
  async wholes(tx: Tx, ids: readonly string[]): Promise<FullChallenge[]> {
    const challenges = await tx.lockAll(Challenge, { id: In(ids as ChallengeId[]) }, 'share');
    const where = { challengeId: In(challenges.map(({ id }) => id)) };
    const [phases, prizes] = [await tx.find(Phase, where), await tx.find(Prize, where)];
    const criteria = await tx.find(Criterion, { phaseId: In(phases.map(({ id }) => id)) });
    return challenges.map((challenge) => assemble(challenge, phases.filter(({ challengeId }) => challengeId === challenge.id), criteria, prizes));
  }

  /** @throws notFound */
  async lockPhase(tx: Tx, id: string, mode: 'update' | 'share' = 'update'): Promise<Phase> {
    const phase = await tx.lock(Phase, id, mode);
    if (!phase) throw requestProblems.notFound();
    return phase;
  }

  /** By which time its deadlines run; asked after a phase was locked, since pauses move phases. */
  async clockOf(tx: Tx, challengeId: string): Promise<Date> {
    const [row] = await tx.query<{ pausedAt: Date | null }>('select paused_at as "pausedAt" from challenge where id = $1', [challengeId]);
    return clockOf(row!, tx.now);
  }

  /** Those that are over, in their order. */
  async pausesOf(challengeId: string, from: Db | Tx = this.db): Promise<Pause[]> {
    return (await from.find(Pause, { challengeId: challengeId as Challenge['id'], state: 'resumed' })).sort((a, b) => a.since.getTime() - b.since.getTime());
  }

  /** What is captured for the prizes of this challenge now, in minor units, without the fee; in any state. */
  async setFunded(tx: Tx, challengeId: string, amount: bigint): Promise<void> {
    const challenge = await this.locked(tx, challengeId);
    challenge.funded = amount;
    challenge.fundedAt = amount > 0n ? (challenge.fundedAt ?? tx.now) : null;
    await this.touch(tx, challenge, 'challenge.set_funded');
    tx.emit(fundedChanged, { challengeId });
  }

  /**
   * The phase is decided and its results appear at `resultsAt`. The last decision decides the challenge too: `outcome` is
   * whether anybody was awarded. Pass `isLast` also when nobody is left who could go on.
   */
  async phaseDecided(tx: Tx, phaseId: string, { resultsAt, isLast, outcome }: { resultsAt: Date; isLast: boolean; outcome: Result }): Promise<void> {
    const phase = (await tx.findOne(Phase, phaseId))!;
    const { challengeId } = phase;
    phase.state = phaseLifecycle.next(phase.state, 'decide');
    phase.resultsAt = resultsAt;
    await tx.save(phase, { action: 'phase.decide' });
    tx.emit(phaseDecided, { challengeId, phaseId });
    if (isLast) await this.decided(tx, challengeId, resultsAt, outcome);
    else await this.keepTimeOfLater(tx, phase, resultsAt);
  }

  /** The last decision is made, or none follows any more: the phases that were decided are all there is. */
  async decided(tx: Tx, challengeId: string, at: Date, outcome: Result): Promise<void> {
    const challenge = await this.locked(tx, challengeId);
    challenge.state = challengeLifecycle.next(challenge.state, 'decide');
    challenge.result = outcome;
    challenge.decidedAt = at;
    await this.touch(tx, challenge, 'challenge.decide');
    tx.emit(challengeDecided, { challengeId });
  }

  async isLastPhase(phase: Pick<Phase, 'challengeId' | 'position'>, from: Db | Tx = this.db): Promise<boolean> {
    const phases = await from.find(Phase, { challengeId: phase.challengeId });
    return phases.every(({ position }) => position <= phase.position);
  }

  /**
   * Judging of a phase goes on for as many days as it had, from now; later phases move by as much, so that nobody loses
   * time. Where money would then be held longer than the provider allows nothing changes. Returns whether it did.
   */
  async extendJudging(tx: Tx, challenge: Challenge, phase: Phase): Promise<boolean> {
    const delay = after(tx.now, challenge.judgingDays * day).getTime() - phase.judgingEndsAt!.getTime();
    const later = await this.laterPhases(tx, phase);
    const end = latest(phase.judgingEndsAt!, ...later.map(({ judgingEndsAt }) => judgingEndsAt!));
    const last = this.lastJudgingEndOf(challenge);
    if (last && after(end, delay) > last) return false;
    phase.judgingEndsAt = after(phase.judgingEndsAt!, delay);
    for (const one of later) move(one, delay);
    await tx.saveAll([phase, ...later], { action: 'phase.extend' });
    return true;
  }

  /**
   * Decided after the next phase should have opened: the later ones move by the delay, as far as money may still be held,
   * so that whoever goes on has the days they were promised.
   */
  private async keepTimeOfLater(tx: Tx, phase: Phase, resultsAt: Date): Promise<void> {
    const later = await this.laterPhases(tx, phase);
    const delay = resultsAt.getTime() - Math.min(...later.map(({ opensAt }) => opensAt!.getTime()));
    if (delay <= 0) return;
    const end = latest(...(later.map(({ judgingEndsAt }) => judgingEndsAt!) as [Date, ...Date[]]));
    const last = this.lastJudgingEndOf(await this.locked(tx, phase.challengeId));
    const room = last ? last.getTime() - end.getTime() : delay;
    const moved = Math.min(delay, Math.max(room, 0));
    for (const one of later) move(one, moved);
    await tx.saveAll(later, { action: 'phase.move' });
  }

  private async laterPhases(tx: Tx, { challengeId, position }: Phase): Promise<Phase[]> {
    return (await tx.find(Phase, { challengeId })).filter((one) => one.position > position);
  }

  /** Everything is paid and answered; `outcome` is whether anybody was awarded in the end, a share of an unreached prize included. */
  async complete(tx: Tx, challengeId: string, outcome: Result): Promise<void> {
    const challenge = await this.locked(tx, challengeId);
    challenge.state = challengeLifecycle.next(challenge.state, 'complete');
    challenge.completedAt = tx.now;
    challenge.result = outcome;
    await this.touch(tx, challenge, 'challenge.complete');
    tx.emit(challengeCompleted, { challengeId });
  }

  /** Ends it before a decision; who may, and what happens to money and entries, is for the caller to see to. */
  async cancel(tx: Tx, challengeId: string, reason: CancelReason, note: string | null): Promise<Challenge> {
    const challenge = await this.locked(tx, challengeId);
    challenge.state = challengeLifecycle.next(challenge.state, 'cancel');
    challenge.cancelledAt = tx.now;
    challenge.cancelReason = reason;
    challenge.cancelNote = note;
    await this.dropPause(tx, challenge);
    await this.touch(tx, challenge, 'challenge.cancel', note ?? reason);
    tx.emit(challengeCancelled, { challengeId });
    return challenge;
  }

  /** Its sponsor's people read nothing more that was not awarded, in any state; once. */
  async closeToSponsor(tx: Tx, challengeId: string, because: SponsorClosing): Promise<void> {
    const challenge = await this.locked(tx, challengeId);
    if (challenge.closedToSponsorAt) return;
    Object.assign(challenge, { closedToSponsorAt: tx.now, closedToSponsorBecause: because });
    await this.touch(tx, challenge, 'challenge.close_to_sponsor', because);
  }

  /** The newest version; undefined before the challenge opens. */
  async ruleCardOf(challengeId: string): Promise<RuleCard | undefined> {
    return (await this.ruleCardsOf(challengeId)).at(-1);
  }

  /** All versions, oldest first. */
  ruleCardsOf(challengeId: string): Promise<RuleCard[]> {
    return this.db.find(RuleCard, { challengeId: challengeId as ChallengeId }, { version: 'ASC' });
  }

  /** The numbers it goes by: its own from approval on, before that those of the platform. */
  async numbersOf(challengeId: string, from: Db | Tx = this.db): Promise<FrozenNumbers> {
    const challenge = await from.findOne(Challenge, challengeId);
    return challenge?.numbers ?? this.presentNumbers(from);
  }

  /** What would be frozen now. */
  async presentNumbers(from: Db | Tx = this.db): Promise<FrozenNumbers> {
    return { ...(await this.rules.numbers(from)), holdLimitDays: this.config.holdLimitDays };
  }

  /** How long its money may be held at worst; undefined while a phase has no end, or without money. */
  async worstCaseOf({ challenge, phases }: FullChallenge, now: Date): Promise<WorstCase | undefined> {
    if (challenge.bounty === 'none') return undefined;
    const numbers = challenge.numbers ?? (await this.presentNumbers());
    return worstCase(phases.map(({ closesAt }) => closesAt), challenge, numbers, challenge.fundedAt ?? now);
  }

  /** When judging must be over, so that its money is gone before the provider's limit; undefined where nothing was paid. */
  lastJudgingEndOf({ fundedAt, numbers }: Pick<Challenge, 'fundedAt' | 'numbers'>): Date | undefined {
    return fundedAt && numbers ? lastJudgingEnd(numbers, fundedAt) : undefined;
  }

  /** Saves with a new version, whatever changed. */
  async touch(tx: Tx, challenge: Challenge, action: string, reason?: string): Promise<void> {
    challenge.editedAt = latest(tx.now, after(challenge.editedAt, 1));
    await tx.save(challenge, { action, reason });
  }

  private async dropPause(tx: Tx, challenge: Challenge): Promise<void> {
    const pause = challenge.pausedAt ? await tx.lock(Pause, { challengeId: challenge.id, state: 'in_force' }) : undefined;
    if (!pause) return;
    Object.assign(challenge, { pausedAt: null, pausedBecause: null });
    await tx.save(Object.assign(pause, { state: pauseLifecycle.next(pause.state, 'drop'), endedAt: tx.now }));
  }

  private async locked(tx: Tx, id: string): Promise<Challenge> {
    const challenge = await tx.findOne(Challenge, id);
    if (!challenge) throw requestProblems.notFound();
    return challenge;
  }
}

/** All dates of a phase, later by `ms`. */
function move(phase: Phase, ms: number): void {
  Object.assign(phase, { opensAt: after(phase.opensAt!, ms), closesAt: after(phase.closesAt!, ms), judgingEndsAt: after(phase.judgingEndsAt!, ms) });
}
