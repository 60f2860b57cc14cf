import { m } from '@app/messages';
import { Form } from 'react-router';
import type { FormAnswer } from '~/components/form';
import { fieldErrors } from '~/problems';

interface AskParts {
  challenge: { id: string; slug: string };
  idempotencyKey: string;
  answer?: FormAnswer;
}

/** Made of plain parts: everybody who reads a challenge loads it. */
export function AskForm({ challenge, idempotencyKey, answer }: AskParts) {
  const wrong = answer?.problem && (fieldErrors(answer.problem).text ?? answer.problem.title);
  return (
    <section aria-labelledby="ask">
      <h3 id="ask">{m.questions_ask_title()}</h3>
      <Form method="post" action={`/challenges/${challenge.slug}#questions`} noValidate>
        <input type="hidden" name="challenge" value={challenge.id} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <div className="field">
          <label htmlFor="text">{m.questions_ask_label()}</label>
          <p className="field-help" id="text-help">{m.questions_ask_help()}</p>
          {wrong && <p className="field-error" id="text-error" role="alert">{wrong}</p>}
          <textarea className="control" id="text" name="text" rows={4} maxLength={2000} defaultValue={answer?.values?.text} aria-invalid={wrong ? true : undefined} aria-describedby={wrong ? 'text-help text-error' : 'text-help'} />
        </div>
        <button className="main-action">{m.questions_ask()}</button>
      </Form>
    </section>
  );
}
