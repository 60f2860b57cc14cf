import { m } from '@app/messages';
import { type ComponentProps } from 'react';
import { Field, Form, Submit, TickField } from './form';

/** Signs exactly one text for an organisation: typed name, tick, and the password where the API asks for it again. */
export function SignForm({ hash, organisation, text, action, answer }: { hash: string; organisation: string; text: string; action: string; answer: ComponentProps<typeof Form>['answer'] }) {
  const code = answer?.problem?.code;
  const mustProve = code === 'identity_prove_again' || code === 'identity_wrong_credentials';
  return (
    <section className="sheet work-part" aria-labelledby="sign">
      <h2 id="sign">{m.agreement_sign({ organisation })}</h2>
      <p>{text}</p>
      <Form answer={answer} labels={{ name: m.agreement_sign_name(), isAccepted: m.agreement_sign_tick({ organisation }), password: m.label_password() }}>
        <input type="hidden" name="hash" value={hash} />
        <Field name="name" autoComplete="name" help={m.agreement_sign_name_help()} />
        <TickField name="isAccepted" />
        {mustProve && <Field name="password" type="password" autoComplete="current-password" help={m.agreement_sign_prove()} />}
        <Submit>{action}</Submit>
      </Form>
    </section>
  );
}
