import { m } from '@app/messages';
import { Form, Submit, type FormAnswer } from '~/components/form';
import type { Seat } from './seat.server';

/** Leaving after a yes; behind a fold, since nobody comes back. */
export function StepOff({ seat, answer, isOpen = answer !== undefined }: { seat: Seat; answer?: FormAnswer; isOpen?: boolean }) {
  return (
    <details open={isOpen || undefined}>
      <summary>{m.judging_step_off()}</summary>
      <p>{seat.state === 'ready' ? m.judging_step_off_text() : m.judging_step_off_waiting()}</p>
      <Form answer={answer} labels={{}} action="/judging">
        <input type="hidden" name="seat" value={seat.id} />
        <Submit name="answer" value="decline" variant="default">{m.judging_step_off_action()}</Submit>
      </Form>
    </details>
  );
}
