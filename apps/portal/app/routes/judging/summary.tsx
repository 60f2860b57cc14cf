import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/summary';
import { foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { nextToScore, progressOf, standingOf, unreadText } from '~/judging/progress';
import { assignmentsOf, seatOf } from '~/judging/seat.server';
import '~/theme/work.css';

/** One's own scores only: those of other judges are nowhere here. */
export async function loader(args: Route.LoaderArgs) {
  const seat = await seatOf(args, args.params.seat);
  const [assignments, challenge] = await Promise.all([
    assignmentsOf(args, seat),
    apiFor(args).GET('/api/v1/challenges/{id}', { params: { path: { id: seat.challengeId } } }).then(foundOrNothing),
  ]);
  return { seat, assignments, criteria: challenge?.phases.find(({ id }) => id === seat.phaseId)?.criteria.map(({ id, title, weight }) => ({ id, title, weight })) ?? [] };
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.summary_title() }) }];

export default function Summary({ loaderData: { seat, assignments, criteria } }: Route.ComponentProps) {
  const { left, of } = progressOf(assignments);
  const next = nextToScore(assignments, 0);
  return (
    <>
      <p><Link to="/judging">{m.judging_title()}</Link></p>
      <h1>{m.summary_title()}</h1>
      <p>{seat.challengeTitle}</p>
      <Facts items={[{ label: m.judging_until(), value: seat.judgingEndsAt && <When at={seat.judgingEndsAt} /> }, { label: m.judging_progress(), value: m.judging_left({ left, of }) }]} />
      {assignments.length > 0 && <p className="soft">{m.summary_numbers()}</p>}
      {assignments.some(({ state, can }) => state !== 'recused' && !can.includes('read')) && <p className="soft">{unreadText(seat)}</p>}
      {seat.panelState === 'scoring' && assignments.some((one) => standingOf(one) === 'scores_saved') && <p className="notice" data-tone="wait">{m.summary_to_lock()}</p>}
      {assignments.length === 0 ? (
        <div className="work-part"><EmptyState title={m.summary_empty_title()} why={m.summary_empty()} action={<Link to="/judging">{m.judging_title()}</Link>} /></div>
      ) : (
        <div className="table-box work-part" tabIndex={0} role="region" aria-label={m.summary_title()}>
          <table>
            <thead><tr><th scope="col">{m.summary_entry()}</th><th scope="col">{m.payouts_state()}</th>{criteria.map(({ id, title, weight }) => <th key={id} scope="col" className="number">{m.summary_criterion({ title, weight })}</th>)}</tr></thead>
            <tbody>
              {assignments.map(({ id, label, state, scorecard, can }, index) => (
                <tr key={id}>
                  <th scope="row">{can.includes('read') ? <Link to={`/judging/${seat.id}/${index + 1}`}>{label}</Link> : label}</th>
                  <td><StateBadge state={standingOf({ state, scorecard })} /></td>
                  {criteria.map((criterion) => <td key={criterion.id} className="number">{scorecard.scores[criterion.id] ?? <span className="soft">{m.summary_no_score()}</span>}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {next && seat.panelState === 'scoring' ? <p><Link to={`/judging/${seat.id}/${next}`}>{m.summary_go_on()}</Link></p> : assignments.length > 0 && <p className="notice">{m.summary_all_done()}</p>}
    </>
  );
}
