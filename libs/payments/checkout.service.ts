import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { actingAs, type Actor, showId } from '@app/kernel';
import { CONFIG, type Config, Db, requestProblems, type Tx } from '@app/platform';
import { Charge } from './charge.entity';
import { Charges } from './charges.service';
import { Funding } from './funding.entity';
import { closeSession } from './payments.events';
import { chargeLifecycle, fundingLifecycle } from './payments.lifecycle';
import { mayPay } from './payments.policy';
import { problems } from './payments.problems';
import { failureOf } from './provider.errors';
import { Provider } from './provider.service';
import { nextLook } from './retry.rules';

/** More rounds than a funding has charges are never needed: each round ends one session. */
const mostRounds = 100;

/** The way to the provider's page: one open page per charge, whoever asks and however often. */
@Injectable()
export class Checkout {
  constructor(
    private readonly db: Db,
    private readonly provider: Provider,
    private readonly charges: Charges,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws nothingToPay, underWay, badReturnUrl, providerUnreachable; notFound for those who may not pay. */
  async open(caller: Actor, fundingId: string, returnUrl: string): Promise<{ url: string }> {
    const wanted = await this.db.findOne(Funding, fundingId);
    if (!wanted || !mayPay(caller, wanted.organisationId)) throw requestProblems.notFound();
    const actor = actingAs(caller, 'member', wanted.organisationId);
    if (!this.isOwnPage(returnUrl)) throw problems.badReturnUrl({ errors: [{ pointer: '/returnUrl', code: 'origin', detail: `must begin with ${this.config.publicUrl}/` }] });
    for (let round = 0; round < mostRounds; round++) {
      const { funding, charge } = await this.claim(actor, fundingId, returnUrl);
      const session = await this.sessionOf(funding, charge);
      if (!charge.sessionId) await this.keep(actor, charge, session);
      if (session.status === 'open' && session.url) return { url: session.url };
      const effect = await this.charges.readSession(session.id);
      await this.db.change(actor, effect);
      if (session.status === 'complete' && session.payment_status !== 'paid') throw problems.underWay();
    }
    throw problems.nothingToPay();
  }

  /** Money may only come back to a page of ours. */
  private isOwnPage(returnUrl: string): boolean {
    return URL.canParse(returnUrl) && new URL(returnUrl).origin === new URL(this.config.publicUrl).origin;
  }

  /** Decides which charge is paid next and, in the same change, under which key its page is asked for. */
  private claim(actor: Actor, fundingId: string, returnUrl: string): Promise<{ funding: Funding; charge: Charge }> {
    return this.db.change(actor, async (tx) => {
      const funding = (await tx.lock(Funding, fundingId))!;
      if (!fundingLifecycle.allows(funding.state, 'open')) throw problems.nothingToPay({ state: funding.state });
      const charges = await tx.lockAll(Charge, { fundingId: funding.id, isSurplus: false });
      const charge = charges.sort((a, b) => a.position - b.position).find(({ state }) => state === 'created' || state === 'pending');
      if (!charge) throw problems.nothingToPay({ state: funding.state });
      if (charge.state === 'created') {
        Object.assign(charge, { state: chargeLifecycle.next(charge.state, 'open'), attempt: charge.attempt + 1, returnUrl, sessionId: null });
        await tx.save(charge);
        funding.state = fundingLifecycle.next(funding.state, 'open');
        await tx.save(funding);
      }
      return { funding, charge };
    });
  }

  private async sessionOf(funding: Funding, charge: Charge): Promise<Stripe.Checkout.Session> {
    const { checkout } = this.provider.stripe;
    try {
      if (charge.sessionId) return await checkout.sessions.retrieve(charge.sessionId);
      return await checkout.sessions.create(this.order(funding, charge), { idempotencyKey: `charge:${charge.id}:${charge.attempt}` });
    } catch (error) {
      const { kind, code } = failureOf(error);
      throw kind === 'refused' ? problems.refusedByProvider({ reason: code }) : problems.providerUnreachable();
    }
  }

  private order(funding: Funding, charge: Charge): Stripe.Checkout.SessionCreateParams {
    const metadata = { funding: showId('funding', funding.id), charge: showId('charge', charge.id), attempt: String(charge.attempt) };
    const name = charge.fee > 0n ? 'Bounty and platform fee' : 'Bounty';
    return {
      mode: 'payment',
      ui_mode: 'hosted_page',
      client_reference_id: metadata.funding,
      success_url: charge.returnUrl!,
      cancel_url: unpaid(charge.returnUrl!),
      line_items: [{ quantity: 1, price_data: { currency: funding.currency.toLowerCase(), unit_amount: Number(charge.amount), product_data: { name } } }],
      metadata,
      payment_intent_data: { metadata, transfer_group: transferGroup(funding.subjectId) },
    };
  }

  /** Stores the page. Where the charge moved on meanwhile nobody is to pay this one. */
  private keep(actor: Actor, claimed: Charge, session: Stripe.Checkout.Session): Promise<void> {
    return this.db.change(actor, async (tx: Tx) => {
      await tx.lock(Funding, claimed.fundingId);
      const charge = await tx.lock(Charge, claimed.id);
      if (charge?.sessionId === session.id) return;
      if (charge?.state !== 'pending' || charge.attempt !== claimed.attempt) return tx.enqueue(closeSession, { sessionId: session.id });
      Object.assign(charge, { sessionId: session.id, looks: 0, lookAt: nextLook(tx.now, 0) });
      await tx.save(charge);
    });
  }
}

/** Ties charges, transfers and refunds of one subject together at the provider. */
export const transferGroup = (subjectId: string) => `subject_${subjectId}`;

/** Only leaving can be told apart here: who pays comes back before the money is known to be there. */
function unpaid(returnUrl: string): string {
  const url = new URL(returnUrl);
  url.searchParams.set('unpaid', '');
  return url.href;
}
