import { m } from '@app/messages';
import { data, Link, redirect } from 'react-router';
import type { Route } from './+types/verify';
import { apiFor, cookiesOf } from '~/api';
import { Field, Form, Submit } from '~/components/form';
import { field, refused } from '~/problems.server';

export function loader({ request }: Route.LoaderArgs) {
  return { token: new URL(request.url).searchParams.get('token') };
}

/** A button, not the link itself, uses the token up: mail scanners open links. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).POST('/api/v1/email-verifications', { body: { token: field(form, 'token').trim() } });
  if (response.status === 410) return data({ isEnded: true as const }, { status: 410 });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/sign-in?after=verified', { status: 303, headers: cookiesOf(response) });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.verify_title() }) }, { name: 'robots', content: 'noindex' }];

export default function Verify({ loaderData: { token }, actionData }: Route.ComponentProps) {
  if (actionData && 'isEnded' in actionData) {
    return (
      <div className="narrow" role="alert">
        <h1>{m.link_ended_title()}</h1>
        <p>{m.verify_ended()}</p>
        <ul className="actions">
          <li><Link to="/sign-in">{m.nav_sign_in()}</Link></li>
          <li><Link to="/sign-up">{m.verify_ended_again()}</Link></li>
        </ul>
      </div>
    );
  }
  return (
    <div className="narrow">
      <h1>{m.verify_title()}</h1>
      <p>{token ? m.verify_text() : m.verify_text_no_token()}</p>
      <Form answer={actionData} labels={{ token: m.verify_code() }}>
        {token ? <input type="hidden" name="token" value={token} /> : <Field name="token" autoComplete="one-time-code" required />}
        <Submit>{m.verify_action()}</Submit>
      </Form>
    </div>
  );
}
