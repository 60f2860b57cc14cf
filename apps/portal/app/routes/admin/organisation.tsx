import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/organisation';
import { found, ifMatch } from '~/answers.server';
import { apiFor } from '~/api';
import { wordFor } from '~/components/choices';
import { LastFinding } from '~/components/last-finding';
import { organisationKinds } from '~/components/organisation-words';
import { Facts } from '~/components/facts';
import { ChoiceField, Form, Submit, TextField } from '~/components/form';
import { When } from '~/components/when';
import { formatLocale } from '~/locale';
import { field, overtaken, refused } from '~/problems.server';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const path = { id: args.params.id };
  const [organisation, verification] = await Promise.all([api.GET('/api/v1/organisations/{id}', { params: { path } }).then(found), api.GET('/api/v1/admin/organisations/{id}/verification', { params: { path } }).then(found)]);
  return { organisation, verification };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).PUT('/api/v1/admin/organisations/{id}/verification', {
    params: { path: { id: args.params.id }, header: ifMatch(field(form, 'version')) }, body: { isVerified: field(form, 'isVerified') === 'yes', reason: field(form, 'reason') },
  });
  if (response.status === 412) throw overtaken();
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/admin/organisations/${args.params.id}?recorded`, { status: 303 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData?.organisation.name ?? m.admin_title() }) }];

export default function Organisation({ loaderData: { organisation, verification }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const { finding } = verification;
  return (
    <div className="reading">
      <h1>{organisation.name}</h1>
      {search.has('recorded') && !actionData && <p className="notice" role="status">{m.organisation_recorded()}</p>}
      <Facts
        items={[
          { label: m.organisation_kind(), value: wordFor(organisationKinds, organisation.kind) },
          { label: m.label_country(), value: new Intl.DisplayNames(formatLocale(), { type: 'region' }).of(organisation.country) },
          { label: m.organisation_website(), value: organisation.website && <a href={organisation.website} rel="noreferrer nofollow">{organisation.website}</a> },
          { label: m.organisation_owner(), value: organisation.declaredOwner },
          { label: m.organisation_is_checked(), value: verification.verifiedAt ? <When at={verification.verifiedAt} /> : m.organisation_not_verified() },
        ]}
      />
      <p><Link to={`/organisations/${organisation.slug}`}>{m.organisation_public()}</Link> · <Link to={`/admin/decide/organisation/${organisation.id}`}>{m.moderation_decide_link()}</Link></p>
      <section className="sheet work-part">
        <h2>{m.organisation_check()}</h2>
        <p>{m.organisation_check_text()}</p>
        {finding && <LastFinding finding={finding} isVerified={verification.isVerified} />}
        {['university', 'research_institute'].includes(organisation.kind) && <AcademicDomains domains={verification.academicDomains} />}
        <Form key={finding?.at} answer={actionData} labels={{ isVerified: m.organisation_finding(), reason: m.review_reason() }} initial={{ isVerified: verification.isVerified ? 'yes' : 'no' }}>
          <input type="hidden" name="version" value={verification.version} />
          <ChoiceField name="isVerified" options={[{ value: 'yes', label: m.organisation_is() }, { value: 'no', label: m.organisation_is_not() }]} />
          <TextField name="reason" rows={3} help={m.organisation_reason_help()} />
          <Submit>{m.organisation_action()}</Submit>
        </Form>
      </section>
    </div>
  );
}

/** Whose addresses its members have, beside what it says it is. */
function AcademicDomains({ domains }: { domains: readonly View<'AcademicDomainView'>[] }) {
  if (domains.length === 0) return <p className="notice" data-tone="wait">{m.organisation_no_academic_domain()}</p>;
  return (
    <>
      <p>{m.organisation_academic_domains()}</p>
      <ul>{domains.map(({ domain, institution, members }) => <li key={domain}>{m.organisation_academic_domain({ domain, institution, members })}</li>)}</ul>
      <p className="soft">{m.organisation_academic_hint()}</p>
    </>
  );
}
