import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { after, type AwardId, type ChallengeId, type Currency, type EntryId, type Id, latest, newId, type PersonId, type PhaseId, type SubmissionId } from '@app/kernel';
import type { AgreementProgress } from '@app/agreements';
import type { Pause } from '@app/challenges';
import { AmountColumn, Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import { type AwardNumbers, nextStep, timesAfterPause, timesOf } from './award.clock.rules';
import { awardLifecycle, type AwardState, isLive, isPending, putBack } from './award.lifecycle';
import type { AwardKind, PlannedAward } from './award.rules';

/** A prize, or part of one, for one entry. In a challenge without money it is a selection: amount 0, no currency. */
@Entity()
@Lockable('award')
@Audited('kind', 'place', 'amount', 'respondBy', 'releaseFrom', 'releasedAt', 'lostAt')
export class Award {
  @PrimaryColumn('uuid') id: AwardId;
  @Column('uuid') challengeId: ChallengeId;
  @Column('uuid') phaseId: PhaseId;
  /** Null for a compensation. */
  @Column('uuid', { nullable: true }) prizeId: Id<'prize'> | null;
  @Column('text') kind: AwardKind;
  @Column('int', { nullable: true }) place: number | null;
  @Column('uuid') entryId: EntryId;
  @Column('uuid') submissionId: SubmissionId;
  @AmountColumn() amount: bigint;
  @Column('text', { nullable: true }) currency: Currency | null;
  @StateColumn(awardLifecycle) state: AwardState;
  @Column('text', { nullable: true }) contestedFrom: AwardState | null;
  /** Why it was given up, contested or annulled. */
  @Column('text', { nullable: true }) reason: string | null;
  @InstantColumn() announcedAt: Date;
  /** The first instant that is too late to answer; null where nobody is asked. */
  @InstantColumn({ nullable: true }) respondBy: Date | null;
  @InstantColumn() releaseFrom: Date;
  @InstantColumn({ nullable: true }) remindedAt: Date | null;
  @InstantColumn({ nullable: true }) acceptedAt: Date | null;
  @Column('uuid', { nullable: true }) acceptedBy: PersonId | null;
  /** When its recipient signed the agreement about it. */
  @InstantColumn({ nullable: true }) signedAt: Date | null;
  @InstantColumn({ nullable: true }) releasedAt: Date | null;
  /** When it was given up, lapsed or was annulled. */
  @InstantColumn({ nullable: true }) lostAt: Date | null;
  /** When staff looked at what was contested and found nothing wrong: that check is not repeated. */
  @InstantColumn({ nullable: true }) clearedAt: Date | null;
  /** The end of the last pause of its challenge that its times have moved for. */
  @InstantColumn({ nullable: true }) resumedAt: Date | null;
  /** From when the sponsor's days to sign count, where a pause moved that. */
  @InstantColumn({ nullable: true }) signsFrom: Date | null;
  /** When the tick looks at it next. */
  @InstantColumn({ nullable: true }) dueAt: Date | null;
  /** Its place in the tamper-evident log. */
  @Column('int', { nullable: true }) recordSeq: number | null;
  @VersionColumn() version: number;

  get isLive(): boolean {
    return isLive(this.state);
  }

  get isPending(): boolean {
    return isPending(this.state);
  }

  static announced(planned: PlannedAward, about: Pick<Award, 'challengeId' | 'phaseId' | 'entryId' | 'currency'> & { resultsAt: Date }, numbers: AwardNumbers, now: Date): Award {
    const { resultsAt, ...ids } = about;
    const award = Object.assign(new Award(), {
      id: newId('award'), ...ids, ...planned, ...timesOf(planned.kind, now, resultsAt, numbers), state: awardLifecycle.states[0]!, contestedFrom: null, reason: null,
      remindedAt: null, acceptedAt: null, acceptedBy: null, signedAt: null, releasedAt: null, lostAt: null, clearedAt: null, resumedAt: null, signsFrom: null, dueAt: null, recordSeq: null,
    });
    award.schedule(numbers);
    return award;
  }

  /** Says when the tick looks at it again; call it after every change. */
  schedule(numbers: Pick<AwardNumbers, 'responseDays' | 'sponsorSignsDays'>): void {
    this.dueAt = nextStep(this, numbers)?.at ?? null;
  }

  /** Its challenge went on after a pause: what it had ahead moves, once for each. Returns whether that was news. */
  resume({ since, endedAt, movedMs }: Pick<Pause, 'since' | 'endedAt' | 'movedMs'>, numbers: AwardNumbers): boolean {
    if (!this.isPending || endedAt! <= latest(this.announcedAt, this.resumedAt ?? this.announcedAt)) return false;
    Object.assign(this, timesAfterPause(this, { since, until: after(since, Number(movedMs)) }), { resumedAt: endedAt });
    if (this.state !== 'contested') this.schedule(numbers);
    return true;
  }

  /** Stops it until a human has looked at it. @throws WrongState */
  contest(reason: string): void {
    const from = this.state;
    this.state = awardLifecycle.next(from, 'contest');
    Object.assign(this, { contestedFrom: from, reason, dueAt: null });
  }

  /** A human found nothing wrong: it goes on where it was stopped, and who was being asked has the whole time again. @throws WrongState */
  putBack(numbers: AwardNumbers, now: Date): void {
    this.state = awardLifecycle.next(this.state, putBack[this.contestedFrom ?? 'announced']!);
    Object.assign(this, { contestedFrom: null, reason: null, clearedAt: now });
    if (this.state === 'announced' && this.respondBy) this.respondBy = timesOf(this.kind, now, now, numbers).respondBy;
    this.schedule(numbers);
  }

  /** The agreement about it has come further: its recipient has signed, and perhaps it is in force. What staff look at goes on from there later. */
  agreed({ recipientSignedAt, isInForce }: AgreementProgress, numbers: AwardNumbers): void {
    this.signedAt = recipientSignedAt;
    if (isInForce && this.state === 'accepted') this.state = awardLifecycle.next(this.state, 'sign');
    if (isInForce && this.contestedFrom === 'accepted') this.contestedFrom = 'signed';
    if (this.state !== 'contested') this.schedule(numbers);
  }

  /** The recipient has it no more. @throws WrongState */
  lose(verb: 'decline' | 'lapse' | 'annul', reason: string | null, now: Date): void {
    this.state = awardLifecycle.next(this.state, verb);
    Object.assign(this, { contestedFrom: null, reason, lostAt: now, dueAt: null });
  }

  release(now: Date): void {
    this.state = awardLifecycle.next(this.state, 'release');
    Object.assign(this, { releasedAt: now, dueAt: null });
  }
}
