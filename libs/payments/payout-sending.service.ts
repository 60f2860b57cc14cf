import { Injectable, Logger } from '@nestjs/common';
import type Stripe from 'stripe';
import { after, readId, showId, systemActor } from '@app/kernel';
import { Db, type Tx } from '@app/platform';
import { contentDigest, Provenance } from '@app/provenance';
import { Books } from './books.service';
import { Charge } from './charge.entity';
import { notOurs, type Effect } from './charges.service';
import { transferGroup } from './checkout.service';
import { Payee } from './payee.entity';
import { lookAtPayee, payoutBlocked, payoutSent } from './payments.events';
import { payoutLifecycle, transferLifecycle } from './payments.lifecycle';
import { PayoutHold } from './payout-hold.entity';
import { Payout } from './payout.entity';
import { payoutManifest } from './payout.record';
import { type Failure, failureOf, payeeRefusals } from './provider.errors';
import { Provider, transactionOf } from './provider.service';
import { isKeyTrusted, lease, nextTry, waitForBalance } from './retry.rules';
import { Transfer } from './transfer.entity';

/** One call that is about to be made, decided and committed before it is. */
interface Order {
  payout: Payout;
  transfer: Transfer;
  source: string;
  /** The key is too old to be repeated blindly: look first whether the money went. */
  mustLook: boolean;
}

const actor = systemActor('payments.payouts');

/**
 * Sends payouts, each for itself. What is about to happen is committed before the provider is called, and what came of it
 * after; between the two anything may die. A lost answer is asked for again under the same key, which pays once.
 */
@Injectable()
export class PayoutSending {
  private readonly log = new Logger('Payouts');

  constructor(
    private readonly db: Db,
    private readonly provider: Provider,
    private readonly books: Books,
    private readonly provenance: Provenance,
  ) {}

  async send(payoutId: string): Promise<void> {
    if (!(await this.claim(payoutId))) return;
    for (const { id } of await this.db.find(Transfer, { payoutId: payoutId as Payout['id'] }, { id: 'ASC' })) {
      const order = await this.begin(payoutId, id);
      if (!order) continue;
      try {
        const sent = await this.transfer(order);
        await this.db.change(actor, (tx) => this.confirm(tx, payoutId, id, sent));
      } catch (error) {
        return this.stop(order, failureOf(error));
      }
    }
  }

  /** Reads a transfer again that the provider spoke of; found by its metadata, whether or not its answer reached us. */
  async readTransfer(providerId: string): Promise<Effect> {
    const told = await this.provider.stripe.transfers.retrieve(providerId, { expand: ['balance_transaction'] });
    const transferId = readId('transfer', told.metadata.transfer);
    if (!transferId) return notOurs;
    return async (tx) => {
      const transfer = await tx.findOne(Transfer, transferId);
      return transfer ? this.confirm(tx, transfer.payoutId, transferId, told) : 'not ours';
    };
  }

  /** Takes the payout for a while; false when somebody else has it, staff hold it or nothing is to be done. The destination is the verified payee's, never the caller's. */
  private claim(payoutId: string): Promise<boolean> {
    return this.db.change(actor, async (tx) => {
      const payout = await tx.lock(Payout, payoutId);
      if (!payout || !payoutLifecycle.allows(payout.state, 'send') || (payout.leasedUntil && payout.leasedUntil > tx.now)) return false;
      if (await tx.findOne(PayoutHold, { payoutId: payout.id, state: 'in_force' })) return false;
      if (!payout.destination) {
        const payee = await tx.findOne(Payee, { organisationId: payout.organisationId });
        if (payee?.status !== 'active') {
          Object.assign(payout, { state: payoutLifecycle.next(payout.state, 'await'), tryAt: null, stoppedAt: null, remindAt: tx.now });
          await tx.save(payout);
          return false;
        }
        payout.destination = payee.accountId;
      }
      const leasedUntil = after(tx.now, lease);
      Object.assign(payout, { state: payoutLifecycle.next(payout.state, 'send'), leasedUntil, tryAt: leasedUntil });
      await tx.save(payout);
      return true;
    });
  }

  private begin(payoutId: string, transferId: string): Promise<Order | undefined> {
    return this.db.change(actor, async (tx) => {
      const payout = (await tx.lock(Payout, payoutId))!;
      const transfer = (await tx.lock(Transfer, transferId))!;
      if (payout.state !== 'sending' || !transferLifecycle.allows(transfer.state, 'send')) return undefined;
      if (transfer.state === 'created') await this.books.sending(tx, payout, transfer);
      const mustLook = transfer.keyUsedAt !== null && !isKeyTrusted(transfer.keyUsedAt, tx.now);
      transfer.state = transferLifecycle.next(transfer.state, 'send');
      transfer.keyUsedAt ??= tx.now;
      await tx.save(transfer);
      const { chargeId } = (await tx.findOne(Charge, transfer.chargeRowId))!;
      return { payout, transfer, source: chargeId!, mustLook };
    });
  }

  /** @throws what the SDK throws when it is not known to be sent */
  private async transfer(order: Order): Promise<Stripe.Transfer> {
    if (order.mustLook) {
      const found = await this.find(order);
      if (found) return found;
      await this.renewKey(order);
    }
    try {
      return await this.create(order);
    } catch (error) {
      const { kind, code } = failureOf(error);
      if (code !== 'provider_error') throw error;
      const found = await this.find(order);
      if (found) return found;
      if (kind === 'stored') await this.renewKey(order);
      throw error;
    }
  }

