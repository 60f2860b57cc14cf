import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/judging';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Paused } from '~/components/challenge/paused';
import { Facts } from '~/components/facts';
import { Form, Submit } from '~/components/form';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import type { Seat } from '~/judging/seat.server';
import { StepOff } from '~/judging/step-off';
import { field, refused } from '~/problems.server';
import { withNext } from '~/return-to';
import { useViewer } from '~/viewer';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const { pathname, search, searchParams } = new URL(args.request.url);
  const answer = await apiFor(args).GET('/api/v1/me/judging');
  const seat = searchParams.get('seat');
  if (answer.response.status === 401 && seat !== null) throw redirect(withNext('/sign-in', pathname + search));
  const { items } = found(answer);
  const asked = items.filter(({ id }) => id === seat);
  return { items: [...asked, ...items.filter(({ id }) => id !== seat)], isOfAnother: seat !== null && items.every(({ id }) => id !== seat) };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const accepts = field(form, 'answer') === 'accept';
  if (accepts && !form.has('promise')) return { problem: { status: 422, title: m.judging_promise_missing() }, values: { seat: field(form, 'seat') } };
  const { error, response } = await apiFor(args).PUT('/api/v1/panel-seats/{id}/answer', { params: { path: { id: field(form, 'seat') } }, body: { accepts } });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/judging', { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.judging_title() }) }];

export default function Judging({ loaderData: { items, isOfAnother }, actionData }: Route.ComponentProps) {
  const viewer = useViewer();
  return (
    <>
      <h1>{m.judging_title()}</h1>
      {isOfAnother && viewer && <p className="notice" data-tone="wait">{m.judging_of_another({ email: viewer.email })}</p>}
      {items.length === 0 && <EmptyState title={m.judging_empty_title()} why={m.judging_empty()} action={<Link to="/how-it-works/judges">{m.judging_empty_action()}</Link>} />}
      <ul className="rows">
        {items.map((seat) => (
          <li key={seat.id} className="sheet">
            <p className="badges"><StateBadge state={isDone(seat) ? 'done' : seat.state} /></p>
            <h2>{seat.challengeSlug ? <Link to={`/challenges/${seat.challengeSlug}`}>{seat.challengeTitle}</Link> : seat.challengeTitle}</h2>
            <Paused paused={seat.paused} />
            <Facts
              items={[
                { label: m.judging_from(), value: seat.panelState === 'waiting' && seat.closesAt && <When at={seat.closesAt} /> },
                { label: m.judging_until(), value: !endedText(seat) && seat.judgingEndsAt && <When at={seat.judgingEndsAt} /> },
                { label: m.judging_progress(), value: seat.state === 'ready' ? m.judging_done_of({ done: seat.done, of: seat.assigned }) : null },
              ]}
            />
            <SeatAction seat={seat} answer={actionData?.values?.seat === seat.id ? actionData : undefined} />
            {seat.can.includes('decline') && !seat.can.includes('accept') && !endedText(seat) && <StepOff seat={seat} answer={actionData?.values?.seat === seat.id ? actionData : undefined} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function SeatAction({ seat, answer }: { seat: Seat; answer: Route.ComponentProps['actionData'] }) {
  if (seat.can.includes('accept')) {
    return (
      <Form answer={answer} labels={{}}>
        <p>{m.judging_asked()}</p>
        <input type="hidden" name="seat" value={seat.id} />
        <label className="choice"><input type="checkbox" name="promise" /> <span>{m.judging_promise()}<small>{m.judging_promise_help()}</small></span></label>
        <div className="buttons">
          <Submit name="answer" value="accept">{m.judging_accept()}</Submit>
          <Submit name="answer" value="decline" variant="default">{m.judging_decline()}</Submit>
        </div>
      </Form>
    );
  }
  if (seat.state === 'accepted' && seat.can.includes('declare')) return <p><Link to={`/judging/${seat.id}/conflicts`}>{m.judging_declare()}</Link></p>;
  if (seat.state === 'excluded') return <p>{m.judging_excluded()}</p>;
  const ended = ['invited', 'accepted', 'ready'].includes(seat.state) && endedText(seat);
  if (seat.state !== 'ready') return ended ? <p>{ended}</p> : seat.state === 'accepted' ? <p>{m.judging_waiting()}</p> : null;
  return (
    <>
      {ended && <p>{ended}</p>}
      <ul className="actions">
        {seat.panelState === 'scoring' && seat.done < seat.assigned && <li><Link to={`/judging/${seat.id}/1`}>{m.judging_score()}</Link></li>}
        <li><Link to={`/judging/${seat.id}/summary`}>{m.judging_summary()}</Link></li>
        <li><Link to={`/judging/${seat.id}/conflicts`}>{m.judging_conflicts()}</Link></li>
      </ul>
    </>
  );
}

const isDone = (seat: Seat) => seat.state === 'ready' && (endedText(seat) !== undefined || (seat.assigned > 0 && seat.done === seat.assigned));

/** Why there is nothing more to judge, where that is so. */
function endedText({ panelState, decidedHow }: Seat): string | undefined {
  if (panelState === 'stopped') return m.judging_cancelled();
  if (panelState === 'not_reached') return m.judging_not_reached();
  if (panelState === 'closed') return m.judging_closed();
  if (panelState !== 'decided') return undefined;
  return decidedHow === 'nothing_submitted' ? m.judging_nothing_submitted() : decidedHow === 'nobody_eligible' ? m.judging_nobody_eligible() : m.judging_decided();
}
