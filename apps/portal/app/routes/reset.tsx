import { m } from '@app/messages';
import { data, Link, redirect } from 'react-router';
import type { Route } from './+types/reset';
import { apiFor, cookiesOf } from '~/api';
import { Field, Form, Submit } from '~/components/form';
import { field, refused } from '~/problems.server';

export function loader({ request }: Route.LoaderArgs) {
  return { token: new URL(request.url).searchParams.get('token') };
}

/** Two steps on one page: without a token ask for the mail, with one set the password. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  if (!form.has('token')) {
    const { error, response } = await api.POST('/api/v1/password-resets', { body: { email: field(form, 'email') } });
    return response.ok ? { sentTo: field(form, 'email') } : refused(response, error, form);
  }
  const token = field(form, 'token');
  const { error, response } = await api.PUT('/api/v1/password-resets/{token}', { params: { path: { token } }, body: { password: field(form, 'password') } });
  if (response.status === 410) return data({ isEnded: true as const }, { status: 410 });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/sign-in?after=reset', { status: 303, headers: cookiesOf(response) });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.reset_title() }) }, { name: 'robots', content: 'noindex' }];

export default function Reset({ loaderData: { token }, actionData }: Route.ComponentProps) {
  if (actionData && 'sentTo' in actionData) {
    return (
      <div className="narrow" role="status">
        <h1>{m.reset_sent_title()}</h1>
        <p>{m.reset_sent({ email: actionData.sentTo })}</p>
      </div>
    );
  }
  if (actionData && 'isEnded' in actionData) {
    return (
      <div className="narrow">
        <div role="alert">
          <h1>{m.link_ended_title()}</h1>
          <p>{m.reset_ended()}</p>
        </div>
        <Form action="/reset" labels={{ email: m.label_email() }}>
          <Field name="email" type="email" autoComplete="username" inputMode="email" required />
          <Submit>{m.reset_action()}</Submit>
        </Form>
        <p style={{ marginTop: '1.5rem' }}>{m.reset_ended_knows()} <Link to="/sign-in">{m.nav_sign_in()}</Link></p>
      </div>
    );
  }
  return (
    <div className="narrow">
      <h1>{m.reset_title()}</h1>
      <p>{token ? m.reset_new_text() : m.reset_text()}</p>
      <Form answer={actionData} labels={{ password: m.label_new_password(), email: m.label_email() }}>
        {token ? (
          <>
            <input type="hidden" name="token" value={token} />
            <Field name="password" type="password" help={m.label_password_help()} autoComplete="new-password" required />
          </>
        ) : (
          <Field name="email" type="email" autoComplete="username" inputMode="email" required />
        )}
        <Submit>{token ? m.reset_new_action() : m.reset_action()}</Submit>
      </Form>
    </div>
  );
}
