import { m } from '@app/messages';
import { Form, Submit, type FormAnswer } from '~/components/form';
import { phaseToShow, type Entry } from './entries';

/** Leaving a challenge: folded away, and nothing happens without the tick, since nobody comes back. */
export function Leave({ entry, answer }: { entry: Entry; answer?: FormAnswer }) {
  return (
    <details open={answer !== undefined}>
      <summary>{m.leave_title()}</summary>
      <p>{loses(entry)} {m.leave_for_good()}{entry.state === 'joined' && <> {m.leave_place()}</>}</p>
      <Form answer={answer} labels={{}}>
        <input type="hidden" name="entry" value={entry.id} />
        <label className="choice"><input type="checkbox" name="sure" /> <span>{m.leave_sure({ title: entry.challenge.title })}</span></label>
        <Submit variant="default">{m.leave_action()}</Submit>
      </Form>
    </details>
  );
}

function loses(entry: Entry): string {
  if (entry.state === 'waitlisted') return m.leave_waiting();
  const state = phaseToShow(entry, null)?.submissionState ?? null;
  if (state === 'submitted') return m.leave_sent();
  return state === 'draft' ? m.leave_draft() : m.leave_nothing();
}
