import { Injectable } from '@nestjs/common';
import { after, day, hour, type Id } from '@app/kernel';
import { holdWaitsAlone } from '@app/identity';
import { PayoutHolds } from '@app/payments';
import { Db, Due, eachDue } from '@app/platform';
import type { ModerationDecision } from './decision.entity';
import { ModerationDecisions } from './decisions.service';
import { moderationNumbers } from './moderation.rules';

const dueHolds = `select id, decision_id as "decisionId" from payout_hold where state = 'in_force' and due_at <= app_now()`;

/** A held payout is not forgotten where nobody appeals: by its day of review somebody is there who may let it go. */
@Injectable()
export class HoldReviews {
  constructor(
    private readonly db: Db,
    private readonly decisions: ModerationDecisions,
    private readonly holds: PayoutHolds,
  ) {}

  /** Where nobody but who placed it may let it go, its payee hears that the same person may, after a wait; else that is asked again a day later. */
  @Due('moderation.lone_holds')
  async waitAlone(limit: number): Promise<number> {
    return eachDue<{ id: Id<'payoutHold'>; decisionId: ModerationDecision['id'] }>(this.db, 'moderation.lone_holds', dueHolds, limit, async (tx, { id, decisionId }) => {
      const { decision, matter } = await this.decisions.locked(tx, decisionId);
      if (!(await this.holds.isDue(tx, id))) return false;
      if (await this.decisions.hasOthers(tx, decision, matter)) {
        await this.holds.askAgain(tx, id, after(tx.now, day));
      } else {
        await this.holds.allowAlone(tx, id, after(tx.now, moderationNumbers.aloneHours * hour));
        tx.emit(holdWaitsAlone, { decisionId });
      }
      return true;
    });
  }
}
