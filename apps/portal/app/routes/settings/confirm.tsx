import { m } from '@app/messages';
import { redirect } from 'react-router';
import type { Route } from './+types/confirm';
import { found } from '~/answers.server';
import { apiFor, cookiesOf } from '~/api';
import { Field, Form, Submit } from '~/components/form';
import { field, refused } from '~/problems.server';
import { returnTo } from '~/return-to';

export async function loader(args: Route.LoaderArgs) {
  found(await apiFor(args).GET('/api/v1/me'));
  return null;
}

/** Some changes want to know again who is there; the API says which. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).PUT('/api/v1/session', { body: { password: field(form, 'password') } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(returnTo(new URL(args.request.url).searchParams.get('next')), { status: 303, headers: cookiesOf(response) });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.confirm_title() }) }];

export default function Confirm({ actionData }: Route.ComponentProps) {
  return (
    <div className="narrow">
      <h1>{m.confirm_title()}</h1>
      <p>{m.confirm_text()}</p>
      <Form answer={actionData} labels={{ password: m.label_password() }}>
        <Field name="password" type="password" autoComplete="current-password" />
        <Submit>{m.confirm_action()}</Submit>
      </Form>
    </div>
  );
}
