import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/next';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { wordFor } from '~/components/choices';
import { EmptyState } from '~/components/empty-state';
import { memberRoles } from '~/components/organisation-words';
import { When } from '~/components/when';
import { nextActions, type NextAction } from '~/next/actions.server';
import '~/theme/draft.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const me = found(await api.GET('/api/v1/me'));
  return { name: me.name, hasOrganisation: me.memberships.length > 0, joined: me.memberships.find(({ organisation }) => organisation.id === new URL(args.request.url).searchParams.get('joined')), actions: await nextActions(api, me) };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.next_title() }) }];

/** What to do next, for every part somebody plays: there is no switching of roles. */
export default function Next({ loaderData: { name, hasOrganisation, joined, actions } }: Route.ComponentProps) {
  const dated = actions.filter(({ by }) => by !== null).sort((a, b) => a.by!.localeCompare(b.by!));
  const undated = actions.filter(({ by }) => by === null);
  return (
    <div className="reading">
      <h1>{m.next_hello({ name })}</h1>
      {joined && <p className="notice" role="status">{m.next_joined({ organisation: joined.organisation.name, roles: joined.roles.map((role) => wordFor(memberRoles, role)).join(', ') })}</p>}
      <h2>{m.next_title()}</h2>
      {actions.length > 0 ? (
        <ul className="actions">{[...dated, ...undated].map((action) => <Action key={action.to + action.title} action={action} />)}</ul>
      ) : (
        <EmptyState heading="h3" title={m.next_none_title()} why={m.next_none()} action={<p><Link to="/challenges">{m.error_browse()}</Link> · <Link to="/post">{m.nav_post()}</Link></p>} />
      )}
      <h2 style={{ marginTop: '2.5rem' }}>{m.next_places()}</h2>
      <ul>
        {hasOrganisation && <li><Link to="/manage">{m.manage_title()}</Link></li>}
        <li><Link to="/work">{m.nav_work()}</Link></li>
        <li><Link to="/messages">{m.messages_title()}</Link></li>
        <li><Link to="/agreements">{m.agreements_title()}</Link></li>
        <li><Link to="/judging">{m.nav_judging()}</Link></li>
        <li><Link to="/settings/profile">{m.settings_title()}</Link></li>
      </ul>
    </div>
  );
}

function Action({ action: { title, why, to, by, byLabel } }: { action: NextAction }) {
  return (
    <li className="sheet">
      <h3><Link to={to}>{title}</Link></h3>
      <p>{why}{by && <> {byLabel} <When at={by} /></>}</p>
    </li>
  );
}
