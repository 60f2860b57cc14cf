import { m } from '@app/messages';
import { ChoiceField, Form, Submit, TextField, type FormAnswer } from '~/components/form';

/** Giving a challenge up, folded away; it opens again when the API had something to say about it. */
export function CancelForm({ answer }: { answer?: FormAnswer }) {
  const mine = answer?.values?.intent === 'cancel' ? answer : undefined;
  return (
    <details className="danger" open={mine !== undefined}>
      <summary>{m.cancel_title()}</summary>
      <p>{m.cancel_text()}</p>
      <Form answer={mine} labels={{ reason: m.cancel_reason(), note: m.cancel_note() }}>
        <input type="hidden" name="intent" value="cancel" />
        <ChoiceField
          name="reason"
          options={[
            { value: 'no_longer_needed', label: m.cancel_no_longer_needed() },
            { value: 'duplicate', label: m.cancel_duplicate() },
            { value: 'wrong_terms', label: m.cancel_wrong_terms() },
            { value: 'no_funding', label: m.cancel_no_funding() },
          ]}
        />
        <TextField name="note" help={m.cancel_note_help()} rows={3} />
        <Submit variant="default">{m.cancel_action()}</Submit>
      </Form>
    </details>
  );
}
