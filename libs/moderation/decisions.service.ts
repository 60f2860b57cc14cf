import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { type Actor, after, day, type PayloadOf } from '@app/kernel';
import { challengeCancelled, challengeResumed } from '@app/challenges';
import { moderationLifted, statementGiven, suspensionLifted } from '@app/identity';
import { PayoutHold, paymentsProblems } from '@app/payments';
import { Db, On, requestProblems, type Tx } from '@app/platform';
import { Measure, ModerationDecision } from './decision.entity';
import { Measures } from './measures.service';
import { moderationDecisionLifecycle, reportLifecycle } from './moderation.lifecycle';
import { mayDecide, mayDecideAppeal } from './moderation.policy';
import { problems } from './moderation.problems';
import { type Finding, heardGrounds, type MeasureKind, measuresOf, moderationNumbers, roleFor, type SubjectKind, timedMeasures } from './moderation.rules';
import { Report } from './report.entity';
import { Reports } from './reports.service';
import { type Matter, Sides } from './sides';
import { type Found, Subjects } from './subjects.service';

export interface Reasons {
  finding: Finding;
  ground: string;
  facts: string;
  measures: readonly MeasureKind[];
  /** Until it ends by itself; null until it is lifted. */
  days?: number | null;
}

/** The one way by which staff stop or hide anything: a decision with a statement of reasons for whoever it hits. */
@Injectable()
export class ModerationDecisions {
  constructor(
    private readonly db: Db,
    private readonly reports: Reports,
    private readonly subjects: Subjects,
    private readonly sides: Sides,
    private readonly measures: Measures,
  ) {}

  /** On a report. @throws notFound, forbidden, ownMatter, wrongState, notHeard, sameDecider, measure, measureInForce */
  onReport(actor: Actor, id: Report['id'], reasons: Reasons): Promise<ModerationDecision> {
    return this.db.change(actor, async (tx) => {
      const report = await this.reports.decidable(tx, actor, id);
      if (!(await this.isNew(tx, actor, report))) throw problems.sameDecider();
      report.state = reportLifecycle.next(report.state, 'decide');
      if (reasons.finding === 'breach' && heardGrounds.includes(report.ground) && report.askedAt === null) throw problems.notHeard();
      report.decidedAt = tx.now;
      await tx.save(report, { action: 'report.decide', reason: reasons.facts });
      const { subjectKind, subjectId, challengeId, personId, organisationId, entryId } = report;
      return this.give(tx, reasons, { subjectKind, subjectId, challengeId, personId, organisationId, entryId, reportId: id });
    });
  }

  /** What staff found themselves. @throws notFound, forbidden, ownMatter, measure, measureInForce */
  async onOwnInitiative(actor: Actor, kind: SubjectKind, publicId: string, reasons: Omit<Reasons, 'finding'>): Promise<ModerationDecision> {
    return this.db.change(actor, async (tx) => {
      const { id, challengeId, personId, organisationId, entryId } = await this.decidable(actor, kind, publicId, tx);
      return this.give(tx, { ...reasons, finding: 'breach' }, { subjectKind: kind, subjectId: id, challengeId, personId, organisationId, entryId, reportId: null });
    });
  }

  /** Something these staff may decide on. @throws notFound, forbidden, ownMatter */
  async decidable(actor: Actor, kind: SubjectKind, publicId: string, from: Db | Tx = this.db): Promise<Found> {
    if (!mayDecide(actor, kind)) throw requestProblems.forbidden();
    const found = await this.subjects.existing(kind, publicId);
    if (!(await this.sides.isNeutral(from, actor, { ...found, reportedBy: null, recordSeq: null }))) throw problems.ownMatter();
    return found;
  }

  /** Staff take it back. @throws notFound, forbidden, ownMatter, nothingToLift, releasedByAnother, wrongState */
  lift(actor: Actor, id: ModerationDecision['id'], reason: string): Promise<ModerationDecision> {
    return this.db.change(actor, async (tx) => {
      const { decision, matter } = await this.locked(tx, id);
      if (!mayDecide(actor, decision.subjectKind)) throw requestProblems.forbidden();
      if (!(await this.sides.isNeutral(tx, actor, matter))) throw problems.ownMatter();
      if (decision.finding === 'no_breach') throw problems.nothingToLift();
      if (!(await this.mayUndo(tx, actor, decision, matter, tx.now))) throw paymentsProblems.releasedByAnother();
      await this.cease(tx, decision, 'lift', reason);
      tx.emit(moderationLifted, { decisionId: id });
      return decision;
    });
  }

  @On(suspensionLifted)
  suspensionEnded({ suspensionId, how }: PayloadOf<typeof suspensionLifted>, tx: Tx): Promise<void> {
    return this.followEnd(tx, suspensionId, how === 'ended');
  }

  @On(challengeResumed)
  pauseEnded({ pauseId }: PayloadOf<typeof challengeResumed>, tx: Tx): Promise<void> {
    return this.followEnd(tx, pauseId);
  }

  /** Its pause goes with it. */
  @On(challengeCancelled)
  async challengeGone({ challengeId }: PayloadOf<typeof challengeCancelled>, tx: Tx): Promise<void> {
    const pause = await tx.findOne(Measure, { kind: 'pause_challenge', targetId: challengeId, undoneAt: IsNull() });
    if (pause) await this.followEnd(tx, pause.factId!);
  }

