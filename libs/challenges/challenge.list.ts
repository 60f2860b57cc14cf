import { positionOf, requestProblems } from '@app/platform';
import type { ListedChallenge } from './challenges.queries';
import type { ChallengeQuery, ChallengeSort } from './http/challenge.dto';

interface Order {
  column: string;
  cast: string;
  direction: 'asc' | 'desc';
  key(row: ListedChallenge): string | number;
}

const orders: Record<ChallengeSort, Order> = {
  newest: { column: 'c.listed_at', cast: 'timestamptz', direction: 'desc', key: (row) => row.listedAt! },
  closing: { column: 'c.closes_at', cast: 'timestamptz', direction: 'asc', key: (row) => row.closesAt! },
  prize: { column: 'c.bounty_total', cast: 'bigint', direction: 'desc', key: (row) => row.bountyTotal },
};

/**
 * The public list as one prepared statement. What decides which index is used (words, topic, status, order, cursor) has a
 * statement of its own, at most 64 in all; the cheap filters are always there and let everything pass when empty.
 * @throws invalid
 */
export function listStatement(filters: ChallengeQuery, columns: string): { name: string; text: string; values: unknown[] } {
  if (filters.prizeMin !== undefined && filters.currency === undefined) {
    throw requestProblems.invalid({ errors: [{ pointer: '/currency', code: 'currency', detail: 'must be given with prizeMin' }] });
  }
  const order = orders[filters.sort];
  const status = filters.status ?? (filters.sort === 'closing' ? 'open' : undefined);
  const after = positionOf(filters, 2);
  if (after && !isPosition(after, order)) throw requestProblems.invalid({ errors: [{ pointer: '/after', code: 'cursor', detail: 'must be the `next` of an earlier page of this order' }] });

  const values: unknown[] = [filters.limit + 1, filters.currency ?? null, filters.prizeMin ?? null, filters.country ?? null];
  const parts = [`c.visibility = 'public'`, `($2::text is null or c.currency = $2)`, `($3::bigint is null or c.bounty_total >= $3)`, `($4::text is null or c.countries is null or $4 = any(c.countries))`];
  const name = ['challenges', filters.sort];
  const add = (part: string, sql: (place: string) => string, value: unknown) => {
    name.push(part);
    parts.push(sql(`$${values.push(value)}`));
  };
  if (status === undefined) parts.push(`c.state in ('scheduled', 'open', 'decided', 'completed')`);
  else add('status', (at) => `c.state = ${at}`, status);
  if (filters.status === undefined && filters.sort === 'closing') {
    name.push('ahead');
    parts.push('c.closes_at > app_now()');
  }
  if (filters.q !== undefined) add('q', (at) => `c.words @@ websearch_to_tsquery('english', ${at})`, filters.q);
  if (filters.topic !== undefined) add('topic', (at) => `c.topics @> array[${at}]`, filters.topic);
  if (after) {
    name.push('after');
    const [key, id] = [values.push(after[0]), values.push(after[1])];
    parts.push(`(${order.column}, c.id) ${order.direction === 'asc' ? '>' : '<'} ($${key}::${order.cast}, $${id}::uuid)`);
  }
  const text = `select ${columns} from challenge c join organisation o on o.id = c.sponsor_id
    where ${parts.join(' and ')} order by ${order.column} ${order.direction}, c.id ${order.direction} limit $1`;
  return { name: name.join('_'), text, values };
}

/** Where the page after `row` starts. */
export function listPosition(sort: ChallengeSort): (row: ListedChallenge) => (string | number)[] {
  return (row) => [orders[sort].key(row), row.id];
}

/** A cursor is client input: of the right kinds, or refused here rather than by the database. */
function isPosition([key, id]: readonly (string | number)[], { cast }: Order): boolean {
  return isUuid(id) && (cast === 'bigint' ? Number.isSafeInteger(key) : isInstant(key));
}

export function isUuid(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

export function isInstant(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
}
