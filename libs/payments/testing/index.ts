import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { type Currency, type OrganisationId, showId, systemActor } from '@app/kernel';
import { Funding, Fundings, type Payout, Payouts, Reservations, type Share } from '@app/payments';
import type { TestApp } from '../../../test/support/app';
import { client, ok } from '../../../test/support/client';

const actor = systemActor('test');

type Visitor = { agent: ReturnType<TestApp['http']> };

interface FundingOptions {
  subjectId?: string;
  bounty?: bigint;
  fee?: bigint;
  currency?: Currency;
}

/** A funding nobody has paid yet. */
export function aFunding(app: TestApp, organisationId: OrganisationId, { subjectId = randomUUID(), bounty = 100_000n, fee = 10_000n, currency = 'USD' }: FundingOptions = {}): Promise<Funding> {
  return app.db.change(actor, (tx) => app.app.get(Fundings).create(tx, { subjectId, organisationId, bounty, fee, currency }));
}

/** Opens the provider's page for the next charge as somebody does; returns the session. */
export async function openPage(_app: TestApp, payer: Visitor, fundingId: string): Promise<string> {
  const { url } = await ok(client(payer).PUT('/api/v1/fundings/{id}/checkout', { params: { path: { id: showId('funding', fundingId) } }, body: { returnUrl: 'http://localhost:3000/back' } }));
  return /\/c\/pay\/(cs_\w+)$/.exec(url)![1]!;
}

/** Presses "Pay" on a page of the provider; its events are on their way then. */
export async function pay(app: TestApp, sessionId: string, card = '4242424242424242'): Promise<Stripe.Charge> {
  const { charge } = await app.sandbox.control<{ charge: Stripe.Charge }>('POST', `/checkout/sessions/${sessionId}/complete`, { card });
  return charge;
}

/** A funding paid on the provider's page, all of its charges, and booked by the provider's events. */
export async function aPaidFunding(app: TestApp, payer: Visitor, organisationId: OrganisationId, options: FundingOptions & { card?: string } = {}): Promise<Funding> {
  const funding = await aFunding(app, organisationId, options);
  for (let state = funding.state as string; state !== 'captured'; ) {
    await pay(app, await openPage(app, payer, funding.id), options.card);
    await app.drain();
    state = (await app.db.findOne(Funding, funding.id))!.state;
  }
  return (await app.db.findOne(Funding, funding.id))!;
}

/** Onboards an organisation at the provider, as its owner does; `outcome` is the sandbox's word. */
export async function aPayee(app: TestApp, owner: Visitor, organisationId: OrganisationId, { country = 'NL', outcome = 'complete' }: { country?: string; outcome?: string } = {}): Promise<string> {
  const params = { path: { id: showId('organisation', organisationId) } };
  await ok(client(owner).PUT('/api/v1/organisations/{id}/payee', { params, body: { country, entityType: 'company' } }));
  await ok(client(owner).POST('/api/v1/organisations/{id}/payee/onboarding-links', { params }));
  const [{ account_id }] = (await app.db.query<{ account_id: string }>('select account_id from payee where organisation_id = $1', [organisationId])) as [{ account_id: string }];
  await app.sandbox.control('POST', `/accounts/${account_id}/onboarding`, { outcome });
  await app.drain();
  return account_id;
}

/** Reserves and releases one award; nothing is sent before the next drain. */
export function release(app: TestApp, subjectId: string, shares: readonly Share[], awardId: string = randomUUID()): Promise<Payout[]> {
  const amount = shares.reduce((all, one) => all + one.amount, 0n);
  return app.db.change(actor, async (tx) => {
    await app.app.get(Reservations).reserve(tx, { awardId, subjectId, amount });
    return app.app.get(Payouts).release(tx, { awardId, subjectId, shares });
  });
}
