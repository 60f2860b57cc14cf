import { Injectable, Logger } from '@nestjs/common';
import type Stripe from 'stripe';
import { readId } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Books, type ProviderTransaction } from './books.service';
import { cancelCharges } from './cancel-charges';
import { Charge } from './charge.entity';
import { Funding } from './funding.entity';
import { closeSession, fundingCaptured, fundingFailed } from './payments.events';
import { chargeLifecycle, fundingLifecycle } from './payments.lifecycle';
import { Provider, transactionOf } from './provider.service';
import { Refund } from './refund.entity';
import { Refunds } from './refunds.service';
import { nextLook } from './retry.rules';

/** What the provider's present word changes here; says in a few words what it did. Runs in one change. */
export type Effect = (tx: Tx) => Promise<string>;

export const notOurs: Effect = async () => 'not ours';

/** Learns from the provider what became of charges. An event is only a hint: the object is read again, and things only move forward. */
@Injectable()
export class Charges {
  private readonly log = new Logger('Charges');

  constructor(
    private readonly provider: Provider,
    private readonly books: Books,
    private readonly refunds: Refunds,
  ) {}

  /** Reads a Checkout session again. Found by its metadata, so it does not matter whether we ever stored its id. */
  async readSession(sessionId: string): Promise<Effect> {
    const session = await this.provider.stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent.latest_charge.balance_transaction'] });
    const chargeId = readId('charge', session.metadata?.charge);
    if (!chargeId) return notOurs;
    return async (tx) => {
      const known = await tx.findOne(Charge, chargeId);
      const funding = known && (await tx.lock(Funding, known.fundingId));
      if (!funding) return 'not ours';
      const charge = (await tx.lock(Charge, chargeId))!;
      const intent = session.payment_intent as Stripe.PaymentIntent | null;
      if (session.payment_status === 'paid' && intent) return this.pay(tx, funding, charge, session, intent);
      if (session.status === 'expired') return this.lapse(tx, charge, session);
      if (session.status === 'complete' && intent && ['requires_payment_method', 'canceled'].includes(intent.status)) return this.fail(tx, funding, charge);
      return 'nothing new';
    };
  }

  /** Reads a charge again: the provider's fee and the time of settlement come after the payment itself. */
  async readCharge(providerChargeId: string): Promise<Effect> {
    const told = await this.provider.stripe.charges.retrieve(providerChargeId, { expand: ['balance_transaction'] });
    return async (tx) => {
      const known = await tx.findOne(Charge, { chargeId: providerChargeId });
      if (!known) return 'not booked yet, or not ours';
      const funding = (await tx.lock(Funding, known.fundingId))!;
      const charge = (await tx.lock(Charge, known.id))!;
      return (await this.bookFee(tx, funding, charge, told)) ? 'fee booked' : 'nothing new';
    };
  }

  private async pay(tx: Tx, funding: Funding, charge: Charge, session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent): Promise<string> {
    const told = intent.latest_charge as Stripe.Charge;
    const booked = await tx.findOne(Charge, { paymentIntentId: intent.id });
    if (booked) return (await this.bookFee(tx, funding, booked, told)) ? 'fee booked' : 'paid before';
    const isExpected = chargeLifecycle.allows(charge.state, 'pay') && ['created', 'pending'].includes(funding.state) && BigInt(session.amount_total ?? 0) === charge.amount;
    if (!isExpected) return this.takeSurplus(tx, funding, session, intent, told);

    if (charge.sessionId && charge.sessionId !== session.id) tx.enqueue(closeSession, { sessionId: charge.sessionId });
    Object.assign(charge, paymentOf(session, intent, told), { state: chargeLifecycle.next(charge.state, 'pay') });
    await tx.save(charge);
    await this.books.charged(tx, funding, charge);
    await this.bookFee(tx, funding, charge, told);

    const charges = await tx.find(Charge, { fundingId: funding.id, isSurplus: false });
    if (charges.every(({ state }) => state === 'paid')) {
      Object.assign(funding, { state: fundingLifecycle.next(openedBefore(funding), 'capture'), capturedAt: tx.now });
      await tx.save(funding);
      tx.emit(fundingCaptured, { fundingId: funding.id, subjectId: funding.subjectId });
    }
    return 'paid';
  }

