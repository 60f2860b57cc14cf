import { badRequest } from '../http/errors';
import type { Kind, Rows } from '../store/rows';
import type { World } from '../store/world';

/** Which kind an id names, by its prefix. */
const PREFIXES: Record<string, Kind> = {
  cs: 'session', pi: 'payment_intent', ch: 'charge', py: 'charge', re: 'refund', pyr: 'refund', tr: 'transfer', trr: 'reversal', txn: 'txn', evt: 'event',
};

/** Fields that are left out unless asked for, and lists made on request. */
const INCLUDABLE: Record<string, (world: World, object: { id: string }) => unknown> = {
  'checkout.session.line_items': (world, { id }) => listOf(world.get('session', id)?.lineItems ?? [], `/v1/checkout/sessions/${id}/line_items`),
  'charge.refunds': (world, { id }) => listOf(refundsOf(world, id), `/v1/charges/${id}/refunds`),
};

/** Replaces ids by their objects where `expand` asks for it; throws 400 for what cannot be expanded. */
export function expand(world: World, answer: unknown, paths: string[]): unknown {
  const copy = structuredClone(answer);
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.length > 4) throw badRequest(undefined, `You cannot expand more than 4 levels of a property (${path}).`, 'expand');
    expandPath(world, copy, steps, path);
  }
  return copy;
}

function expandPath(world: World, at: unknown, [step, ...rest]: string[], path: string): void {
  if (step === undefined) return;
  if (Array.isArray(at)) {
    for (const item of at) expandPath(world, item, [step, ...rest], path);
    return;
  }
  const object = at as Record<string, unknown>;
  if (step === 'data' && Array.isArray(object.data)) return expandPath(world, object.data, rest, path);
  const include = INCLUDABLE[`${String(object.object)}.${step}`];
  if (include) object[step] ??= include(world, object as { id: string });
  const value = object[step];
  if (value === undefined) throw badRequest(undefined, `This property cannot be expanded (${path}).`, 'expand');
  if (value === null) return;
  if (typeof value === 'string') {
    const target = find(world, value);
    if (!target) throw badRequest(undefined, `This property cannot be expanded (${path}).`, 'expand');
    object[step] = structuredClone(target);
  }
  if (rest.length > 0) expandPath(world, object[step], rest, path);
}

function find(world: World, id: string): unknown {
  const kind = PREFIXES[id.slice(0, id.indexOf('_'))];
  return kind && (world.get(kind, id) as { object: unknown } | undefined)?.object;
}

function refundsOf(world: World, charge: string): unknown[] {
  return [...world.all('refund')].filter(([, row]: [string, Rows['refund']]) => row.object.charge === charge).map(([, row]) => row.object).reverse();
}

function listOf(data: unknown[], url: string) {
  return { object: 'list', data: data.slice(0, 10), has_more: data.length > 10, url };
}
