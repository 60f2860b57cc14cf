import type Stripe from 'stripe';
import { badRequest, noSuch } from '../http/errors';
import type { World } from '../store/world';
import { pageOf } from './list';
import type { Call, Route } from './route';

/** Events are kept for 30 days by the stand-in's clock. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;

function retrieve(call: Call<never>): Stripe.Event {
  const row = call.world.get('event', call.path.id!);
  if (!row || isOld(call.world, row.object)) throw noSuch('event', call.path.id!);
  return withPending(call.world, row.object);
}

function list(call: Call<Stripe.EventListParams>) {
  const { params, world } = call;
  if (params.type !== undefined && params.types !== undefined) throw badRequest('parameters_exclusive', 'You may only specify one of these parameters: type, types.', 'types');
  const words = params.types ?? (params.type === undefined ? undefined : [params.type]);
  const found = pageOf(call, 'event', 'event', ({ object }) =>
    !isOld(world, object) &&
    (words === undefined || words.some((word) => matches(word, object.type))) &&
    (params.delivery_success === undefined || params.delivery_success === (pendingDeliveries(world, object.id) === 0)));
  return { ...found, data: (found.data as Stripe.Event[]).map((event) => withPending(world, event)) };
}

const isOld = (world: World, event: Stripe.Event) => event.created < world.seconds() - KEPT_SECONDS;

/** `charge.*` stands for all events of a charge. */
function matches(word: string, type: string): boolean {
  return word.endsWith('*') ? type.startsWith(word.slice(0, -1)) : word === type;
}

function withPending(world: World, event: Stripe.Event): Stripe.Event {
  return { ...event, pending_webhooks: pendingDeliveries(world, event.id) };
}

function pendingDeliveries(world: World, event: string): number {
  let pending = 0;
  for (const [endpoint] of world.all('endpoint')) {
    const delivery = world.get('delivery', `${event}:${endpoint}`);
    if (delivery && delivery.state !== 'delivered') pending += 1;
  }
  return pending;
}

export const eventRoutes: Route[] = [
  { route: 'GET /v1/events', handle: list },
  { route: 'GET /v1/events/:id', handle: retrieve },
];
