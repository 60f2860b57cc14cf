import { m } from '@app/messages';
import { data, Link } from 'react-router';
import type { Route } from './+types/sign-up';
import { apiFor } from '~/api';
import { ChoiceField, Field, Form, SelectField, Submit } from '~/components/form';
import { countryOptions } from '~/countries.server';
import { field, refused } from '~/problems.server';
import { kindFrom, whyToSignIn, withNext } from '~/return-to';
import { keepReturn } from '~/return-to.server';

export function loader({ request }: Route.LoaderArgs) {
  const next = new URL(request.url).searchParams.get('next');
  return { countries: countryOptions(), next, notice: whyToSignIn(next), kind: kindFrom(next) };
}

/** Known and unknown addresses get the same answer: what happened is said by mail only. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const body = { email: field(form, 'email'), password: field(form, 'password'), name: field(form, 'name'), country: field(form, 'country'), kind: field(form, 'kind') as 'person' };
  const { error, response } = await apiFor(args).POST('/api/v1/people', { body });
  if (!response.ok) return refused(response, error, form);
  return data({ sentTo: body.email }, { headers: await keepReturn(args.request) });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.sign_up_title() }) }, { name: 'description', content: m.sign_up_description() }];

export default function SignUp({ loaderData: { countries, next, notice, kind }, actionData }: Route.ComponentProps) {
  if (actionData && 'sentTo' in actionData) {
    return (
      <div className="narrow" role="status">
        <h1>{m.sign_up_sent_title()}</h1>
        <p>{m.sign_up_sent({ email: actionData.sentTo })}</p>
        <p className="soft">{m.sign_up_sent_help()}</p>
      </div>
    );
  }
  return (
    <div className="narrow">
      <h1>{m.sign_up_title()}</h1>
      {notice && <p className="notice">{notice}</p>}
      <p>{m.sign_up_intro()}</p>
      <Form answer={actionData} labels={{ kind: m.sign_up_kind(), name: m.label_name(), email: m.label_email(), password: m.label_password(), country: m.label_country() }} initial={kind && { kind }}>
        {notice ? (
          <input type="hidden" name="kind" value="person" />
        ) : (
          <ChoiceField
            name="kind"
            options={[
              { value: 'person', label: m.sign_up_kind_person(), help: m.sign_up_kind_person_help() },
              { value: 'freelancer', label: m.sign_up_kind_freelancer(), help: m.sign_up_kind_freelancer_help() },
            ]}
          />
        )}
        <Field name="name" help={m.label_name_help()} autoComplete="name" required />
        <Field name="email" type="email" help={m.sign_up_email_help()} autoComplete="email" inputMode="email" required />
        <Field name="password" type="password" help={m.label_password_help()} autoComplete="new-password" required />
        <SelectField name="country" help={m.label_country_help()} options={countries} empty={m.label_country_empty()} autoComplete="country" required />
        <p className="soft">{m.sign_up_terms()} <Link to="/legal/terms">{m.legal_terms_short()}</Link>, <Link to="/legal/privacy">{m.legal_privacy_short()}</Link>.</p>
        <Submit>{m.sign_up_action()}</Submit>
      </Form>
      <p style={{ marginTop: '1.5rem' }}>{m.sign_up_have()} <Link to={withNext('/sign-in', next)}>{m.nav_sign_in()}</Link></p>
    </div>
  );
}
