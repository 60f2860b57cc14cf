import { m } from '@app/messages';
import { useEffect } from 'react';
import { SelectField, TextField, TickGroup, Field } from '~/components/form';
import { beginnings } from './beginnings';
import { effectText, groundText, isTimed, measureText } from './words';

export const reasonLabels = () => ({ finding: m.statement_finding(), ground: m.statement_ground(), facts: m.statement_facts(), measures: m.moderation_measures(), days: m.moderation_days() });

/** Rule, facts and what is done; what is often said can be begun with. `begun` says that it was just now. */
export function ReasonFields({ measures, begun }: { measures: readonly string[]; begun?: string }) {
  useEffect(() => {
    if (begun) document.getElementById('facts')?.focus();
  }, [begun]);
  return (
    <>
      <p className="field-help">
        {m.moderation_begin_with()}{' '}
        {beginnings.map((name, index) => (
          <span key={name}>{index > 0 && ' · '}<button type="submit" name="begin" value={name} className="link-button">{name === 'other' ? m.moderation_begin_no_breach() : groundText(name)}</button></span>
        ))}
      </p>
      <Field name="ground" maxLength={300} help={m.moderation_ground_help()} />
      <TextField name="facts" rows={8} maxLength={5000} help={m.moderation_facts_help()} />
      {measures.length > 0 && <TickGroup name="measures" help={m.moderation_measures_help()} options={measures.map((one) => ({ value: one, label: measureText(one), help: effectText(one) }))} />}
      {measures.some(isTimed) && <SelectField name="days" help={m.moderation_days_help()} empty={m.moderation_days_choose()} options={[...['7', '14', '30', '90', '365'].map((days) => ({ value: days, label: m.moderation_days_count({ count: Number(days) }) })), { value: 'open', label: m.moderation_days_open() }]} />}
    </>
  );
}

/** Enter presses the first button of a form: this one, not a beginning. */
export const DecidesOnEnter = () => <button type="submit" hidden />;