  /** It holds no more, and with it goes what it did. */
  async cease(tx: Tx, decision: ModerationDecision, how: 'lift' | 'reverse' | 'end', reason: string, overAt = tx.now): Promise<void> {
    decision.state = moderationDecisionLifecycle.next(decision.state, how);
    const by = how === 'end' ? { overBy: null, overBecause: null } : { overBy: tx.actor.personId!, overBecause: reason };
    Object.assign(decision, { overAt, ...by });
    await tx.save(decision, { action: `moderation_decision.${how}`, reason });
    await this.measures.undo(tx, decision, reason);
  }

  /** Whether anybody but who decided may decide about it again. */
  async hasOthers(from: Db | Tx, { role, decidedBy }: ModerationDecision, matter: Matter): Promise<boolean> {
    return (await this.sides.eligible(from, role, matter)).some((id) => id !== decidedBy);
  }

  /** Whose decision on a report an appeal reversed does not decide it anew, while there is anybody whose was not. */
  async isNew(from: Db | Tx, { personId }: Actor, report: Report): Promise<boolean> {
    const before = new Set((await from.find(ModerationDecision, { reportId: report.id, state: 'reversed' })).map(({ decidedBy }) => decidedBy as string));
    return !before.has(personId!) || (await this.sides.eligible(from, roleFor(report.subjectKind), report)).every((id) => before.has(id));
  }

  /** Two people decide that a held payout goes; the same person does once an appeal, or its day of review, has waited in vain for somebody else. */
  async mayUndo(from: Db | Tx, actor: Actor, decision: ModerationDecision, matter: Matter, now: Date): Promise<boolean> {
    const hold = await from.findOne(PayoutHold, { decisionId: decision.id, state: 'in_force' });
    if (!hold) return true;
    return mayDecideAppeal(actor, { decidedBy: hold.placedBy, aloneFrom: hold.aloneFrom, hasOthers: await this.hasOthers(from, decision, matter) }, now);
  }

  /** @throws notFound */
  async locked(tx: Tx, id: ModerationDecision['id']): Promise<{ decision: ModerationDecision; matter: Matter }> {
    const decision = await tx.lock(ModerationDecision, id);
    if (!decision) throw requestProblems.notFound();
    return { decision, matter: await this.matterOf(tx, decision) };
  }

  async matterOf(from: Db | Tx, { personId, organisationId, entryId, challengeId, reportId }: ModerationDecision): Promise<Matter> {
    const report = reportId === null ? undefined : await from.findOne(Report, reportId);
    return { personId, organisationId, entryId, challengeId, reportedBy: report?.reportedBy ?? null, recordSeq: report?.recordSeq ?? null };
  }

  /** What stopped something is over by itself: so is the decision, unless something else that it did still holds. */
  private async followEnd(tx: Tx, factId: string, isByTime = false): Promise<void> {
    const measure = await tx.findOne(Measure, { factId, undoneAt: IsNull() });
    const decision = measure && (await tx.lock(ModerationDecision, measure.decisionId));
    if (decision?.state !== 'in_force') return;
    if (await this.measures.end(tx, decision, factId)) return;
    // by its time: then, and not when that was noticed
    await this.cease(tx, decision, 'end', decision.ground, isByTime ? decision.endsAt! : tx.now);
    tx.emit(moderationLifted, { decisionId: decision.id });
  }

  private async give(tx: Tx, { finding, ground, facts, measures, days }: Reasons, about: Pick<ModerationDecision, 'subjectKind' | 'subjectId' | 'challengeId' | 'personId' | 'organisationId' | 'entryId' | 'reportId'>): Promise<ModerationDecision> {
    requireFitting(about.subjectKind, finding, measures, days);
    const decision = ModerationDecision.made({
      ...about, finding, ground, facts, role: roleFor(about.subjectKind) as 'moderator', decidedBy: tx.actor.personId!, decidedAt: tx.now,
      appealUntil: after(tx.now, moderationNumbers.appealDays * day), endsAt: days === undefined || days === null ? null : after(tx.now, days * day),
    });
    await tx.save(decision, { action: 'moderation_decision.make', reason: facts });
    await this.measures.take(tx, decision, measures);
    tx.emit(statementGiven, { decisionId: decision.id });
    return decision;
  }
}

/** @throws measure */
function requireFitting(kind: SubjectKind, finding: Finding, measures: readonly MeasureKind[], days: number | null | undefined): void {
  const fits = finding === 'breach' ? measures.every((one) => measuresOf(kind).includes(one)) : measures.length === 0;
  if (!fits) throw problems.measure({ errors: [{ pointer: '/measures', code: 'measure', detail: 'does not fit what was found, or what it is about' }] });
  const isTimed = measures.some((one) => timedMeasures.includes(one));
  if (isTimed && days === undefined) throw problems.measure({ errors: [{ pointer: '/days', code: 'required', detail: 'has to be said: so many days, or null until it is lifted' }] });
  if (typeof days === 'number' && !isTimed) throw problems.measure({ errors: [{ pointer: '/days', code: 'no_end', detail: 'is only for what may end by itself' }] });
}
