import { Injectable, Logger } from '@nestjs/common';
import { systemActor } from '@app/kernel';
import { Db, DoesOutside, Due, eachDue, type Tx } from '@app/platform';
import { Books } from '../books.service';
import { Charge } from '../charge.entity';
import { Charges, type Effect } from '../charges.service';
import { Movement } from '../movement.entity';
import { Payee } from '../payee.entity';
import { Payees } from '../payees.service';
import { closeSession, lookAtCharge, lookAtPayee, payoutWaits, readProviderEvent, sendPayout, sendRefund } from '../payments.events';
import { payoutLifecycle } from '../payments.lifecycle';
import { Payout } from '../payout.entity';
import { PayoutSending } from '../payout-sending.service';
import { failureOf } from '../provider.errors';
import { Provider } from '../provider.service';
import { ProviderEvents } from '../provider-events.service';
import { RefundSending } from '../refund-sending.service';
import { nextReminder } from '../retry.rules';

const actor = systemActor('payments.tick');

/** Everything unfinished is a row with a time; the tick finds it again whatever became of queues and processes. */
@Injectable()
export class PaymentJobs {
  private readonly log = new Logger('Payments');

  constructor(
    private readonly db: Db,
    private readonly provider: Provider,
    private readonly books: Books,
    private readonly charges: Charges,
    private readonly payees: Payees,
    private readonly events: ProviderEvents,
    private readonly payouts: PayoutSending,
    private readonly refunds: RefundSending,
  ) {}

  @DoesOutside(readProviderEvent)
  readEvent({ providerEventId }: { providerEventId: string }): Promise<void> {
    return this.events.look(providerEventId);
  }

  @DoesOutside(sendPayout)
  sendPayout({ payoutId }: { payoutId: string }): Promise<void> {
    return this.payouts.send(payoutId);
  }

  @DoesOutside(sendRefund)
  sendRefund({ refundId }: { refundId: string }): Promise<void> {
    return this.refunds.send(refundId);
  }

  /** Nobody is to pay on this page any more. One that was paid or ran out is told by its own event. */
  @DoesOutside(closeSession)
  async closeSession({ sessionId }: { sessionId: string }): Promise<void> {
    await this.provider.stripe.checkout.sessions.expire(sessionId).catch((error: unknown) => {
      if (failureOf(error).kind !== 'refused') throw error;
    });
  }

  /** In case an event was lost: the provider is asked itself. */
  @DoesOutside(lookAtCharge)
  async lookAtCharge({ chargeId }: { chargeId: string }): Promise<void> {
    const charge = await this.db.findOne(Charge, chargeId);
    if (!charge?.sessionId && !charge?.chargeId) return;
    await this.look(() => (charge.chargeId ? this.charges.readCharge(charge.chargeId) : this.charges.readSession(charge.sessionId!)));
  }

  @DoesOutside(lookAtPayee)
  async lookAtPayee({ payeeId }: { payeeId: string }): Promise<void> {
    const payee = await this.db.findOne(Payee, payeeId);
    if (!payee?.accountId) return;
    await this.look(() => this.payees.readAccount(payee.accountId!));
  }

  @Due('payments.charges')
  dueCharges(limit: number): Promise<number> {
    return this.takeLooks('charge', limit, (tx, chargeId) => tx.enqueue(lookAtCharge, { chargeId }));
  }

  @Due('payments.payees')
  duePayees(limit: number): Promise<number> {
    return this.takeLooks('payee', limit, (tx, payeeId) => tx.enqueue(lookAtPayee, { payeeId }));
  }

  @Due('payments.payouts')
  duePayouts(limit: number): Promise<number> {
    return this.takeTries('payout', limit, `and not exists (select from payout_hold h where h.payout_id = payout.id and h.state = 'in_force')`, (tx, payoutId) => tx.enqueue(sendPayout, { payoutId }));
  }

