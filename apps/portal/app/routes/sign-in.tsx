import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/sign-in';
import { apiFor, cookiesOf } from '~/api';
import { Field, Form, Submit } from '~/components/form';
import { field, refused } from '~/problems.server';
import { whyToSignIn, withNext } from '~/return-to';
import { takeReturn } from '~/return-to.server';

const notices: Readonly<Record<string, () => string>> = { verified: m.sign_in_after_verify, reset: m.sign_in_after_reset, out: m.sign_in_after_out };

export function loader({ request }: Route.LoaderArgs) {
  const search = new URL(request.url).searchParams;
  const next = search.get('next');
  return { notice: notices[search.get('after') ?? '']?.() ?? whyToSignIn(next), next };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).POST('/api/v1/sessions', { body: { email: field(form, 'email'), password: field(form, 'password') } });
  if (!response.ok) return refused(response, error, form);
  const headers = cookiesOf(response);
  throw redirect(await takeReturn(args.request, headers), { status: 303, headers });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.sign_in_title() }) }, { name: 'description', content: m.sign_in_description() }];

export default function SignIn({ loaderData: { notice, next }, actionData }: Route.ComponentProps) {
  return (
    <div className="narrow">
      <h1>{m.sign_in_title()}</h1>
      {notice && <p className="notice" role="status">{notice}</p>}
      <Form answer={actionData} labels={{ email: m.label_email(), password: m.label_password() }}>
        <Field name="email" type="email" autoComplete="username" inputMode="email" required />
        <Field name="password" type="password" autoComplete="current-password" required />
        <Submit>{m.sign_in_action()}</Submit>
      </Form>
      <p style={{ marginTop: '1.5rem' }}><Link to="/reset">{m.sign_in_forgot()}</Link></p>
      <p>{m.sign_in_new()} <Link to={withNext('/sign-up', next)}>{m.nav_sign_up()}</Link></p>
    </div>
  );
}
