import { m } from '@app/messages';
import { Link } from 'react-router';
import { SelectField, TextField, TickGroup, Field } from '~/components/form';
import { effectText, groundText, isTimed, measureText } from './words';

/** What staff often have to say, to begin with and to change. */
const canned: Readonly<Record<string, { ground(): string; facts(): string }>> = {
  copying: { ground: m.moderation_canned_copying, facts: m.moderation_canned_copying_facts },
  misuse: { ground: m.moderation_canned_misuse, facts: m.moderation_canned_misuse_facts },
  illegal: { ground: m.moderation_canned_illegal, facts: m.moderation_canned_illegal_facts },
  spam: { ground: m.moderation_canned_spam, facts: m.moderation_canned_spam_facts },
  harassment: { ground: m.moderation_canned_harassment, facts: m.moderation_canned_harassment_facts },
  misleading: { ground: m.moderation_canned_misleading, facts: m.moderation_canned_misleading_facts },
  personal_data: { ground: m.moderation_canned_personal_data, facts: m.moderation_canned_personal_data_facts },
  other: { ground: m.moderation_canned_no_breach, facts: m.moderation_canned_no_breach_facts },
};

export const beginningOf = (name: string | null): Record<string, string> => {
  const found = canned[name ?? ''];
  return found ? { ground: found.ground(), facts: found.facts() } : {};
};

export const reasonLabels = () => ({ finding: m.statement_finding(), ground: m.statement_ground(), facts: m.statement_facts(), measures: m.moderation_measures(), days: m.moderation_days() });

/** Rule, facts and what is done; what is often said can be begun with. */
export function ReasonFields({ measures }: { measures: readonly string[] }) {
  return (
    <>
      <p className="field-help">
        {m.moderation_begin_with()}{' '}
        {Object.keys(canned).map((name, index) => (
          <span key={name}>{index > 0 && ' · '}<Link to={`?begin=${name}#decide`} preventScrollReset>{name === 'other' ? m.moderation_begin_no_breach() : groundText(name)}</Link></span>
        ))}
      </p>
      <Field name="ground" maxLength={300} help={m.moderation_ground_help()} />
      <TextField name="facts" rows={8} maxLength={5000} help={m.moderation_facts_help()} />
      {measures.length > 0 && <TickGroup name="measures" help={m.moderation_measures_help()} options={measures.map((one) => ({ value: one, label: measureText(one), help: effectText(one) }))} />}
      {measures.some(isTimed) && <SelectField name="days" help={m.moderation_days_help()} empty={m.moderation_days_choose()} options={[...['7', '14', '30', '90', '365'].map((days) => ({ value: days, label: m.moderation_days_count({ count: Number(days) }) })), { value: 'open', label: m.moderation_days_open() }]} />}
    </>
  );
}