  @Due('payments.refunds')
  dueRefunds(limit: number): Promise<number> {
    return this.takeTries('refund', limit, '', (tx, refundId) => tx.enqueue(sendRefund, { refundId }));
  }

  /** A payee may have become active between two transactions that did not see each other. */
  @Due('payments.admissions')
  dueAdmissions(limit: number): Promise<number> {
    return this.db.change(actor, async (tx) => {
      const found = await tx.query<{ id: string }>(
        `select p.id from payout p join payee y on y.organisation_id = p.organisation_id and y.status = 'active' where p.state = 'awaiting_payee' limit $1 for update of p skip locked`,
        [limit],
      );
      for (const { id } of found.sort((a, b) => (a.id < b.id ? -1 : 1))) {
        const payout = (await tx.lock(Payout, id))!;
        Object.assign(payout, { state: payoutLifecycle.next(payout.state, 'admit'), tryAt: tx.now });
        await tx.save(payout);
      }
      return found.length;
    });
  }

  /** A payee that cannot be paid is told that money waits. */
  @Due('payments.waiting')
  dueReminders(limit: number): Promise<number> {
    return eachDue<{ id: string }>(this.db, 'payments.waiting', `select id from payout where state = 'awaiting_payee' and remind_at <= app_now()`, limit, async (tx, { id }) => {
      const payout = await tx.lock(Payout, id);
      if (payout?.state !== 'awaiting_payee' || !payout.remindAt || payout.remindAt > tx.now) return false;
      payout.remindAt = nextReminder(payout.createdAt, tx.now);
      await tx.save(payout);
      tx.emit(payoutWaits, { payoutId: id, awardId: payout.awardId, subjectId: payout.subjectId });
      return true;
    });
  }

  /** The provider named the day for each movement of its balance; on that day pending becomes available here too. */
  @Due('payments.movements')
  dueMovements(limit: number): Promise<number> {
    return this.db.change(actor, async (tx) => {
      const due = await tx.query<{ id: string }>(
        `select id from provider_movement where settled_at is null and available_on <= app_now() order by available_on, id limit $1 for update skip locked`,
        [limit],
      );
      for (const { id } of due) {
        const movement = (await tx.lock(Movement, id))!;
        await this.books.settled(tx, movement);
        movement.settledAt = tx.now;
        await tx.save(movement);
      }
      return due.length;
    });
  }

  /** Where the provider does not answer the tick asks again by itself: no second queue of repetitions builds up. */
  private async look(read: () => Promise<Effect>): Promise<void> {
    const effect = await read().catch((error: unknown) => {
      const { kind, message } = failureOf(error);
      if (kind === 'refused') throw error;
      this.log.warn(`the provider could not be asked: ${message}`);
    });
    if (effect) await this.db.change(actor, effect);
  }

  private takeLooks(table: 'charge' | 'payee', limit: number, enqueue: (tx: Tx, id: string) => void): Promise<number> {
    return this.db.change(actor, async (tx) => {
      const due = await tx.query<{ id: string }>(
        `update ${table} set looks = looks + 1, look_at = app_now() + least(make_interval(mins => (2 ^ least(looks, 10))::int), interval '1 hour')
         where id in (select id from ${table} where look_at <= app_now() order by look_at limit $1 for update skip locked) returning id`,
        [limit],
      );
      for (const { id } of due) enqueue(tx, id);
      return due.length;
    });
  }

  /** Given out for a minute; the job itself decides whether it still has to be done, and by whom. */
  private takeTries(table: 'payout' | 'refund', limit: number, unless: string, enqueue: (tx: Tx, id: string) => void): Promise<number> {
    return this.db.change(actor, async (tx) => {
      const due = await tx.query<{ id: string }>(
        `update ${table} set try_at = app_now() + interval '1 minute'
         where id in (select id from ${table} where try_at <= app_now() ${unless} order by try_at limit $1 for update skip locked) returning id`,
        [limit],
      );
      for (const { id } of due) enqueue(tx, id);
      return due.length;
    });
  }
}
