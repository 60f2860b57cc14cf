import { m } from '@app/messages';
import { redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/profile';
import { found, ifMatch } from '~/answers.server';
import { apiFor } from '~/api';
import { Field, Form, SelectField, Submit } from '~/components/form';
import { countryOptions } from '~/countries.server';
import { field, refused } from '~/problems.server';

export async function loader(args: Route.LoaderArgs) {
  return { me: found(await apiFor(args).GET('/api/v1/me')), countries: countryOptions() };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).PATCH('/api/v1/me', { params: { header: ifMatch(field(form, 'version')) }, body: { name: field(form, 'name'), country: field(form, 'country') } });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/settings/profile?saved', 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.settings_profile() }) }];

export default function Profile({ loaderData: { me, countries }, actionData }: Route.ComponentProps) {
  const isSaved = useSearchParams()[0].has('saved') && !actionData;
  return (
    <div className="narrow" style={{ marginInline: 0 }}>
      <h1>{m.settings_profile()}</h1>
      {isSaved && <p className="notice" role="status">{m.settings_saved()}</p>}
      <p>{m.label_email()}: <strong style={{ overflowWrap: 'anywhere' }}>{me.email}</strong></p>
      <Form answer={actionData} labels={{ name: m.label_name(), country: m.label_country() }} initial={{ name: me.name, country: me.country }}>
        <input type="hidden" name="version" value={me.version} />
        <Field name="name" help={m.label_name_help()} autoComplete="name" />
        <SelectField name="country" help={m.label_country_help()} options={countries} autoComplete="country" />
        <Submit>{m.settings_save()}</Submit>
      </Form>
    </div>
  );
}
