import type { FastifyInstance } from 'fastify';
import { moveClock } from '../control/clock';
import { parseForm } from '../http/form';
import { transfersStatus } from '../objects/account';
import { type Kind, PLATFORM, type Rows } from '../store/rows';
import type { World } from '../store/world';
import type { Dispatcher } from '../webhooks/dispatcher';
import { type Html, html, money, pageOf } from './html';

interface Deps {
  world: World;
  dispatcher: Dispatcher;
  settleNow: () => void;
}

const SHIFTS = [
  { label: '1 hour', ms: 3_600_000 },
  { label: '1 day', ms: 86_400_000 },
  { label: '3 days', ms: 3 * 86_400_000 },
];
const SHOWN = 20;

/** One page to see what the stand-in holds and what it told whom, and to move its clock. */
export function mountControlPage(app: FastifyInstance, { world, dispatcher, settleNow }: Deps): void {
  app.get('/', (_request, reply) => {
    settleNow();
    return reply.send(pageOf('Payments sandbox', html`
      <p>Own clock: <strong>${new Date(world.now()).toUTCString()}</strong></p>
      <form class="row" method="post" action="/clock"><span>Move it on by</span>${SHIFTS.map(({ label, ms }) => html`<button type="submit" name="shift_ms" value="${ms}">${label}</button>`)}</form>
      <h2>Balances</h2>${balances(world)}
      <h2>Checkout sessions</h2>${sessions(world)}
      <h2>Charges</h2>${charges(world)}
      <h2>Transfers and refunds</h2>${movements(world)}
      <h2>Payees</h2>${payees(world)}
      <h2>Events</h2>${events(world)}`, true));
  });

  app.post<{ Body: string }>('/clock', (request, reply) => {
    moveClock(world, { shift_ms: Number(parseForm(request.body ?? '').shift_ms) });
    settleNow();
    return reply.redirect('/', 303);
  });

  app.post<{ Params: { id: string } }>('/events/:id/redeliver', (request, reply) => {
    dispatcher.redeliver(request.params.id);
    return reply.redirect('/', 303);
  });
}

function latest<K extends Kind>(world: World, kind: K): [string, Rows[K]][] {
  return [...world.all(kind)].slice(-SHOWN).reverse();
}

function tableOf(label: string, columns: (string | { number: string })[], rows: Html[]): Html {
  if (rows.length === 0) return html`<p class="soft">None yet.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${columns.map((c) => (typeof c === 'string' ? html`<th scope="col">${c}</th>` : html`<th scope="col" class="number">${c.number}</th>`))}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

const time = (seconds: number) => new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19);

function balances(world: World): Html {
  const owners = [PLATFORM, ...[...world.all('account')].map(([id]) => id)];
  const rows = owners.flatMap((owner) => [...world.indexes.balance(owner)].map(([currency, sum]) => html`<tr><td>${owner === PLATFORM ? 'Platform' : html`<code>${owner}</code>`}</td><td class="number">${money(sum.available, currency)}</td><td class="number">${money(sum.pending, currency)}</td></tr>`));
  return tableOf('Balances', ['Whose', { number: 'Available' }, { number: 'Pending' }], rows);
}

function sessions(world: World): Html {
  return tableOf('Checkout sessions', ['Opened', 'Session', { number: 'Amount' }, 'State', 'Reference'], latest(world, 'session').map(([id, { object }]) =>
    html`<tr><td>${time(object.created)}</td><td><a href="/c/pay/${id}"><code>${id.slice(0, 20)}…</code></a></td><td class="number">${money(object.amount_total ?? 0, object.currency ?? 'usd')}</td><td>${object.status}, ${object.payment_status}</td><td>${object.client_reference_id}</td></tr>`));
}

function charges(world: World): Html {
  const mine = [...world.all('charge')].filter(([, row]) => row.owner === PLATFORM).slice(-SHOWN).reverse();
  return tableOf('Charges', ['Made', 'Charge', { number: 'Amount' }, { number: 'Refunded' }, { number: 'Transferred' }, 'State'], mine.map(([id, { object, transferred }]) =>
    html`<tr><td>${time(object.created)}</td><td><code>${id}</code></td><td class="number">${money(object.amount, object.currency)}</td><td class="number">${money(object.amount_refunded, object.currency)}</td><td class="number">${money(transferred, object.currency)}</td><td>${object.status}</td></tr>`));
}

function movements(world: World): Html {
  const rows = [...latest(world, 'transfer').map(([, r]) => r.object), ...latest(world, 'refund').map(([, r]) => r.object)];
  return tableOf('Transfers and refunds', ['Made', 'Number', { number: 'Amount' }, 'To', 'State'], rows.map((object) =>
    html`<tr><td>${time(object.created)}</td><td><code>${object.id}</code></td><td class="number">${money(object.amount, object.currency)}</td><td><code>${object.object === 'transfer' ? object.destination : object.charge}</code></td><td>${object.object === 'transfer' ? (object.amount_reversed > 0 ? `reversed ${money(object.amount_reversed, object.currency)}` : 'sent') : object.status}</td></tr>`));
}

function payees(world: World): Html {
  return tableOf('Payees', ['Account', 'Name', 'Country', 'Transfers'], latest(world, 'account').map(([id, { object }]) =>
    html`<tr><td><code>${id}</code></td><td>${object.display_name ?? object.contact_email}</td><td>${object.identity?.country}</td><td>${object.closed ? 'closed' : transfersStatus(object) ?? 'not asked for'}</td></tr>`));
}

function events(world: World): Html {
  const all = [...latest(world, 'event').map(([id, { object }]) => ({ id, type: object.type as string, at: object.created })), ...latest(world, 'v2_event').map(([id, { object }]) => ({ id, type: object.type as string, at: Math.floor(Date.parse(object.created) / 1000) }))];
  const shown = all.sort((a, b) => b.at - a.at).slice(0, SHOWN);
  return tableOf('Events', ['When', 'Type', 'Delivery', 'Event', ''], shown.map(({ id, type, at }) =>
    html`<tr><td>${time(at)}</td><td>${type}</td><td>${deliveries(world, id)}</td><td><code>${id}</code></td><td><form method="post" action="/events/${id}/redeliver"><button type="submit" aria-label="Send again: ${type}">Send again</button></form></td></tr>`));
}

function deliveries(world: World, event: string): Html {
  const lines = [...world.all('endpoint')].map(([endpoint]) => world.get('delivery', `${event}:${endpoint}`)).filter((d) => d !== undefined);
  if (lines.length === 0) return html`<span class="soft">nobody asked for it</span>`;
  return html`${lines.map((d) => html`<div class="${d.state === 'delivered' ? 'good' : d.state === 'pending' ? '' : 'bad'}">${d.state}${d.attempts > 0 && ` after ${d.attempts}`}${d.lastResult !== null && `: ${d.lastResult}`}</div>`)}`;
}
