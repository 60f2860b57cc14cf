import { positionOf, requestProblems } from '@app/platform';
import type { ListedChallenge } from './challenges.queries';
import type { ChallengeQuery, ChallengeSort } from './http/challenge.dto';

/** One run of a list: which challenges, and by what they are ordered. */
export interface ListPart {
  column: string;
  cast: string;
  direction: 'asc' | 'desc';
  key(row: ListedChallenge): string | number;
  /** Only of this state, and of these in it. */
  state?: string;
  where?: string;
  /** Which one of its order; none where that has no other. */
  index?: number;
}

const closing = { column: 'c.closes_at', cast: 'timestamptz', key: (row: ListedChallenge) => row.closesAt! };
const isAhead = 'c.closes_at > app_now()';

/** The parts of an order follow each other; each is read in the order of an index. */
const orders: Record<ChallengeSort, readonly ListPart[]> = {
  current: ([
    { ...closing, direction: 'asc', state: 'open', where: isAhead },
    { column: 'c.opens_at', cast: 'timestamptz', direction: 'asc', key: (row) => row.opensAt!, state: 'scheduled' },
    { ...closing, direction: 'desc', state: 'open', where: `not ${isAhead}` },
    { ...closing, direction: 'desc', state: 'decided' },
    { ...closing, direction: 'desc', state: 'completed' },
  ] satisfies ListPart[]).map((part, index) => ({ ...part, index })),
  newest: [{ column: 'c.listed_at', cast: 'timestamptz', direction: 'desc', key: (row) => row.listedAt! }],
  closing: [{ ...closing, direction: 'asc' }],
  prize: [{ column: 'c.bounty_total', cast: 'bigint', direction: 'desc', key: (row) => row.bountyTotal }],
};

/** What is asked one after the other until a page is full. @throws invalid for a cursor of something else */
export function listParts(filters: ChallengeQuery): readonly ListPart[] {
  const parts = orders[filters.sort];
  if (parts.length === 1) return parts;
  const wanted = parts.filter(({ state }) => filters.status === undefined || state === filters.status);
  const start = positionOf(filters, 3)?.[0] ?? wanted[0]!.index;
  if (!wanted.some(({ index }) => index === start)) throw badCursor();
  return wanted.filter(({ index }) => index! >= Number(start));
}

/**
 * One part of the public list as one prepared statement. What decides which index is used (words, topic, status, order, cursor) has a
 * statement of its own, at most 104 in all; the cheap filters are always there and let everything pass when empty.
 * @throws invalid
 */
export function listStatement(filters: ChallengeQuery, columns: string, order = orders[filters.sort][0]!): { name: string; text: string; values: unknown[] } {
  if (filters.prizeMin !== undefined && filters.currency === undefined) {
    throw requestProblems.invalid({ errors: [{ pointer: '/currency', code: 'currency', detail: 'must be given with prizeMin' }] });
  }
  const { index, column, cast, direction } = order;
  const status = filters.status ?? (filters.sort === 'closing' ? 'open' : undefined);
  const position = positionOf(filters, index === undefined ? 2 : 3);
  const after = index === undefined ? position : position?.[0] === index ? position.slice(1) : undefined;
  if (after && !isPosition(after, order)) throw badCursor();

  const values: unknown[] = [filters.limit + 1, filters.currency ?? null, filters.prizeMin ?? null, filters.country ?? null];
  const parts = [`c.visibility = 'public'`, `($2::text is null or c.currency = $2)`, `($3::bigint is null or c.bounty_total >= $3)`, `($4::text is null or c.countries is null or $4 = any(c.countries))`];
  const name = ['challenges', filters.sort, ...(index === undefined ? [] : [index])];
  const add = (part: string, sql: (place: string) => string, value: unknown) => {
    name.push(part);
    parts.push(sql(`$${values.push(value)}`));
  };
  if (order.state) parts.push(`c.state = '${order.state}'`);
  else if (status === undefined) parts.push(`c.state in ('scheduled', 'open', 'decided', 'completed')`);
  else add('status', (at) => `c.state = ${at}`, status);
  if (order.where) parts.push(order.where);
  if (filters.status === undefined && filters.sort === 'closing') {
    name.push('ahead');
    parts.push(isAhead);
  }
  if (filters.q !== undefined) add('q', (at) => `c.words @@ websearch_to_tsquery('english', ${at})`, filters.q);
  if (filters.topic !== undefined) add('topic', (at) => `c.topics @> array[${at}]`, filters.topic);
  if (after) {
    name.push('after');
    const [key, id] = [values.push(after[0]), values.push(after[1])];
    parts.push(`(${column}, c.id) ${direction === 'asc' ? '>' : '<'} ($${key}::${cast}, $${id}::uuid)`);
  }
  const text = `select ${columns}${index === undefined ? '' : `, ${index} as part`} from challenge c join organisation o on o.id = c.sponsor_id
    where ${parts.join(' and ')} order by ${column} ${direction}, c.id ${direction} limit $1`;
  return { name: name.join('_'), text, values };
}

/** Where the page after `row` starts. */
export function listPosition(sort: ChallengeSort): (row: ListedChallenge) => (string | number)[] {
  return (row) => (row.part === undefined ? [orders[sort][0]!.key(row), row.id] : [row.part, orders[sort][row.part]!.key(row), row.id]);
}

const badCursor = () => requestProblems.invalid({ errors: [{ pointer: '/after', code: 'cursor', detail: 'must be the `next` of an earlier page of this order' }] });

/** A cursor is client input: of the right kinds, or refused here rather than by the database. */
function isPosition([key, id]: readonly (string | number)[], { cast }: ListPart): boolean {
  return isUuid(id) && (cast === 'bigint' ? Number.isSafeInteger(key) : isInstant(key));
}

export function isUuid(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

export function isInstant(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
}