  private create({ payout, transfer, source }: Order): Promise<Stripe.Transfer> {
    return this.provider.stripe.transfers.create(
      {
        amount: Number(transfer.amount),
        currency: payout.currency.toLowerCase(),
        destination: payout.destination!,
        source_transaction: source,
        transfer_group: transferGroup(payout.subjectId),
        metadata: { transfer: showId('transfer', transfer.id), payout: showId('payout', payout.id), award: showId('award', payout.awardId) },
        expand: ['balance_transaction'],
      },
      { idempotencyKey: transfer.key },
    );
  }

  /** Looks whether the provider has executed it after all. */
  private async find({ payout, transfer }: Order): Promise<Stripe.Transfer | undefined> {
    const wanted = showId('transfer', transfer.id);
    const list = this.provider.stripe.transfers.list({ transfer_group: transferGroup(payout.subjectId), destination: payout.destination!, limit: 100, expand: ['data.balance_transaction'] });
    for await (const one of list) if (one.metadata.transfer === wanted) return one;
    return undefined;
  }

  /** The old key is forgotten, or repeats a failure for ever; we have looked, and it did not happen. */
  private async renewKey({ payout, transfer }: Order): Promise<void> {
    await this.db.change(actor, async (tx) => {
      await tx.lock(Payout, payout.id);
      const row = (await tx.lock(Transfer, transfer.id))!;
      Object.assign(row, { attempt: row.attempt + 1, keyUsedAt: tx.now });
      await tx.save(row);
      Object.assign(transfer, { attempt: row.attempt });
    });
  }

  private async confirm(tx: Tx, payoutId: string, transferId: string, told: Stripe.Transfer): Promise<string> {
    const payout = (await tx.lock(Payout, payoutId))!;
    const transfers = await tx.lockAll(Transfer, { payoutId: payout.id });
    const transfer = transfers.find(({ id }) => id === transferId)!;
    if (!transferLifecycle.allows(transfer.state, 'confirm')) return 'sent before';
    if (BigInt(told.amount) !== transfer.amount) throw new Error(`transfer ${transfer.id} is over ${transfer.amount}, the provider says ${told.amount}`);
    if (transfer.state === 'created') await this.books.sending(tx, payout, transfer);
    const transaction = transactionOf(told.balance_transaction, payout.currency)!;
    Object.assign(transfer, { state: transferLifecycle.next(transfer.state, 'confirm'), providerId: told.id, providerTransactionId: transaction.id, sentAt: tx.now });
    await tx.save(transfer);
    await this.books.sent(tx, payout, transfer, transaction);
    if (transfers.some(({ state }) => state !== 'sent')) return 'sent in part';

    Object.assign(payout, { state: payoutLifecycle.next(payout.state, 'confirm'), sentAt: tx.now, reason: null, leasedUntil: null, tryAt: null, stoppedAt: null });
    tx.emit(payoutSent, { payoutId: payout.id, awardId: payout.awardId, subjectId: payout.subjectId });
    const { seq } = await this.provenance.append(tx, { type: 'payout', subject: showId('payout', payout.id), digest: contentDigest(payoutManifest(payout, transfers)) });
    payout.record = seq;
    await tx.save(payout);
    return 'sent';
  }

  /** Ends this round. What certainly did not happen is payable again, and its next attempt gets a new key. */
  private stop({ payout: { id }, transfer: { id: transferId } }: Order, failure: Failure): Promise<void> {
    this.log.warn(`payout ${id}: ${failure.kind}, ${failure.code}: ${failure.message}`);
    return this.db.change(actor, async (tx) => {
      const payout = (await tx.lock(Payout, id))!;
      const transfer = (await tx.lock(Transfer, transferId))!;
      // the provider's event was faster than our own answer
      if (payout.state !== 'sending' || transfer.state !== 'sending') return;
      Object.assign(payout, { tries: payout.tries + 1, leasedUntil: null, reason: failure.code, tryAt: nextTry(tx.now, payout.tries), stoppedAt: payout.stoppedAt ?? tx.now });
      if (failure.kind === 'refused') await this.refuse(tx, payout, transfer, failure);
      else if (failure.kind !== 'later') payout.state = payoutLifecycle.next(payout.state, 'lose');
      await tx.save(payout);
    });
  }

  private async refuse(tx: Tx, payout: Payout, transfer: Transfer, { code }: Failure): Promise<void> {
    await this.books.returned(tx, payout, transfer);
    Object.assign(transfer, { state: transferLifecycle.next(transfer.state, 'refuse'), attempt: transfer.attempt + 1, keyUsedAt: null });
    await tx.save(transfer);
    if (code === 'balance_insufficient') {
      this.log.error(`payout ${payout.id} waits: our balance at the provider is too small`);
      Object.assign(payout, { state: payoutLifecycle.next(payout.state, 'wait'), tryAt: after(tx.now, waitForBalance) });
      return;
    }
    const isPayees = payeeRefusals.has(code);
    Object.assign(payout, { state: payoutLifecycle.next(payout.state, isPayees ? 'block' : 'fail'), tryAt: null, destination: null });
    tx.emit(payoutBlocked, { payoutId: payout.id, awardId: payout.awardId, subjectId: payout.subjectId });
    const payee = isPayees ? await tx.findOne(Payee, { organisationId: payout.organisationId }) : undefined;
    if (payee) tx.enqueue(lookAtPayee, { payeeId: payee.id });
  }
}
