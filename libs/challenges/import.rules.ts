import { currencies, type Currency, isCurrency, withoutLink } from '@app/kernel';
import { limits, mostPrize } from './challenge.values';
import { slugOf } from './slug';
import { instantIn, isZone } from './zoned';

/** What a row of an import says, put into the words of a draft. */
export interface ImportedDraft {
  /** `source:id`, unique in the organisation */
  key: string;
  title: string;
  summary: string | null;
  need: string | null;
  topics: string[];
  currency: Currency | null;
  /** Minor units; null where the row names none. */
  amount: bigint | null;
  opensAt: Date | null;
  closesAt: Date | null;
  timezone: string;
}

/** Why a row is refused: which field, and an English sentence. */
export interface Refusal {
  field: string;
  detail: string;
}

type Row = Record<string, unknown>;

/**
 * Reads one row in the shape of challenge.gov's export: `id` and `title` are needed; `source`, `summary`, `description`,
 * `prize_amount` (whole units of `currency`), `opens_at`, `closes_at` (wall time in `timezone`, else in `zone`), `tags`
 * are used; everything else is only kept. A row is refused whole, with every reason.
 */
export function readRow(row: unknown, zone: string): { draft: ImportedDraft } | { refusals: Refusal[] } {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return { refusals: [{ field: '', detail: 'must be an object' }] };
  const fields = row as Row;
  const refusals: Refusal[] = [];
  const refuse = (field: string, detail: string) => {
    refusals.push({ field, detail });
    return null;
  };
  const text = (field: string, longest: number): string | null => {
    const value = fields[field] ?? null;
    if (value === null) return null;
    if (typeof value !== 'string') return refuse(field, 'must be text');
    if (value.length > longest) return refuse(field, `must not be longer than ${longest} characters`);
    return value.trim() === '' ? null : value.trim();
  };
  const needed = (field: string, longest: number): string => {
    const before = refusals.length;
    return text(field, longest) ?? ((refusals.length === before && refuse(field, 'must be there')) || '');
  };
  const zoneOfRow = (): string => {
    const named = text('timezone', 60);
    if (named === null || isZone(named)) return named ?? zone;
    refuse('timezone', 'must be a time zone like Europe/Berlin');
    return zone;
  };
  const time = (field: string, timezone: string): Date | null => {
    const value = text(field, 40);
    return value === null ? null : (instantIn(value, timezone) ?? refuse(field, 'must be a local time like 2019-03-18T17:00:00'));
  };

  const id = needed('id', 200);
  const source = text('source', 90) ?? 'import';
  const title = needed('title', limits.title);
  if (!withoutLink.test(title)) refuse('title', 'must not contain a link');
  const timezone = zoneOfRow();
  const [amount, currency] = readAmount(fields, refuse);
  const draft: ImportedDraft = {
    key: `${source}:${id}`, title, summary: text('summary', limits.summary), need: text('description', limits.need), topics: readTopics(fields.tags, refuse),
    amount, currency, timezone, opensAt: time('opens_at', timezone), closesAt: time('closes_at', timezone),
  };
  return refusals.length > 0 ? { refusals } : { draft };
}

function readAmount(fields: Row, refuse: (field: string, detail: string) => null): [bigint | null, Currency | null] {
  const { prize_amount: whole = null, currency = null } = fields;
  if (whole === null || whole === 0) return [null, null];
  if (typeof whole !== 'number' || !Number.isSafeInteger(whole) || whole < 0) return [refuse('prize_amount', 'must be a whole number'), null];
  if (typeof currency !== 'string' || !isCurrency(currency)) return [null, refuse('currency', `must be one of ${Object.keys(currencies).join(', ')}`)];
  const amount = BigInt(whole) * 10n ** BigInt(currencies[currency]);
  if (amount > BigInt(mostPrize)) return [refuse('prize_amount', 'must not be more than a hundred million'), currency];
  return [amount, currency];
}

function readTopics(tags: unknown, refuse: (field: string, detail: string) => null): string[] {
  if (tags === undefined || tags === null) return [];
  if (!Array.isArray(tags) || tags.length > 50 || !tags.every((tag) => typeof tag === 'string' && tag.length <= 200)) return refuse('tags', 'must be a list of at most 50 words') ?? [];
  const topics = (tags as string[]).map((tag) => slugOf(tag, limits.topic)).filter((topic) => topic !== '');
  return [...new Set(topics)].slice(0, limits.topics);
}
