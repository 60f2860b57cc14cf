import { m } from '@app/messages';
import { Form, Link } from 'react-router';
import type { Route } from './+types/audit';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';
import { useViewer } from '~/viewer';
import '~/theme/draft.css';

export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const given = (name: string) => search.get(name)?.trim() || undefined;
  const query = { about: given('about'), personId: given('personId'), action: given('action'), after: given('after') };
  const { data, error, response } = await apiFor(args).GET('/api/v1/admin/audit-entries', { params: { query } });
  // an id that is none is a mistake of typing, no lost page
  const isOdd = response.status === 422;
  return { ...query, isOdd, ...(isOdd ? { items: [], next: undefined } : found({ data, error, response })) };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_audit() }) }];

const capacities: Readonly<Record<string, () => string>> = {
  anonymous: m.audit_as_anonymous, person: m.audit_as_person, member: m.audit_as_member, staff: m.audit_as_staff, judge: m.audit_as_judge, system: m.audit_as_system,
};

export default function Audit({ loaderData: { items, next, about, personId, action, isOdd } }: Route.ComponentProps) {
  const mayRead = useViewer()?.staffRoles.some((role) => role === 'moderator' || role === 'finance') ?? false;
  const isAsked = (about ?? action ?? personId) !== undefined;
  return (
    <>
      <h1>{m.admin_audit()}</h1>
      <p className="reading">{m.audit_text()}</p>
      <Form method="get" role="search" className="search-line">
        <label htmlFor="about">{m.audit_about()}</label>
        <input type="search" id="about" name="about" defaultValue={about} className="control" placeholder="chl_…" maxLength={40} />
        <label htmlFor="action">{m.audit_action()}</label>
        <input type="search" id="action" name="action" defaultValue={action} className="control" placeholder="challenge." maxLength={60} />
        {personId && <input type="hidden" name="personId" value={personId} />}
        <button type="submit" className="plain-button">{m.audit_search()}</button>
        {isAsked && <Link to="/admin/audit">{m.audit_all()}</Link>}
      </Form>
      {isOdd && <p className="notice" role="alert">{m.audit_odd()}</p>}
      {personId && <p>{m.audit_of_person({ name: items[0]?.person?.name ?? personId })}</p>}
      {!isOdd && items.length === 0 && <EmptyState title={m.audit_empty_title()} why={isAsked ? m.audit_empty() : m.audit_empty_yet()} action={isAsked ? <Link to="/admin/audit">{m.audit_all()}</Link> : <Link to="/admin">{m.queue_others()}</Link>} />}
      <ol className="plain-list" aria-label={m.admin_audit()}>
        {items.map((entry) => <li key={entry.id}><Entry {...entry} mayRead={mayRead} /></li>)}
      </ol>
      <Pager next={next} />
    </>
  );
}

/** `mayRead`: decisions of moderation, for some roles of staff. */
type EntryProps = Awaited<ReturnType<typeof loader>>['items'][number] & { mayRead: boolean };

function Entry({ at, action, capacity, person, organisation, serviceAccount, address, subject, subjectId, reason, changes, mayRead }: EntryProps) {
  return (
    <>
      <h2><code>{action}</code></h2>
      <p>
        <When at={at} />{' · '}
        {person?.id ? <Link to={`/admin/audit?personId=${person.id}`}>{person.name || person.id}</Link> : serviceAccount?.name}
        {organisation && <>{' · '}{organisation.name}</>}
        {(person?.id ?? serviceAccount) && ' · '}{capacities[capacity]!()}
        {address && <>{' · '}{m.audit_from({ address })}</>}
      </p>
      <p>{subject.replaceAll('_', ' ')} {/^[a-z]{3}_/.test(subjectId) ? <Link to={`/admin/audit?about=${subjectId}`} className="address">{subjectId}</Link> : <span className="address">{subjectId}</span>}</p>
      {mayRead && subject === 'moderation_decision' && <p><Link to={`/admin/decisions/${subjectId}`}>{m.audit_reasons()}</Link></p>}
      {reason && <blockquote className="as-typed">{reason}</blockquote>}
      {changes.length > 0 && (
        <details>
          <summary>{m.audit_changes({ count: changes.length })}</summary>
          <div className="table-box" tabIndex={0} role="region" aria-label={m.audit_changes({ count: changes.length })}>
            <table>
              <thead><tr><th scope="col">{m.audit_field()}</th><th scope="col">{m.audit_before()}</th><th scope="col">{m.audit_after()}</th></tr></thead>
              <tbody>
                {changes.map(({ field, before, after }) => <tr key={field}><th scope="row"><code>{field}</code></th><td className="address">{before}</td><td className="address">{after}</td></tr>)}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </>
  );
}
