import type { ApiClient } from '@app/api-client';
import { m } from '@app/messages';
import { data, Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/work';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Paused } from '~/components/challenge/paused';
import { Facts } from '~/components/facts';
import { ErrorSummary, type FormAnswer } from '~/components/form';
import { Pager } from '~/components/pager';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { field, refused, typedIn } from '~/problems.server';
import { hasResult, isWithoutSubmission, mayBePaid, mayHandIn, phaseToShow, phaseToWrite, standingOf, type Entry, type Standing } from '~/work/entries';
import { Leave } from '~/work/leave';
import { isLost } from '~/work/award-track';
import { isToBeSetUp, payabilityText } from '~/work/payability';
import { type Recommended, RecommendedPart } from '~/work/recommended';
import { bandText } from '~/work/words';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const after = new URL(args.request.url).searchParams.get('after') ?? undefined;
  const api = apiFor(args);
  const [page, awards] = await Promise.all([api.GET('/api/v1/me/entries', { params: { query: { after, limit: 50 } } }).then(found), api.GET('/api/v1/me/awards', { params: { query: { limit: 100 } } }).then(found)]);
  const live = awards.items.filter(({ state }) => !isLost(state));
  const items = page.items.map((entry) => {
    const awarded = live.filter(({ entryId }) => entryId === entry.id);
    return { ...entry, awarded: awarded.map(({ id }) => id), mayBePaid: entry.isPayable !== null && mayBePaid(entry, awarded) };
  });
  const paid = [...new Set(items.filter((entry) => entry.mayBePaid).map(({ organisationId }) => organisationId))];
  const payability = await Promise.all(paid.map(async (id) => [id, foundOrNothing(await api.GET('/api/v1/organisations/{id}/payee/payability', { params: { path: { id } } }))?.reason] as const));
  return { ...page, items, payability: Object.fromEntries(payability), recommended: after === undefined ? await recommendedTo(api) : [] };
}

async function recommendedTo(api: ApiClient): Promise<Recommended[]> {
  const { memberships, suspended } = found(await api.GET('/api/v1/me'));
  if (suspended) return [];
  return Promise.all(
    memberships.map(async ({ organisation, roles }) => ({
      ...found(await api.GET('/api/v1/organisations/{id}/recommendations', { params: { path: { id: organisation.id } } })),
      organisation, mayTurn: roles.some((role) => role === 'owner' || role === 'manager'),
    })),
  );
}

/** Leaves a challenge, or turns matching on or off. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  if (form.has('entry')) {
    if (!form.has('sure')) return data({ problem: { status: 422, title: m.leave_not_sure() }, values: typedIn(form) }, { status: 422 });
    const { error, response } = await apiFor(args).PUT('/api/v1/entries/{id}/withdrawal', { params: { path: { id: field(form, 'entry') } } });
    if (!response.ok) return refused(response, error, form);
    throw redirect('/work?left', 303);
  }
  const { error, response } = await apiFor(args).PUT('/api/v1/organisations/{id}/matching', { params: { path: { id: field(form, 'organisation') } }, body: { isOn: field(form, 'isOn') === 'on' } });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/work', 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.work_title() }) }];

const groups: readonly (readonly [Standing, () => string])[] = [['todo', m.work_todo], ['sent', m.work_sent], ['waiting', m.work_waiting], ['over', m.work_over]];

export default function Work({ loaderData: { items, next, payability, recommended }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const leaving = actionData?.values.entry;
  return (
    <>
      <h1>{m.work_title()}</h1>
      {search.has('left') && !actionData && <p className="notice" role="status">{m.leave_done()}</p>}
      <p><Link to="/awards">{m.work_to_awards()}</Link></p>
      {actionData && leaving === undefined && <ErrorSummary problem={actionData.problem} labels={{}} />}
      {items.length === 0 && <EmptyState title={m.work_empty_title()} why={m.work_empty()} action={<Link to="/challenges">{m.work_empty_action()}</Link>} />}
      {groups.map(([standing, title]) => {
        const entries = items.filter((entry) => standingOf(entry) === standing);
        return entries.length === 0 ? null : (
          <section key={standing} className="work-part">
            <h2>{title()}</h2>
            <ul className="rows">{entries.map((entry) => <EntryRow key={entry.id} entry={entry} payability={entry.mayBePaid ? payability[entry.organisationId] : undefined} answer={leaving === entry.id ? actionData : undefined} />)}</ul>
          </section>
        );
      })}
      <Pager next={next} />
      <RecommendedPart all={recommended} />
    </>
  );
}

/** Whether money would reach the organisation is told as it is now: what was known on entering may have been mended since. */
function EntryRow({ entry, payability, answer }: { entry: Entry & { awarded: readonly string[] }; payability: string | undefined; answer: FormAnswer | undefined }) {
  const open = entry.state === 'joined' ? phaseToWrite(entry, null) : undefined;
  const shown = phaseToShow(entry, null);
  const state = (open ?? shown)?.submissionState;
  const dated = open ?? shown ?? entry.phases[0];
  const isToClose = dated?.state === 'planned' || dated?.state === 'open';
  const isCancelled = entry.challenge.state === 'cancelled';
  const isHandedIn = shown && !['draft', 'lapsed'].includes(shown.submissionState ?? '');
  return (
    <li className="sheet">
      <p className="badges"><StateBadge state={isCancelled ? 'cancelled' : entry.challenge.paused ? 'paused' : entry.state} /> {state && <StateBadge state={state} />} {shown?.band && <strong>{bandText(shown.band)}</strong>}</p>
      <h3><Link to={`/challenges/${entry.challenge.slug}`}>{entry.challenge.title}</Link></h3>
      <Facts
        items={[
          { label: m.work_for(), value: entry.organisationName },
          { label: isToClose ? m.card_closes() : m.work_closed_at(), value: !isCancelled && dated?.closesAt && <When at={dated.closesAt} /> },
          { label: m.work_payable(), value: payability && <>{payabilityText(payability)} {isToBeSetUp(payability) && <Link to={`/settings/payouts?organisation=${entry.organisationId}`}>{m.join_payee_action()}</Link>}</> },
        ]}
      />
      <Paused paused={isCancelled ? null : entry.challenge.paused} />
      {isWithoutSubmission(entry) && <p>{entry.challenge.state === 'open' ? m.work_never_sent() : m.work_never_judged()}</p>}
      {isCancelled && <p>{m.work_cancelled()} {isHandedIn && (entry.isPayable === null ? m.work_cancelled_sent() : m.work_cancelled_share())}</p>}
      <ul className="actions">
        {entry.awarded.length > 0 && <li><Link to={entry.awarded.length === 1 ? `/awards/${entry.awarded[0]}` : '/awards'}>{m.work_awarded()}</Link></li>}
        {open && mayHandIn(entry, open) && <li><Link to={`/work/${entry.id}/edit`}>{open.submissionId ? m.work_continue() : m.work_start()}</Link></li>}
        {open?.submissionState && mayHandIn(entry, open) && <li><Link to={`/work/${entry.id}/check`}>{entry.challenge.paused ? m.work_check_only() : m.work_check()}</Link></li>}
        {isHandedIn && <li><Link to={`/work/${entry.id}/receipt`}>{m.work_receipt()}</Link></li>}
        {isHandedIn && <li><Link to={`/work/${entry.id}/feedback`}>{hasResult(shown) ? m.work_feedback() : m.work_openings()}</Link></li>}
      </ul>
      {entry.can.includes('withdraw') && !isCancelled && <Leave entry={entry} answer={answer} />}
    </li>
  );
}
