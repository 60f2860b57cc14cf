import { m } from '@app/messages';
import { type ComponentProps } from 'react';
import { useViewer } from '~/viewer';
import { isSameName } from '~/work/agreement';
import { Field, Form, Submit, TickField } from './form';

/** Signs exactly one text for an organisation: typed name, tick, and the password where the API asks for it again. A name that is not the account's is said to be so before it is sent. */
export function SignForm({ hash, organisation, text, action, answer }: { hash: string; organisation: string; text: string; action: string; answer: ComponentProps<typeof Form>['answer'] }) {
  const code = answer?.problem?.code;
  const account = useViewer()?.name ?? '';
  const typed = answer?.values?.name?.trim() ?? '';
  const mustProve = code === 'identity_prove_again' || code === 'identity_wrong_credentials';
  return (
    <section className="sheet work-part" aria-labelledby="sign">
      <h2 id="sign">{m.agreement_sign({ organisation })}</h2>
      <p>{text}</p>
      {typed !== '' && !isSameName(typed, account) && <p className="notice" data-tone="wait" role="status">{m.agreement_sign_other({ typed, account })}</p>}
      <Form answer={answer} labels={{ name: m.agreement_sign_name(), isAccepted: m.agreement_sign_tick({ organisation }), password: m.label_password() }}>
        <input type="hidden" name="hash" value={hash} />
        <input type="hidden" name="typed" value={typed} />
        <Field name="name" autoComplete="name" help={m.agreement_sign_name_help({ account })} />
        <TickField name="isAccepted" />
        {mustProve && <Field name="password" type="password" autoComplete="current-password" help={m.agreement_sign_prove()} />}
        <Submit>{action}</Submit>
      </Form>
    </section>
  );
}
