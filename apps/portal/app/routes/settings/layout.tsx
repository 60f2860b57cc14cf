import { m } from '@app/messages';
import { NavLink, Outlet } from 'react-router';
import type { Route } from './+types/layout';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import '~/theme/draft.css';

/** Nobody without a session gets further. */
export async function loader(args: Route.LoaderArgs) {
  const { memberships } = found(await apiFor(args).GET('/api/v1/me'));
  const holds = (...wanted: readonly string[]) => memberships.some(({ roles }) => roles.some((role) => wanted.includes(role)));
  return { keepsMoney: holds('owner', 'treasurer'), keepsTokens: holds('owner', 'manager') };
}

export default function SettingsLayout({ loaderData: { keepsMoney, keepsTokens } }: Route.ComponentProps) {
  const tabs = [
    { to: '/settings/profile', label: m.settings_profile() },
    { to: '/settings/security', label: m.settings_security() },
    { to: '/settings/notifications', label: m.settings_notifications() },
    { to: '/settings/organisation', label: m.settings_organisation() },
    ...(keepsMoney ? [{ to: '/settings/payouts', label: m.settings_payouts() }] : []),
    ...(keepsTokens ? [{ to: '/settings/api-keys', label: m.tokens_title() }] : []),
  ];
  return (
    <>
      <nav aria-label={m.settings_title()}>
        <ul className="tabs">{tabs.map(({ to, label }) => <li key={to}><NavLink to={to}>{label}</NavLink></li>)}</ul>
      </nav>
      <Outlet />
    </>
  );
}
