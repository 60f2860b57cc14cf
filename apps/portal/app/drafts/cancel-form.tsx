import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { ChoiceField, Form, Submit, TextField, type FormAnswer } from '~/components/form';
import { useSupport } from '~/viewer';

/** The way out of a challenge that lives: the sponsor's own, or, once money is held or it is open, through staff. */
export function GivingUp({ challenge: { state, bounty, funded, can }, answer }: { challenge: Pick<View<'ChallengeView'>, 'state' | 'bounty' | 'funded' | 'can'>; answer?: FormAnswer }) {
  const support = useSupport();
  if (can.includes('cancel')) return <CancelForm mayBePaid={bounty === 'money' && (state === 'approved' || state === 'scheduled')} answer={answer} />;
  if (state !== 'open' && !(['approved', 'scheduled'].includes(state) && funded && funded.amount > 0)) return null;
  return <p className="soft">{m.cancel_by_staff()}{support && <> {m.cancel_write_to()} <a href={`mailto:${support}`}>{support}</a></>}</p>;
}

/** Giving a challenge up, folded away; it opens again when the API had something to say about it. */
function CancelForm({ mayBePaid, answer }: { mayBePaid: boolean; answer?: FormAnswer }) {
  const mine = answer?.values?.intent === 'cancel' ? answer : undefined;
  return (
    <details className="danger" open={mine !== undefined}>
      <summary>{m.cancel_title()}</summary>
      <p>{m.cancel_text()}{mayBePaid && ` ${m.draft_paid_back()}`}</p>
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
