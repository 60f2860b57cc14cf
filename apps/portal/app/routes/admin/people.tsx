import { m } from '@app/messages';
import { Form, Link } from 'react-router';
import type { Route } from './+types/people';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Pager } from '~/components/pager';
import { StateBadge } from '~/components/state-badge';
import { SuspendedBadge } from '~/components/suspended';
import { When } from '~/components/when';

export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const q = search.get('q') ?? '';
  return { q, ...found(await apiFor(args).GET('/api/v1/admin/people', { params: { query: { q, after: search.get('after') ?? undefined } } })) };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_people() }) }];

export default function People({ loaderData: { q, items, next } }: Route.ComponentProps) {
  return (
    <>
      <h1>{m.admin_people()}</h1>
      <Form method="get" role="search" className="search-line">
        <label htmlFor="q">{m.people_search()}</label>
        <input type="search" id="q" name="q" defaultValue={q} className="control" />
        <button type="submit" className="plain-button">{m.people_search_action()}</button>
      </Form>
      {items.length === 0 ? <EmptyState title={m.people_empty_title()} why={m.people_empty()} action={<Link to="/admin/people">{m.people_all()}</Link>} /> : (
        <div className="table-box" tabIndex={0} role="region" aria-label={m.admin_people()}>
          <table>
            <thead><tr><th scope="col">{m.people_name()}</th><th scope="col">{m.label_email()}</th><th scope="col">{m.label_country()}</th><th scope="col">{m.payouts_state()}</th><th scope="col">{m.people_since()}</th></tr></thead>
            <tbody>
              {items.map(({ id, name, email, country, state, createdAt, suspended }) => (
                <tr key={id}><th scope="row"><Link to={`/admin/audit?about=${id}`}>{name}</Link></th><td className="address">{email}</td><td>{country}</td><td>{suspended ? <SuspendedBadge suspended={suspended} /> : state === 'active' ? m.people_active() : <StateBadge state={state} />} · <Link to={`/admin/decide/person/${id}`} aria-label={m.moderation_decide_on({ name })}>{m.review_action()}</Link></td><td><When at={createdAt} withTime={false} /></td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager next={next} />
    </>
  );
}
