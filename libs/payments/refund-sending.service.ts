import { Injectable, Logger } from '@nestjs/common';
import type Stripe from 'stripe';
import { after, readId, showId, systemActor } from '@app/kernel';
import { Db, type Tx } from '@app/platform';
import { Books } from './books.service';
import { Charge } from './charge.entity';
import { notOurs, type Effect } from './charges.service';
import { refundFailed, refundSucceeded } from './payments.events';
import { refundLifecycle } from './payments.lifecycle';
import { type Failure, failureOf } from './provider.errors';
import { Provider, transactionOf } from './provider.service';
import { Refund } from './refund.entity';
import { isKeyTrusted, lease, nextTry } from './retry.rules';

interface Order {
  refund: Refund;
  paymentIntentId: string;
  mustLook: boolean;
}

const actor = systemActor('payments.refunds');

/** Gives money back through the provider, by the same rules as payouts: commit, call, commit; one key per row. */
@Injectable()
export class RefundSending {
  private readonly log = new Logger('Refunds');

  constructor(
    private readonly db: Db,
    private readonly provider: Provider,
    private readonly books: Books,
  ) {}

  async send(refundId: string): Promise<void> {
    const order = await this.begin(refundId);
    if (!order) return;
    try {
      const told = order.refund.providerId ? await this.provider.stripe.refunds.retrieve(order.refund.providerId, expanded) : await this.refund(order);
      await this.db.change(actor, (tx) => this.accept(tx, refundId, told));
    } catch (error) {
      await this.stop(refundId, failureOf(error));
    }
  }

  /** Reads a refund again that the provider spoke of. */
  async readRefund(providerId: string): Promise<Effect> {
    const told = await this.provider.stripe.refunds.retrieve(providerId, expanded);
    const refundId = readId('refund', told.metadata?.refund);
    return refundId ? (tx) => this.accept(tx, refundId, told) : notOurs;
  }

  private begin(refundId: string): Promise<Order | undefined> {
    return this.db.change(actor, async (tx) => {
      const refund = await tx.lock(Refund, refundId);
      if (!refund || ['succeeded', 'failed'].includes(refund.state) || (refund.leasedUntil && refund.leasedUntil > tx.now)) return undefined;
      const mustLook = refund.keyUsedAt !== null && !isKeyTrusted(refund.keyUsedAt, tx.now);
      const leasedUntil = after(tx.now, lease);
      Object.assign(refund, { keyUsedAt: refund.keyUsedAt ?? tx.now, leasedUntil, tryAt: leasedUntil });
      if (refund.state !== 'pending') refund.state = refundLifecycle.next(refund.state, 'send');
      await tx.save(refund);
      const { paymentIntentId } = (await tx.findOne(Charge, refund.chargeRowId))!;
      return { refund, paymentIntentId: paymentIntentId!, mustLook };
    });
  }

  private async refund(order: Order): Promise<Stripe.Refund> {
    if (order.mustLook) {
      const found = await this.find(order);
      if (found) return found;
      await this.renewKey(order.refund);
    }
    try {
      return await this.create(order);
    } catch (error) {
      const { kind, code } = failureOf(error);
      if (code !== 'provider_error') throw error;
      const found = await this.find(order);
      if (found) return found;
      if (kind === 'stored') await this.renewKey(order.refund);
      throw error;
    }
  }

  private create({ refund, paymentIntentId }: Order): Promise<Stripe.Refund> {
    return this.provider.stripe.refunds.create(
      { payment_intent: paymentIntentId, amount: Number(refund.amount), metadata: { refund: showId('refund', refund.id) }, ...expanded },
      { idempotencyKey: refund.key },
    );
  }

  private async find({ refund, paymentIntentId }: Order): Promise<Stripe.Refund | undefined> {
    const wanted = showId('refund', refund.id);
    for await (const one of this.provider.stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100, expand: ['data.balance_transaction'] })) {
      if (one.metadata?.refund === wanted) return one;
    }
    return undefined;
  }

  private async renewKey(refund: Refund): Promise<void> {
    await this.db.change(actor, async (tx) => {
      const row = (await tx.lock(Refund, refund.id))!;
      Object.assign(row, { attempt: row.attempt + 1, keyUsedAt: tx.now });
      await tx.save(row);
      Object.assign(refund, { attempt: row.attempt });
    });
  }

  /** Books what the provider says now; it may come twice and late. */
  private async accept(tx: Tx, refundId: string, told: Stripe.Refund): Promise<string> {
    const refund = await tx.lock(Refund, refundId);
    if (!refund) return 'not ours';
    const before = refund.state;
    Object.assign(refund, { providerId: told.id, leasedUntil: null });
    if (told.status === 'succeeded') {
      if (before === 'succeeded' || before === 'failed') return 'nothing new';
      const transaction = transactionOf(told.balance_transaction, refund.currency)!;
      const opened = before === 'created' ? refundLifecycle.next(before, 'send') : before;
      Object.assign(refund, { state: refundLifecycle.next(opened, 'succeed'), providerTransactionId: transaction.id, succeededAt: tx.now, tryAt: null, failure: null });
      await tx.save(refund);
      await this.books.refundPaid(tx, refund, transaction);
      tx.emit(refundSucceeded, { refundId: refund.id, subjectId: refund.subjectId });
      return 'succeeded';
    }
    if (told.status === 'failed' || told.status === 'canceled') return before === 'failed' ? 'nothing new' : this.fail(tx, refund, told.failure_reason ?? told.status);
    if (before === 'succeeded' || before === 'failed') return 'nothing new';
    const opened = before === 'created' ? refundLifecycle.next(before, 'send') : before;
    Object.assign(refund, { state: refundLifecycle.next(opened, 'take'), failure: told.pending_reason ?? null, tries: refund.tries + 1, tryAt: nextTry(tx.now, refund.tries + 6) });
    await tx.save(refund);
    return 'pending';
  }

  /** Owed to the sponsor still; a person has to find another way. */
  private async fail(tx: Tx, refund: Refund, failure: string): Promise<string> {
    this.log.error(`refund ${refund.id} failed (${failure}): ${refund.amount} ${refund.currency} are still owed to the sponsor`);
    const wasPaid = refund.state === 'succeeded';
    const opened = refund.state === 'created' ? refundLifecycle.next(refund.state, 'send') : refund.state;
    Object.assign(refund, { state: refundLifecycle.next(opened, 'fail'), failure, failedAt: tx.now, tryAt: null, leasedUntil: null });
    await tx.save(refund);
    await this.books.refundFailed(tx, refund, wasPaid);
    tx.emit(refundFailed, { refundId: refund.id, subjectId: refund.subjectId });
    return 'failed';
  }

  private stop(refundId: string, failure: Failure): Promise<void> {
    this.log.warn(`refund ${refundId}: ${failure.kind}, ${failure.code}: ${failure.message}`);
    return this.db.change(actor, async (tx) => {
      const refund = (await tx.lock(Refund, refundId))!;
      if (refund.state === 'succeeded' || refund.state === 'failed') return;
      if (failure.kind === 'refused' && refund.state === 'sending') return void (await this.fail(tx, refund, failure.code));
      Object.assign(refund, { tries: refund.tries + 1, leasedUntil: null, failure: failure.code, tryAt: nextTry(tx.now, refund.tries) });
      await tx.save(refund);
    });
  }
}

const expanded = { expand: ['balance_transaction'] };