  /** Paid though nobody asked for it any more: booked as owed, and given back. */
  private async takeSurplus(tx: Tx, funding: Funding, session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent, told: Stripe.Charge): Promise<string> {
    const charges = await tx.find(Charge, { fundingId: funding.id });
    const charge = Charge.surplus(funding.id, charges.length + 1, BigInt(told.amount));
    const known = await tx.findOne(Charge, { sessionId: session.id });
    Object.assign(charge, paymentOf(session, intent, told), { state: 'paid' }, known ? { sessionId: null } : {});
    await tx.save(charge);
    const refund = Refund.of(
      { fundingId: funding.id, subjectId: funding.subjectId, organisationId: funding.organisationId, chargeRowId: charge.id, currency: funding.currency, amount: charge.amount, bounty: 0n, fee: 0n, reason: 'paid_twice' },
      tx.now,
    );
    await tx.save(refund);
    await this.books.surplusCharged(tx, funding, charge, refund);
    await this.bookFee(tx, funding, charge, told);
    this.log.warn(`funding ${funding.id} was paid beside what was asked for: ${charge.amount} ${funding.currency} go back`);
    return 'surplus';
  }

  private async lapse(tx: Tx, charge: Charge, session: Stripe.Checkout.Session): Promise<string> {
    if (charge.state !== 'pending' || charge.sessionId !== session.id) return 'nothing new';
    Object.assign(charge, { state: chargeLifecycle.next(charge.state, 'lapse'), sessionId: null, lookAt: null });
    await tx.save(charge);
    return 'lapsed';
  }

  /** A delayed payment did not come: the funding is over, and what was paid of it goes back. */
  private async fail(tx: Tx, funding: Funding, charge: Charge): Promise<string> {
    if (!chargeLifecycle.allows(charge.state, 'fail') || !fundingLifecycle.allows(funding.state, 'fail')) return 'nothing new';
    Object.assign(charge, { state: chargeLifecycle.next(charge.state, 'fail'), lookAt: null });
    await tx.save(charge);
    await cancelCharges(tx, await tx.lockAll(Charge, { fundingId: funding.id, isSurplus: false }));
    Object.assign(funding, { state: fundingLifecycle.next(funding.state, 'fail'), failedAt: tx.now });
    await tx.save(funding);
    await this.refunds.giveBack(tx, funding, 'payment_failed', 0);
    tx.emit(fundingFailed, { fundingId: funding.id, subjectId: funding.subjectId });
    return 'failed';
  }

  private async bookFee(tx: Tx, funding: Funding, charge: Charge, told: Stripe.Charge): Promise<boolean> {
    if (charge.providerTransactionId !== null) return false;
    const transaction = this.transactionOf(told, funding);
    if (!transaction) {
      Object.assign(charge, { looks: 0, lookAt: nextLook(tx.now, 0) });
      await tx.save(charge);
      return false;
    }
    Object.assign(charge, { providerTransactionId: transaction.id, providerFee: transaction.fee, lookAt: null });
    await tx.save(charge);
    await this.books.providerFee(tx, funding, charge, transaction);
    return true;
  }

  /** The payment counts even where the provider settled it in another currency; then the checks show a charge without a fee. */
  private transactionOf(told: Stripe.Charge, funding: Funding): ProviderTransaction | undefined {
    try {
      return transactionOf(told.balance_transaction, funding.currency);
    } catch (error) {
      this.log.error((error as Error).message);
      return undefined;
    }
  }
}

function paymentOf(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent, told: Stripe.Charge): Partial<Charge> {
  return { sessionId: session.id, paymentIntentId: intent.id, chargeId: told.id, paidAt: new Date(told.created * 1000) };
}

/** Paid before our own answer to opening was stored: it was open all the same. */
function openedBefore(funding: Funding): Funding['state'] {
  return funding.state === 'created' ? fundingLifecycle.next(funding.state, 'open') : funding.state;
}
