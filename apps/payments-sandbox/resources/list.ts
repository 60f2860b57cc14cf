import { badRequest, noSuch } from '../http/errors';
import type { Kind, Rows } from '../store/rows';
import type { Call } from './route';

interface PageParams {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: number | { gt?: number; gte?: number; lt?: number; lte?: number };
}

interface Listed {
  id: string;
  created?: number;
}

type ObjectKind = { [K in Kind]: Rows[K] extends { owner: string; object: Listed } ? K : never }[Kind];

/** A page of the rows of one kind, newest first, as `Stripe-Account` sees them and as `keep` and `created` narrow it. */
export function pageOf<K extends ObjectKind>(call: Call<PageParams>, kind: K, what: string, keep: (row: Rows[K]) => boolean = () => true) {
  const mine: Listed[] = [];
  for (const [, row] of call.world.all(kind)) {
    const { owner, object } = row as { owner: string; object: Listed };
    if (owner === call.owner && within(object.created, call.params.created) && keep(row)) mine.push(object);
  }
  return page(call, mine.reverse(), what);
}

/** Cuts one page out of everything that fits, by cursor. */
export function page<T extends Listed>(call: Call<PageParams>, items: T[], what: string) {
  const { limit = 10, starting_after: after, ending_before: before } = call.params;
  if (limit < 1 || limit > 100) throw badRequest(undefined, `This value must be ${limit < 1 ? 'greater than or equal to 1' : 'less than or equal to 100'}.`, 'limit');
  if (after !== undefined && before !== undefined) throw badRequest(undefined, 'You cannot parameterize both ending_before and starting_after', 'ending_before');
  const list = (data: T[], more: boolean) => ({ object: 'list', data, has_more: more, url: call.url });

  if (before !== undefined) {
    const end = position(items, before, what, 'ending_before');
    return list(items.slice(Math.max(0, end - limit), end), end > limit);
  }
  const start = after === undefined ? 0 : position(items, after, what, 'starting_after') + 1;
  return list(items.slice(start, start + limit), items.length > start + limit);
}

function position(items: Listed[], id: string, what: string, param: string): number {
  const at = items.findIndex((item) => item.id === id);
  if (at < 0) throw noSuch(what, id, param);
  return at;
}

function within(created: number | undefined, range: PageParams['created']): boolean {
  if (range === undefined || created === undefined) return true;
  if (typeof range === 'number') return created === range;
  const { gt, gte, lt, lte } = range;
  return (gt === undefined || created > gt) && (gte === undefined || created >= gte) && (lt === undefined || created < lt) && (lte === undefined || created <= lte);
}
