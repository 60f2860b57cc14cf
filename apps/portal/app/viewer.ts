import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { useRouteLoaderData } from 'react-router';
import { apiFor, type PageArgs } from './api';

export type Viewer = View<'MeView'>;

/** Nobody is without this cookie: whoever is not need not be asked for. */
export const mayBeSignedIn = ({ request }: PageArgs) => request.headers.get('cookie')?.includes('__Host-sid=') ?? false;

/** Who is signed in, by the API's word; nobody without a session cookie, and nobody when the session has ended. */
export async function viewerOf(args: PageArgs): Promise<Viewer | null> {
  if (!mayBeSignedIn(args)) return null;
  const { data } = await apiFor(args).GET('/api/v1/me');
  return data ?? null;
}

export function useViewer(): Viewer | null {
  return useRouteLoaderData<{ viewer: Viewer | null }>('root')?.viewer ?? null;
}

/** How much of what they were told they have not read; the page does without it where it cannot be had. */
export async function unreadOf(args: PageArgs): Promise<number> {
  const { data } = await apiFor(args).GET('/api/v1/me/inbox/count');
  return data?.unread ?? 0;
}

/** Whether they sit on a panel that goes on, or are asked to; the page does without it where it cannot be had. */
export async function judgesNow(args: PageArgs): Promise<boolean> {
  const { data } = await apiFor(args).GET('/api/v1/me/judging/count');
  return (data?.seats ?? 0) > 0;
}

export function useIsJudge(): boolean {
  return useRouteLoaderData<{ isJudge: boolean }>('root')?.isJudge ?? false;
}

export function useUnread(): number {
  return useRouteLoaderData<{ unread: number }>('root')?.unread ?? 0;
}

/** Where a person answers; unknown only where the page itself failed. */
export function useSupport(): string | undefined {
  return useRouteLoaderData<{ support: string }>('root')?.support;
}

/** The place in the header that is a person's own, beside the judging of who sits on a panel; someone with several roles finds all of them on `/home`. */
export function ownPlace(viewer: Viewer): { to: string; label: string } {
  if (viewer.staffRoles.length > 0) return { to: '/admin', label: m.nav_admin() };
  const sponsors = viewer.memberships.some(({ organisation }) => organisation.kind !== 'sole_trader');
  return sponsors ? { to: '/manage', label: m.nav_manage() } : { to: '/work', label: m.nav_work() };
}
