import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, after, hour } from '@app/kernel';
import { appealWaitsAlone, moderationAppealDecided } from '@app/identity';
import { Db, Due, eachDue, requestProblems, type Tx } from '@app/platform';
import { ModerationAppeal, ModerationDecision } from './decision.entity';
import { ModerationDecisions } from './decisions.service';
import { Measures } from './measures.service';
import { moderationAppealLifecycle, reportLifecycle } from './moderation.lifecycle';
import { mayDecide, mayDecideAppeal } from './moderation.policy';
import { problems } from './moderation.problems';
import { moderationNumbers } from './moderation.rules';
import { Report } from './report.entity';
import { type Matter, Sides } from './sides';

const dueAppeals = `select id, decision_id as "decisionId" from moderation_appeal where state = 'open' and due_at <= app_now()`;

/** Whoever was hit, or whose report was refused, is heard again, by somebody new. */
@Injectable()
export class ModerationAppeals {
  constructor(
    private readonly db: Db,
    private readonly decisions: ModerationDecisions,
    private readonly measures: Measures,
    private readonly sides: Sides,
  ) {}

  /** @throws notFound, appealTooLate, appealedAlready, wrongState */
  async file(actor: Actor, id: ModerationDecision['id'], text: string): Promise<void> {
    await this.db.change(actingAs(actor, 'person'), async (tx) => {
      const { decision, matter } = await this.decisions.locked(tx, id);
      if (!(await this.isAddressed(tx, actor, decision, matter))) throw requestProblems.notFound();
      if (await tx.findOne(ModerationAppeal, { decisionId: id })) throw problems.appealedAlready();
      if (tx.now >= decision.appealUntil) throw problems.appealTooLate({ appealUntil: decision.appealUntil.toISOString() });
      await tx.save(ModerationAppeal.filed(decision, actor.personId!, text, tx.now), { action: 'moderation_appeal.file' });
    });
  }

  /** Reversing undoes what the decision did, in the same change. @throws notFound, forbidden, ownMatter, sameDecider, wrongState */
  async decide(actor: Actor, id: ModerationDecision['id'], outcome: 'upheld' | 'reversed', reason: string): Promise<void> {
    await this.db.change(actor, async (tx) => {
      const { decision, matter } = await this.decisions.locked(tx, id);
      const appeal = await tx.lock(ModerationAppeal, { decisionId: id });
      if (!appeal) throw requestProblems.notFound();
      if (!mayDecide(actor, decision.subjectKind)) throw requestProblems.forbidden();
      if (!(await this.sides.isNeutral(tx, actor, matter))) throw problems.ownMatter();
      appeal.state = moderationAppealLifecycle.next(appeal.state, outcome === 'upheld' ? 'uphold' : 'reverse');
      const hasOthers = await this.decisions.hasOthers(tx, decision, matter);
      if (!mayDecideAppeal(actor, { decidedBy: decision.decidedBy, aloneFrom: appeal.aloneFrom, hasOthers }, tx.now)) throw problems.sameDecider({ aloneFrom: appeal.aloneFrom?.toISOString() });
      Object.assign(appeal, { decidedBy: actor.personId!, decidedAt: tx.now, reason, dueAt: null } satisfies Partial<ModerationAppeal>);
      await tx.save(appeal, { action: `moderation_appeal.${outcome}`, reason });
      if (outcome === 'reversed') await this.reverse(tx, decision, reason);
      tx.emit(moderationAppealDecided, { decisionId: id });
    });
  }

  /** Looks whether anybody but who decided may decide the appeal; where nobody may, both sides hear that the same person will, after a wait. */
  @Due('moderation.lone_appeals')
  async waitAlone(limit: number): Promise<number> {
    return eachDue<{ id: ModerationAppeal['id']; decisionId: ModerationDecision['id'] }>(this.db, 'moderation.lone_appeals', dueAppeals, limit, async (tx, { id, decisionId }) => {
      const { decision, matter } = await this.decisions.locked(tx, decisionId);
      const appeal = (await tx.lock(ModerationAppeal, id))!;
      if (appeal.state !== 'open' || appeal.dueAt === null || tx.now < appeal.dueAt) return false;
      const isAlone = !(await this.decisions.hasOthers(tx, decision, matter));
      const aloneFrom = after(tx.now, moderationNumbers.aloneHours * hour);
      Object.assign(appeal, isAlone ? { dueAt: null, aloneFrom } : { dueAt: after(tx.now, hour) });
      await tx.save(appeal, { action: isAlone ? 'moderation_appeal.wait_alone' : 'moderation_appeal.look_again' });
      if (isAlone) {
        await this.measures.allowAlone(tx, decision, aloneFrom);
        tx.emit(appealWaitsAlone, { decisionId });
      }
      return true;
    });
  }

  /** To whom the statement is addressed: whom the decision hits, or who reported what it refused. */
  async isAddressed(from: Db | Tx, actor: Actor, decision: ModerationDecision, { reportedBy }: Matter): Promise<boolean> {
    return decision.finding === 'breach' ? this.sides.isHit(from, actor, decision) : reportedBy === actor.personId;
  }

  /** A report that was refused wrongly is open again, and decided anew; unless it was made anew meanwhile. */
  private async reverse(tx: Tx, decision: ModerationDecision, reason: string): Promise<void> {
    await this.decisions.cease(tx, decision, 'reverse', reason);
    const report = decision.finding === 'no_breach' && (await tx.lock(Report, decision.reportId!));
    if (!report) return;
    const [again] = await tx.query(`select from report where reported_by = $1 and subject_kind = $2 and subject_id = $3 and state in ('open', 'awaiting_answer', 'heard')`, [report.reportedBy, report.subjectKind, report.subjectId]);
    if (again) return;
    report.state = reportLifecycle.next(report.state, 'reopen');
    report.decidedAt = null;
    await tx.save(report, { action: 'report.reopen', reason });
  }
}
