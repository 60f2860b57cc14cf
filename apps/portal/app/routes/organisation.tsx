import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/organisation';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { ChallengeCards } from '~/components/challenge-cards';
import { wordFor } from '~/components/choices';
import { organisationKinds } from '~/components/organisation-words';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { Pager } from '~/components/pager';
import { ReportLink } from '~/components/report-link';
import { formatLocale } from '~/locale';
import '~/theme/work.css';

/** States in which a challenge is public; members see their drafts elsewhere. */
const shown = ['scheduled', 'open', 'decided', 'completed'] as const;

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const organisation = found(await api.GET('/api/v1/organisations/{id}', { params: { path: { id: args.params.slug } } }));
  const after = new URL(args.request.url).searchParams.get('after') ?? undefined;
  const path = { id: organisation.id };
  const [{ items, next }, units] = await Promise.all([
    api.GET('/api/v1/organisations/{id}/challenges', { params: { path, query: { after, state: [...shown] } } }).then(found),
    api.GET('/api/v1/organisations/{id}/units', { params: { path } }).then(found),
  ]);
  return { organisation, units: units.items, challenges: items, next };
}

export const meta: Route.MetaFunction = ({ loaderData }) =>
  loaderData ? [{ title: m.title_of({ page: loaderData.organisation.name }) }, { name: 'description', content: m.organisation_description({ name: loaderData.organisation.name }) }] : [];

export default function OrganisationPage({ loaderData: { organisation, units, challenges, next } }: Route.ComponentProps) {
  return (
    <>
      <h1>{organisation.name}</h1>
      {organisation.about && <p className="as-typed reading">{organisation.about}</p>}
      {organisation.topics.length > 0 && <p className="badges">{organisation.topics.map((topic) => <span key={topic} className="topic">{topic}</span>)}</p>}
      <Facts
        items={[
          { label: m.organisation_kind(), value: wordFor(organisationKinds, organisation.kind) },
          { label: m.label_country(), value: new Intl.DisplayNames(formatLocale(), { type: 'region' }).of(organisation.country) },
          { label: m.organisation_website(), value: organisation.website && <a href={organisation.website} rel="noreferrer nofollow ugc">{organisation.website}</a> },
          { label: m.units_title(), value: units.map(({ name }) => name).join(', ') },
          { label: m.organisation_checked(), value: organisation.isVerified ? m.organisation_verified() : m.organisation_unverified() },
        ]}
      />
      <section className="home-part" style={{ marginTop: '2.5rem' }}>
        <h2>{m.organisation_challenges()}</h2>
        {challenges.length > 0 ? (
          <ChallengeCards challenges={challenges} />
        ) : (
          <EmptyState title={m.organisation_none_title()} why={m.organisation_none()} action={<Link to="/challenges">{m.error_browse()}</Link>} />
        )}
        <Pager next={next} />
      </section>
      <p><ReportLink kind="organisation" id={organisation.id} /></p>
    </>
  );
}
