import type { FastifyInstance } from 'fastify';
import type Stripe from 'stripe';
import type { Act } from '../act';
import { parseForm } from '../http/form';
import { paySession } from '../objects/checkout';
import { testCard } from '../objects/test-cards';
import type { Rows } from '../store/rows';
import type { World } from '../store/world';
import { html, money, pageOf } from './html';

interface Deps {
  world: World;
  act: () => Act;
  settleNow: () => void;
}

/** What a browser needs of the outcome buttons: each is a test number that needs no typing. */
const BUTTONS = [
  { card: '4242424242424242', label: 'Pay successfully' },
  { card: '4000000000000002', label: 'Card is declined' },
  { card: '4000000000009995', label: 'Not enough funds' },
];

/** The page a sponsor pays on, and the receipt afterwards. */
export function mountCheckoutPage(app: FastifyInstance, { world, act, settleNow }: Deps): void {
  app.get<{ Params: { id: string } }>('/c/pay/:id', (request, reply) => {
    settleNow();
    const row = world.get('session', request.params.id);
    if (!row) return reply.code(404).send(pageOf('No such payment', html`<p>This address belongs to no Checkout Session of this stand-in.</p>`));
    return reply.send(row.object.status === 'open' ? payPage(row) : endedPage(row.object));
  });

  app.post<{ Params: { id: string }; Body: string }>('/c/pay/:id', (request, reply) => {
    settleNow();
    const row = world.get('session', request.params.id);
    if (!row) return reply.code(404).send(pageOf('No such payment', html`<p>This address belongs to no Checkout Session of this stand-in.</p>`));
    const { object } = row;
    if (object.status === 'complete') return reply.redirect(returnTo(object), 303);
    if (object.status !== 'open') return reply.code(410).send(endedPage(object));

    const form = parseForm(request.body ?? '');
    const field = (name: string) => (typeof form[name] === 'string' ? form[name].trim() : '');
    const typed = { card: field('outcome') || field('card'), email: object.customer_email ?? field('email'), name: field('name') };
    const refuse = (error: string, at: 'card' | 'email') => reply.code(402).send(payPage(row, { ...typed, card: field('card') }, { message: error, at }));
    if (!/^[^\s@]+@[^\s@]+$/.test(typed.email)) return refuse('Enter an e-mail address.', 'email');
    const card = testCard(typed.card);
    if (!card) return refuse('Enter one of the test card numbers below.', 'card');

    const charge = world.change(() => paySession(act(), object.id, card, { email: typed.email, name: typed.name || null }));
    return charge.paid ? reply.redirect(returnTo(object), 303) : refuse(charge.failure_message ?? 'Your card was declined.', 'card');
  });

  app.get<{ Params: { id: string } }>('/receipts/:id', (request, reply) => {
    const charge = world.get('charge', request.params.id)?.object;
    if (!charge?.paid) return reply.code(404).send(pageOf('No such receipt', html`<p>No charge was paid under this number.</p>`));
    return reply.send(pageOf('Receipt', html`<section><p class="total">${money(charge.amount, charge.currency)}</p>
      <dl><dt>Number</dt><dd>${charge.id}</dd><dt>Paid</dt><dd>${new Date(charge.created * 1000).toUTCString()}</dd><dt>Refunded</dt><dd>${money(charge.amount_refunded, charge.currency)}</dd></dl></section>`));
  });
}

function payPage({ object, lineItems }: Rows['session'], typed = { card: '', email: '', name: '' }, error?: { message: string; at: 'card' | 'email' }): string {
  const total = money(object.amount_total ?? 0, object.currency ?? 'usd');
  const invalid = (at: 'card' | 'email') => (error?.at === at ? html` aria-invalid="true" aria-describedby="error"` : null);
  return pageOf('Pay', html`
    ${error && html`<p class="error" role="alert" id="error">${error.message}</p>`}
    <section aria-label="What you pay for">
      <p class="total">${total}</p>
      <dl class="prices">${lineItems.map((item) => html`<dt>${item.quantity === 1 ? '' : `${item.quantity} x `}${item.description}</dt><dd>${money(item.amount_total, item.currency)}</dd>`)}</dl>
    </section>
    <form class="card" method="post" action="/c/pay/${object.id}">
      ${object.customer_email === null
        ? html`<label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="email" value="${typed.email || 'payer@example.com'}"${invalid('email')}>`
        : html`<p>E-mail: ${object.customer_email}</p>`}
      <label for="name">Name on card</label>
      <input id="name" name="name" autocomplete="cc-name" value="${typed.name}">
      <label for="card">Card number</label>
      <input id="card" name="card" inputmode="numeric" autocomplete="off" placeholder="4242 4242 4242 4242" value="${typed.card}"${invalid('card')}>
      <div class="pair">
        <div><label for="expiry">Expires</label><input id="expiry" name="expiry" autocomplete="off" placeholder="12 / 34"></div>
        <div><label for="cvc">CVC</label><input id="cvc" name="cvc" inputmode="numeric" autocomplete="off" placeholder="123"></div>
      </div>
      <button class="main" type="submit">Pay ${total}</button>
      <p class="soft">Test numbers: 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined, 4000 0000 0000 9995 has no funds. Expiry and CVC are not looked at.</p>
      <fieldset>
        <legend>Or choose what happens</legend>
        <div class="choices">${BUTTONS.map(({ card, label }) => html`<button type="submit" name="outcome" value="${card}" formnovalidate>${label}</button>`)}</div>
      </fieldset>
    </form>
    ${object.cancel_url !== null && html`<p><a class="button" href="${object.cancel_url}">Back without paying</a></p>`}`);
}

function endedPage(session: Stripe.Checkout.Session): string {
  if (session.status === 'complete') {
    return pageOf('Already paid', html`<section><p>This payment is complete. Nothing more will be charged.</p><p><a class="button" href="${returnTo(session)}">Continue</a></p></section>`);
  }
  return pageOf('This page has expired', html`<section><p>The Checkout Session is over and cannot be paid any more.</p>
    ${session.cancel_url !== null && html`<p><a class="button" href="${session.cancel_url}">Back</a></p>`}</section>`);
}

function returnTo(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}
