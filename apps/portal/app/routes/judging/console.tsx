import { m } from '@app/messages';
import { data, Link, redirect, type ShouldRevalidateFunction } from 'react-router';
import type { Route } from './+types/console';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { HandedIn } from '~/components/handed-in';
import { When } from '~/components/when';
import { neighboursOf, nextToScore, progressOf, unreadText } from '~/judging/progress';
import { saveScorecard } from '~/judging/scorecard.server';
import { Scoring } from '~/judging/scoring';
import { assignmentsOf, seatOf } from '~/judging/seat.server';
import { field, refused } from '~/problems.server';
import '~/theme/work.css';
import '~/theme/console.css';

export async function loader(args: Route.LoaderArgs) {
  const seat = await seatOf(args, args.params.seat);
  const assignments = await assignmentsOf(args, seat);
  const n = Number(args.params.n);
  const assignment = assignments[n - 1];
  if (!assignment) throw data(null, { status: 404 });
  const opened = assignment.can.includes('read') ? found(await apiFor(args).GET('/api/v1/assignments/{id}', { params: { path: { id: assignment.id } } })) : null;
  return { seat, beside: neighboursOf(assignments, n), label: assignment.label, isRecused: assignment.state === 'recused', progress: progressOf(assignments), opened };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const { seat: seatId, n } = args.params;
  const does = field(form, 'do');
  const here = `/judging/${seatId}/${n}`;
  if (does === 'recuse') {
    const { error, response } = await api.PUT('/api/v1/assignments/{id}/recusal', { params: { path: { id: field(form, 'assignment') } }, body: { reason: field(form, 'reason') } });
    if (!response.ok) return { isStale: false, ...refused(response, error, form).data };
  } else {
    const { problem, response } = await saveScorecard(api, form, does === 'lock' ? 'lock' : 'save');
    if (problem) {
      const values = Object.fromEntries([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
      const isStale = response.status === 412;
      return data({ isStale, problem: isStale ? { status: 412, title: m.console_stale() } : problem, values }, { status: response.status });
    }
    if (does !== 'lock') throw redirect(here, { status: 303 });
  }
  const next = nextToScore(await assignmentsOf(args, await seatOf(args, seatId)), Number(n));
  throw redirect(next ? `/judging/${seatId}/${next}` : `/judging/${seatId}/summary`, { status: 303 });
}

/** After a refusal nothing is read again, except where what is stored is the very reason. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) => actionStatus === 412 || defaultShouldRevalidate;

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData?.label ?? m.judging_title() }) }];

export default function Console({ loaderData: { seat, beside, label, isRecused, progress, opened }, actionData }: Route.ComponentProps) {
  const to = (place?: number) => (place ? `/judging/${seat.id}/${place}` : undefined);
  const [previous, next] = [to(beside.previous), to(beside.next)];
  return (
    <>
      <p><Link to={`/judging/${seat.id}/summary`}>{m.console_back({ title: seat.challengeTitle })}</Link></p>
      <div className="console-head">
        <h1>{label}</h1>
        <Facts items={[{ label: m.judging_progress(), value: m.judging_left(progress) }, { label: m.judging_until(), value: seat.judgingEndsAt && <When at={seat.judgingEndsAt} /> }]} />
      </div>
      {opened ? (
        <div className="console">
          <HandedIn opened={opened} fileUrl={(id) => `/api/v1/assignments/${opened.id}/files/${id}`} opensAll={opened.scorecard.lockedAt !== null} later={m.console_file_later} />
          <Scoring key={opened.id} seat={seat.id} opened={opened} isOpen={seat.panelState === 'scoring'} previous={previous} next={next} answer={actionData} />
        </div>
      ) : (
        <p className="notice" data-tone="wait">{isRecused ? m.console_recused() : unreadText(seat)}</p>
      )}
      <nav className="pager" aria-label={m.console_pager()}>
        {previous && <Link to={previous}>{m.console_previous()}</Link>}
        {next && <Link to={next}>{m.console_next()}</Link>}
        <Link to={`/judging/${seat.id}/summary`}>{m.judging_summary()}</Link>
      </nav>
    </>
  );
}
