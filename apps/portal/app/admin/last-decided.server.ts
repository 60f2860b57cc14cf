import { foundOrNothing } from '~/answers.server';
import { apiFor, type PageArgs } from '~/api';

/** When staff last decided something: the acts that do, by their names in the audit trail. Asked only where a queue is empty. */
export async function lastDecided(args: PageArgs, acts: readonly string[]): Promise<string | null> {
  const pages = await Promise.all(acts.map((named) => apiFor(args).GET('/api/v1/admin/audit-entries', { params: { query: { named, limit: 1 } } })));
  return pages.flatMap((page) => foundOrNothing(page)?.items[0]?.at ?? []).sort().at(-1) ?? null;
}
