import { Injectable } from '@nestjs/common';
import { after, day, type Id, type PayoutId } from '@app/kernel';
import { Pause, Pauses } from '@app/challenges';
import { type Suspendable, Suspension, Suspensions } from '@app/identity';
import { PayoutHold, PayoutHolds } from '@app/payments';
import type { Tx } from '@app/platform';
import { Questions, Threads } from '@app/threads';
import { Measure, type ModerationDecision } from './decision.entity';
import { problems } from './moderation.problems';
import { type MeasureKind, measureKinds, moderationNumbers } from './moderation.rules';

/** As modules that are stopped keep it, whose history all staff read: facts and reasons stay here. */
const code = 'moderation';

/** What decisions do: each measure is a fact of the module it stops, set and taken away there. */
@Injectable()
export class Measures {
  constructor(
    private readonly suspensions: Suspensions,
    private readonly pauses: Pauses,
    private readonly holds: PayoutHolds,
    private readonly questions: Questions,
    private readonly threads: Threads,
  ) {}

  /** @throws measureInForce, and what the module that is stopped refuses */
  async take(tx: Tx, decision: ModerationDecision, kinds: readonly MeasureKind[]): Promise<void> {
    for (const kind of measureKinds.filter((one) => kinds.includes(one))) {
      const targetId = targetOf(decision, kind);
      // the index refuses a second one at the same moment; who comes later is told here
      const [same] = await tx.query('select from measure where kind = $1 and target_id = $2 and undone_at is null', [kind, targetId]);
      if (same) throw problems.measureInForce();
      const factId = await this.set(tx, decision, kind, targetId);
      await tx.save(Measure.of({ decisionId: decision.id, kind, targetId, factId }), { reason: decision.ground });
    }
  }

  /** Each of them once, whoever asks. */
  async undo(tx: Tx, decision: ModerationDecision, reason: string): Promise<void> {
    for (const measure of await this.inForce(tx, decision)) {
      measure.undoneAt = tx.now;
      await tx.save(measure, { reason });
      await this.unset(tx, measure, reason);
    }
  }

  /** Once nobody else is there to, who held a payout may let it go after this. */
  async allowAlone(tx: Tx, decision: ModerationDecision, aloneFrom: Date): Promise<void> {
    const holds = (await this.inForce(tx, decision)).filter(({ kind }) => kind === 'hold_payout');
    for (const { factId } of holds) await this.holds.allowAlone(tx, factId as Id<'payoutHold'>, aloneFrom);
  }

  /** What it made is over by itself; answers whether anything else still holds. */
  async end(tx: Tx, decision: ModerationDecision, factId: string): Promise<boolean> {
    const measures = await this.inForce(tx, decision);
    const over = measures.filter((one) => one.factId === factId);
    for (const measure of over) measure.undoneAt = tx.now;
    await tx.saveAll(over, { action: 'measure.end' });
    return measures.length > over.length;
  }

  /** In the order in which what they stop is locked. */
  private async inForce(tx: Tx, { id }: ModerationDecision): Promise<Measure[]> {
    const measures = (await tx.lockAll(Measure, { decisionId: id })).filter(({ undoneAt }) => undoneAt === null);
    return measureKinds.flatMap((kind) => measures.filter((one) => one.kind === kind));
  }

  private async set(tx: Tx, { id, reportId, ground, endsAt }: ModerationDecision, kind: MeasureKind, targetId: string): Promise<string | null> {
    const terms = { reason: code, told: ground, decisionId: id };
    switch (kind) {
      case 'suspend_person':
      case 'suspend_organisation':
        return (await this.suspensions.suspend(tx, { ...terms, subject: { kind: kind === 'suspend_person' ? 'person' : 'organisation', id: targetId } as Suspendable, until: endsAt })).id;
      case 'pause_challenge':
        return (await this.pauses.pause(tx, targetId, { reason: reportId === null ? 'platform' : 'report', note: code })).id;
      case 'hold_payout':
        return (await this.holds.hold(tx, targetId as PayoutId, { ...terms, reviewAt: after(tx.now, moderationNumbers.holdReviewDays * day) })).id;
      default:
        await this.hide(tx, kind, targetId, true, ground);
        return null;
    }
  }

  /** What is over already, by its time or since the money could be held no longer, is left as it is. */
  private async unset(tx: Tx, { kind, targetId, factId }: Measure, reason: string): Promise<void> {
    if (kind === 'hide_question' || kind === 'hide_message') return this.hide(tx, kind, targetId, false, reason);
    if (kind === 'pause_challenge') {
      const pause = await tx.findOne(Pause, { id: factId as Id<'pause'>, state: 'in_force' });
      if (pause) await this.pauses.resume(tx, targetId, { note: code });
    } else if (kind === 'hold_payout') {
      const hold = await tx.findOne(PayoutHold, { id: factId as Id<'payoutHold'>, state: 'in_force' });
      if (hold) await this.holds.release(tx, hold.id, { reason: code });
    } else {
      const suspension = await tx.findOne(Suspension, { id: factId as Id<'suspension'>, state: 'in_force' });
      if (suspension) await this.suspensions.lift(tx, suspension.id, { reason: code });
    }
  }

  private hide(tx: Tx, kind: 'hide_question' | 'hide_message', targetId: string, isHidden: boolean, reason: string): Promise<void> {
    if (kind === 'hide_question') return this.questions.hide(tx, targetId as Id<'question'>, isHidden, reason);
    return this.threads.hide(tx, targetId as Id<'message'>, isHidden, reason);
  }
}

function targetOf({ subjectId, personId, organisationId }: ModerationDecision, kind: MeasureKind): string {
  if (kind === 'suspend_person') return personId!;
  return kind === 'suspend_organisation' ? organisationId! : subjectId;
}
