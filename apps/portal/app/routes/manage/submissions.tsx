import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/submissions';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { phaseName } from '~/components/challenge/terms';
import { EmptyState } from '~/components/empty-state';
import { Pager } from '~/components/pager';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { bandText } from '~/work/words';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const search = new URL(args.request.url).searchParams;
  const challenge = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  const phases = await Promise.all(
    challenge.phases.map(async (phase) => {
      const after = `after.${phase.position}`;
      const list = foundOrNothing(await api.GET('/api/v1/phases/{id}/submissions', { params: { path: { id: phase.id }, query: { after: search.get(after) ?? undefined } } }));
      return { id: phase.id, after, name: phaseName(challenge, phase), closesAt: phase.closesAt, isClosed: challenge.state !== 'cancelled' && (phase.state === 'judging' || phase.state === 'decided'), list: list ?? null };
    }),
  );
  return { phases, isCancelled: challenge.state === 'cancelled', closedBecause: phases.find(({ list }) => list?.closedBecause)?.list?.closedBecause ?? null };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.manage_submissions_title() }) }];

const closings = {
  refund: { lede: m.handed_in_closed_refund, row: m.handed_in_row_refund },
  declaration: { lede: m.handed_in_closed_declaration, row: m.handed_in_row_declaration },
};

/** What was handed in, by entry number; nothing is opened by looking at this list. */
export default function Submissions({ loaderData: { phases, isCancelled, closedBecause }, params: { slug } }: Route.ComponentProps) {
  return (
    <div className="reading">
      <p>{m.handed_in_lede()} {closedBecause ? closings[closedBecause].lede() : !isCancelled && m.handed_in_declared_first()}</p>
      {phases.map(({ id, after, name, closesAt, isClosed, list }) => (
        <section key={id} aria-labelledby={id}>
          <h2 id={id}>{name}</h2>
          {isCancelled && <EmptyState heading="h3" title={m.handed_in_sealed_title()} why={m.handed_in_cancelled()} action={<Link to={`/manage/${slug}/overview`}>{m.manage_overview()}</Link>} />}
          {!isClosed && !isCancelled && <EmptyState heading="h3" title={m.handed_in_sealed_title()} why={m.handed_in_sealed()} action={closesAt && <p>{m.card_closes()} <When at={closesAt} /></p>} />}
          {isClosed && !list && <p>{m.handed_in_managers_only()}</p>}
          {list?.items.length === 0 && <EmptyState heading="h3" title={m.handed_in_none_title()} why={m.handed_in_none()} action={<Link to={`/manage/${slug}/results`}>{m.handed_in_none_action()}</Link>} />}
          {list && list.items.length > 0 && (
            <ul className="plain-list">
              {list.items.map((item) => (
                <li key={item.id}>
                  {item.can.includes('open') ? <Link to={`/manage/${slug}/submissions/${id}/${item.id}`}>{item.label}</Link> : <strong>{item.label}</strong>} <StateBadge state={item.state} />
                  {item.isQuestioned && <> · {m.handed_in_questioned()}</>}
                  {item.band && <> · {bandText(item.band)}</>}
                  {item.solver && <> · <strong>{item.solver.organisationName}</strong></>}
                  {closedBecause && !item.can.includes('open') && <> · <span className="soft">{closings[closedBecause].row()}</span></>}
                </li>
              ))}
            </ul>
          )}
          <Pager next={list?.next} param={after} of={name} />
        </section>
      ))}
    </div>
  );
}
