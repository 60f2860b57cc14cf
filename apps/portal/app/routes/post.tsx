import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/post';
import { found, once } from '~/answers.server';
import { apiFor, cookiesOf } from '~/api';
import { organisationKinds } from '~/components/organisation-words';
import { ChoiceField, Field, Form, SelectField, Submit } from '~/components/form';
import { countryOptions } from '~/countries.server';
import { field, refused } from '~/problems.server';
import { viewerOf } from '~/viewer';

const drafters = new Set(['owner', 'manager', 'contributor']);

/** A page for everybody: who is not signed in reads how it goes, who is begins. */
export async function loader(args: Route.LoaderArgs) {
  const viewer = await viewerOf(args);
  const organisations = viewer?.memberships.filter(({ roles }) => roles.some((role) => drafters.has(role))).map(({ organisation }) => organisation) ?? [];
  // A freelancer's own organisation may post, but a business comes first.
  organisations.sort((a, b) => Number(a.kind === 'sole_trader') - Number(b.kind === 'sole_trader'));
  return { isSignedIn: viewer !== null, organisations, countries: countryOptions(), idempotencyKey: crypto.randomUUID() };
}

/** Begins a draft; where there is no organisation yet, registers that first. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  let id = field(form, 'organisation');
  if (form.has('kind')) {
    const body = { kind: field(form, 'kind') as 'smb', name: field(form, 'name'), country: field(form, 'country') };
    const { data, error, response } = await api.POST('/api/v1/organisations', { headers: once(form), body });
    if (!response.ok) return refused(response, error, form);
    id = data!.id;
    throw redirect(`/post?for=${id}`, { status: 303, headers: cookiesOf(response) });
  }
  const { data, error, response } = await api.POST('/api/v1/organisations/{id}/challenges', { params: { path: { id } }, headers: once(form), body: { title: field(form, 'title') } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/drafts/${found({ data, error, response }).id}`, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.nav_post() }) }, { name: 'description', content: m.post_description() }];

export default function Post({ loaderData: { isSignedIn, organisations, countries, idempotencyKey }, actionData }: Route.ComponentProps) {
  const key = <input type="hidden" name="idempotencyKey" value={idempotencyKey} />;
  if (!isSignedIn) {
    return (
      <div className="reading">
        <h1>{m.nav_post()}</h1>
        <p className="lede">{m.post_lede()}</p>
        <ol>
          <li>{m.post_step_1()}</li>
          <li>{m.post_step_2()}</li>
          <li>{m.post_step_3()}</li>
          <li>{m.post_step_4()}</li>
        </ol>
        <p><Link className="main-link" to="/sign-up?next=/post">{m.nav_sign_up()}</Link> · <Link to="/sign-in?next=/post">{m.nav_sign_in()}</Link> · <Link to="/how-it-works/sponsors">{m.home_sponsor_more()}</Link></p>
      </div>
    );
  }
  if (organisations.length === 0) {
    const kinds = Object.entries(organisationKinds).filter(([value]) => value !== 'sole_trader').map(([value, label]) => ({ value, label: label() }));
    return (
      <div className="narrow">
        <h1>{m.post_organisation_title()}</h1>
        <p>{m.post_organisation()}</p>
        <Form key="organisation" answer={actionData} labels={{ kind: m.organisation_kind(), name: m.organisation_name(), country: m.label_country() }} initial={{ kind: 'smb' }}>
          {key}
          <SelectField name="kind" options={kinds} />
          <Field name="name" help={m.organisation_name_help()} autoComplete="organization" />
          <SelectField name="country" empty={m.label_country_empty()} options={countries} autoComplete="country" />
          <Submit>{m.post_organisation_action()}</Submit>
        </Form>
      </div>
    );
  }
  return (
    <div className="narrow">
      <h1>{m.nav_post()}</h1>
      <p>{m.post_title_lede()}</p>
      <Form key="title" answer={actionData} labels={{ title: m.draft_title(), organisation: m.post_for() }} initial={{ organisation: organisations[0]!.id }}>
        {key}
        {organisations.length > 1 ? (
          <ChoiceField name="organisation" options={organisations.map(({ id, name }) => ({ value: id, label: name }))} />
        ) : (
          <>
            <input type="hidden" name="organisation" value={organisations[0]!.id} />
            <p>{m.post_for()}: <strong>{organisations[0]!.name}</strong></p>
          </>
        )}
        <Field name="title" help={m.draft_title_help()} maxLength={200} />
        <Submit>{m.post_action()}</Submit>
      </Form>
      <p style={{ marginTop: '1.5rem' }}><Link to="/settings/organisation?new">{m.post_other_organisation()}</Link></p>
    </div>
  );
}
