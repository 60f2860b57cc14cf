import { m } from '@app/messages';
import { Form, Submit, type FormAnswer } from '~/components/form';
import '~/theme/work.css';

/** For who said at sign-up that they come for an organisation, and has none: one press, nothing to name. */
export function OnMyOwn({ answer, idempotencyKey }: { answer?: FormAnswer; idempotencyKey: string }) {
  return (
    <section aria-labelledby="on-my-own" className="sheet work-part">
      <h2 id="on-my-own">{m.on_my_own_title()}</h2>
      <p>{m.on_my_own_text()}</p>
      <Form answer={answer} labels={{}}>
        <input type="hidden" name="intent" value="alone" />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <Submit variant="default">{m.on_my_own_action()}</Submit>
      </Form>
    </section>
  );
}
