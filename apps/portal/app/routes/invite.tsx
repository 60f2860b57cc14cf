import { m } from '@app/messages';
import { data, Link, redirect } from 'react-router';
import type { Route } from './+types/invite';
import { found } from '~/answers.server';
import { apiFor, cookiesOf } from '~/api';
import { wordFor } from '~/components/choices';
import { memberRoles } from '~/components/organisation-words';
import { Facts } from '~/components/facts';
import { Form, Submit } from '~/components/form';
import { When } from '~/components/when';
import { refused } from '~/problems.server';
import { withNext } from '~/return-to';
import { useViewer } from '~/viewer';

export async function loader(args: Route.LoaderArgs) {
  const answer = await apiFor(args).GET('/api/v1/invitations/{token}', { params: { path: { token: args.params.token } } });
  if (answer.response.status === 410) return data({ invitation: undefined }, { status: 410 });
  return { invitation: found(answer) };
}

export async function action(args: Route.ActionArgs) {
  const [api, byToken] = [apiFor(args), { params: { path: { token: args.params.token } } }];
  const { data: invited } = await api.GET('/api/v1/invitations/{token}', byToken);
  const { error, response } = await api.PUT('/api/v1/invitations/{token}/acceptance', byToken);
  if (!response.ok) return refused(response, error, new FormData());
  throw redirect(`/home?joined=${invited!.organisation.id}`, { status: 303, headers: cookiesOf(response) });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.invite_title() }) }, { name: 'robots', content: 'noindex' }];

export default function Invite({ loaderData: { invitation }, actionData, params: { token } }: Route.ComponentProps) {
  const viewer = useViewer();
  const here = `/invite/${token}`;
  if (!invitation) {
    return (
      <div className="narrow" role="alert">
        <h1>{m.link_ended_title()}</h1>
        <p>{m.invite_ended()}</p>
        <p>{viewer ? <Link to="/home">{m.next_title()}</Link> : <Link to="/sign-in">{m.nav_sign_in()}</Link>}</p>
      </div>
    );
  }
  const { organisation, email, roles, expiresAt } = invitation;
  return (
    <div className="narrow">
      <h1>{m.invite_heading({ organisation: organisation.name })}</h1>
      <Facts
        items={[
          { label: m.invite_for(), value: email },
          { label: m.members_roles(), value: roles.map((role) => wordFor(memberRoles, role)).join(', ') },
          { label: m.members_until(), value: <When at={expiresAt} /> },
        ]}
      />
      <div style={{ marginTop: '1.5rem' }}>
        {!viewer ? (
          <>
            <p>{m.invite_sign_in({ email })}</p>
            <p><Link to={withNext('/sign-in', here)}>{m.nav_sign_in()}</Link> · <Link to={withNext('/sign-up', here)}>{m.nav_sign_up()}</Link></p>
          </>
        ) : viewer.email.toLowerCase() !== email.toLowerCase() ? (
          <p>{m.invite_other({ email: viewer.email })}</p>
        ) : (
          <Form answer={actionData} labels={{}}>
            <p>{m.invite_text()}</p>
            <Submit>{m.invite_accept()}</Submit>
          </Form>
        )}
      </div>
    </div>
  );
}
