import { apiFor, type PageArgs } from '~/api';
import { mayBeSignedIn } from '~/viewer';

/** Somebody's own entry in a challenge, unless they left it. */
export async function ownEntry(args: PageArgs, challengeId: string): Promise<{ id: string } | undefined> {
  if (!mayBeSignedIn(args)) return undefined;
  const { data } = await apiFor(args).GET('/api/v1/me/entries', { params: { query: { challengeId, limit: 1 } } });
  const [entry] = data?.items ?? [];
  return entry && (entry.state === 'joined' || entry.state === 'waitlisted') ? { id: entry.id } : undefined;
}
