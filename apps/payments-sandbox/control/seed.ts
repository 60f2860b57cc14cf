import type Stripe from 'stripe';
import type { Act } from '../act';
import { number, oneOf, text } from '../http/faults';
import { newAccount, onboard, type Outcome, OUTCOMES } from '../objects/account';
import { paySession } from '../objects/checkout';
import { emitThin } from '../objects/event';
import { lineItem, openSession } from '../objects/session';
import { testCard, type TestCard } from '../objects/test-cards';
import { MAX_CHARGE, MIN_CHARGE, isCurrency } from '../objects/money';
import { PLATFORM } from '../store/rows';

interface Plan {
  accounts: { email: string; country: string; outcome: Outcome }[];
  payments: { amount: number; currency: string; group: string | null; card: TestCard }[];
}

type Input = Record<string, unknown>;

/** Reads `{ accounts: [{ email, country, outcome }], payments: [{ amount, currency, transfer_group, card }] }`; throws a plain sentence. */
export function readSeed(input: Input): Plan {
  const list = (name: string) => {
    const items = input[name] ?? [];
    if (!Array.isArray(items)) throw new Error(`${name} must be a list`);
    return items as Input[];
  };
  return {
    accounts: list('accounts').map((a) => ({
      email: text(a.email, 'email'),
      country: text(a.country ?? 'US', 'country'),
      outcome: oneOf(a.outcome ?? 'complete', OUTCOMES, 'outcome'),
    })),
    payments: list('payments').map((p) => {
      const card = testCard(text(p.card ?? '4242424242424242', 'card'));
      const currency = text(p.currency ?? 'usd', 'currency').toLowerCase();
      if (!card || !isCurrency(currency)) throw new Error('a payment needs a test card and a currency');
      return { amount: number(p.amount, 'amount', MIN_CHARGE, MAX_CHARGE), currency, group: p.transfer_group === undefined ? null : text(p.transfer_group, 'transfer_group'), card };
    }),
  };
}

/** Makes payees and payments on the same ways as requests do, with all their events. Returns the ids. */
export function sow(act: Act, plan: Plan): { accounts: string[]; charges: string[] } {
  const accounts = plan.accounts.map(({ email, country, outcome }) => {
    const account = newAccount(act, {
      contact_email: email, display_name: email, dashboard: 'express', identity: { country },
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
      defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
    });
    act.world.put('account', account.id, { owner: PLATFORM, object: account });
    emitThin(act, 'v2.core.account.created', account.id);
    if (outcome !== 'incomplete') onboard(act, account.id, outcome);
    return account.id;
  });
  const charges = plan.payments.map(({ amount, currency, group, card }) => {
    const item: Stripe.Checkout.SessionCreateParams.LineItem = { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: 'Seeded payment' } } };
    const session = openSession(act, { success_url: 'http://127.0.0.1/' }, currency, amount, act.world.seconds() + 24 * 60 * 60);
    act.world.put('session', session.id, { owner: PLATFORM, object: session, lineItems: [lineItem(act, item, amount)], intentData: group === null ? {} : { transfer_group: group } });
    return paySession(act, session.id, card, { email: 'payer@example.com', name: 'Test Payer' }).id;
  });
  return { accounts, charges };
}
