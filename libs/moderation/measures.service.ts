import { Injectable } from '@nestjs/common';
import type { Id } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Questions, Threads } from '@app/threads';
import { Measure, type ModerationDecision } from './decision.entity';
import { problems } from './moderation.problems';
import { type MeasureKind, measureKinds } from './moderation.rules';

/** What decisions do: each measure is a fact of the module it stops, set and taken away there. */
@Injectable()
export class Measures {
  constructor(
    private readonly questions: Questions,
    private readonly threads: Threads,
  ) {}

  /** @throws measureInForce, and what the module that is stopped refuses */
  async take(tx: Tx, decision: ModerationDecision, kinds: readonly MeasureKind[]): Promise<void> {
    for (const kind of measureKinds.filter((one) => kinds.includes(one))) {
      const targetId = decision.subjectId;
      // the index refuses a second one at the same moment; who comes later is told here
      const [same] = await tx.query('select from measure where kind = $1 and target_id = $2 and undone_at is null', [kind, targetId]);
      if (same) throw problems.measureInForce();
      await tx.save(Measure.of({ decisionId: decision.id, kind, targetId }), { reason: decision.ground });
      await this.set(tx, kind, targetId, true, decision.ground);
    }
  }

  /** Each of them once, whoever asks. */
  async undo(tx: Tx, decision: ModerationDecision, reason: string): Promise<void> {
    const measures = await tx.lockAll(Measure, { decisionId: decision.id });
    for (const kind of measureKinds) {
      const measure = measures.find((one) => one.kind === kind && one.undoneAt === null);
      if (!measure) continue;
      measure.undoneAt = tx.now;
      await tx.save(measure, { reason });
      await this.set(tx, kind, measure.targetId, false, reason);
    }
  }

  private set(tx: Tx, kind: MeasureKind, targetId: string, isOn: boolean, reason: string): Promise<void> {
    if (kind === 'hide_question') return this.questions.hide(tx, targetId as Id<'question'>, isOn, reason);
    return this.threads.hide(tx, targetId as Id<'message'>, isOn, reason);
  }
}
