import { m } from '@app/messages';
import { Form, Link } from 'react-router';
import type { Route } from './+types/organisations';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { wordFor } from '~/components/choices';
import { organisationKinds } from '~/components/organisation-words';
import { EmptyState } from '~/components/empty-state';
import { Pager } from '~/components/pager';
import { SuspendedBadge } from '~/components/suspended';
import { When } from '~/components/when';
import { formatLocale } from '~/locale';

const verifications = ['waiting', 'verified'] as const;

/** Those that wait for verification, unless something else is asked for. */
export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const q = search.get('q') ?? '';
  const kind = Object.keys(organisationKinds).find((one) => one === search.get('kind')) as 'smb' | undefined;
  const verification = search.get('verification') === '' ? undefined : (verifications.find((one) => one === search.get('verification')) ?? 'waiting');
  const page = found(await apiFor(args).GET('/api/v1/admin/organisations', { params: { query: { q, kind, verification, after: search.get('after') ?? undefined } } }));
  return { q, kind, verification, ...page };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_organisations() }) }];

export default function Organisations({ loaderData: { q, kind, verification, items, next } }: Route.ComponentProps) {
  const countries = new Intl.DisplayNames(formatLocale(), { type: 'region' });
  return (
    <>
      <h1>{m.admin_organisations()}</h1>
      <Form method="get" role="search" className="search-line">
        <div className="field">
          <label htmlFor="q">{m.organisations_search()}</label>
          <input type="search" id="q" name="q" defaultValue={q} className="control" maxLength={200} />
        </div>
        <div className="field">
          <label htmlFor="kind">{m.organisation_kind()}</label>
          <select id="kind" name="kind" defaultValue={kind ?? ''} className="control">
            <option value="">{m.organisations_any_kind()}</option>
            {Object.entries(organisationKinds).map(([value, text]) => <option key={value} value={value}>{text()}</option>)}
          </select>
        </div>
        <div className="field">
          <label htmlFor="verification">{m.organisation_check()}</label>
          <select id="verification" name="verification" defaultValue={verification ?? ''} className="control">
            <option value="waiting">{m.organisations_waiting()}</option>
            <option value="verified">{m.organisations_verified()}</option>
            <option value="">{m.organisations_all()}</option>
          </select>
        </div>
        <button type="submit" className="plain-button">{m.people_search_action()}</button>
      </Form>
      {items.length === 0 ? <EmptyState title={m.organisations_empty_title()} why={m.organisations_empty()} action={<Link to="?verification=">{m.organisations_show_all()}</Link>} /> : (
        <div className="table-box" tabIndex={0} role="region" aria-label={m.admin_organisations()}>
          <table>
            <thead><tr><th scope="col">{m.people_name()}</th><th scope="col">{m.organisation_kind()}</th><th scope="col">{m.label_country()}</th><th scope="col">{m.people_since()}</th><th scope="col">{m.organisation_is_checked()}</th></tr></thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <th scope="row"><Link to={`/admin/organisations/${one.id}`}>{one.name}</Link>{one.suspended && <> · <SuspendedBadge suspended={one.suspended} /></>}</th>
                  <td>{wordFor(organisationKinds, one.kind)}</td><td>{countries.of(one.country)}</td><td><When at={one.createdAt} withTime={false} /></td>
                  <td>{one.verifiedAt ? <When at={one.verifiedAt} withTime={false} /> : m.organisation_not_verified()}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager next={next} />
    </>
  );
}
