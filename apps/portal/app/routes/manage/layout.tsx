import { m } from '@app/messages';
import { NavLink, Outlet, redirect } from 'react-router';
import type { Route } from './+types/layout';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { ChallengeBadge } from '~/components/challenge-badge';
import '~/theme/challenge.css';
import '~/theme/draft.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const challenge = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  // Only the sponsor's people and staff may read the cost; for everybody else there is nothing to manage.
  found(await api.GET('/api/v1/challenges/{id}/cost', { params: { path: { id: challenge.id } } }));
  if (/^\/manage\/[^/]+\/?$/.test(new URL(args.request.url).pathname)) throw redirect(`/manage/${args.params.slug}/overview`);
  const { title, state, phaseState, opensAt, sponsor, paused } = challenge;
  return { challenge: { title, state, opensAt, phaseState, paused, sponsor: sponsor.name } };
}

export default function ManageLayout({ loaderData: { challenge }, params: { slug } }: Route.ComponentProps) {
  const tabs = [
    { to: 'overview', label: m.manage_overview() },
    { to: 'questions', label: m.manage_questions() },
    { to: 'judges', label: m.manage_judges() },
    { to: 'submissions', label: m.manage_submissions_title() },
    { to: 'results', label: m.challenge_results() },
  ];
  return (
    <>
      <p className="card-top"><ChallengeBadge challenge={challenge} /> <span className="soft">{challenge.sponsor}</span></p>
      <h1>{challenge.title}</h1>
      <nav aria-label={m.manage_nav()}>
        <ul className="tabs">{tabs.map(({ to, label }) => <li key={to}><NavLink to={`/manage/${slug}/${to}`}>{label}</NavLink></li>)}</ul>
      </nav>
      <Outlet />
    </>
  );
}
