import type Stripe from 'stripe';
import { API_VERSION, type Act } from '../act';
import { PLATFORM } from '../store/rows';

/** Announces a change of a v1 object as it is at this moment (objects are replaced, never altered), to every endpoint that takes the type. */
export function emit(act: Act, type: Stripe.Event['type'], object: object, previous?: Record<string, unknown>): void {
  const { world } = act;
  const id = world.ids.next('evt');
  const to = endpointsFor(act, type, 'snapshot');
  const event = {
    id,
    object: 'event',
    api_version: API_VERSION,
    created: world.seconds(),
    data: { object: object, ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: to.length,
    request: act.request ?? { id: null, idempotency_key: null },
    type,
  } as unknown as Stripe.Event;
  world.put('event', id, { owner: PLATFORM, object: event });
  for (const endpoint of to) queue(act, id, endpoint, false);
}

/** Announces a change of a v2 account; the notification carries only where to look. */
export function emitThin(act: Act, type: string, account: string, data?: Record<string, unknown>): void {
  const { world } = act;
  const id = world.ids.next('evt');
  const event = {
    id,
    object: 'v2.core.event',
    created: new Date(world.now()).toISOString(),
    livemode: false,
    type,
    ...(act.request?.id && { reason: { type: 'request', request: { id: act.request.id, idempotency_key: act.request.idempotency_key ?? '' } } }),
    related_object: { id: account, type: 'v2.core.account', url: `/v2/core/accounts/${account}` },
    ...(data && { data }),
  } as unknown as Stripe.V2.Core.Event;
  world.put('v2_event', id, { owner: PLATFORM, object: event });
  for (const endpoint of endpointsFor(act, type, 'thin')) queue(act, id, endpoint, true);
}

function endpointsFor(act: Act, type: string, payload: 'snapshot' | 'thin'): string[] {
  return [...act.world.all('endpoint')]
    .filter(([, e]) => (e.payload === 'both' || e.payload === payload) && (e.types.length === 0 || e.types.includes(type)))
    .map(([id]) => id);
}

function queue(act: Act, event: string, endpoint: string, thin: boolean): void {
  act.world.put('delivery', `${event}:${endpoint}`, { event, endpoint, thin, attempts: 0, nextAt: act.world.now(), state: 'pending', lastResult: null });
}
