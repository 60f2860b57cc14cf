import { m } from '@app/messages';

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

export const beginnings = Object.keys(canned);

type Values = Readonly<Record<string, string>>;

/** What was typed, and of what is often said in such a case the parts that are not written yet; one beginning takes the place of another. */
export function beginWith(values: Values, name: string): Values {
  const chosen = canned[name];
  if (!chosen) return values;
  const begun = Object.values(canned);
  const isOpen = (part: 'ground' | 'facts') => ['', ...begun.map((one) => one[part]())].includes((values[part] ?? '').replaceAll('\r\n', '\n').trim());
  return { ...values, ...(isOpen('ground') && { ground: chosen.ground() }), ...(isOpen('facts') && { facts: chosen.facts() }) };
}
