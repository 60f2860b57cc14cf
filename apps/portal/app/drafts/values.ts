import type { View } from '@app/api-client';
import { decimalOf } from '~/amounts';
import { wallClock } from '~/zones';

type Challenge = View<'ChallengeView'>;

/** What the fields of all sections show before anybody types; names are the pointers of the API with dots. */
export function valuesOf(challenge: Challenge): Record<string, string> {
  const { brief, timezone } = challenge;
  const values: Record<string, string | number | null | undefined> = {
    title: challenge.title, summary: challenge.summary, topics: challenge.topics.join(', '),
    'brief.need': brief.need?.text, 'brief.context': brief.context?.text, 'brief.tried': brief.tried?.text, 'brief.success': brief.success?.text,
    'brief.limits': brief.limits?.text, 'brief.deliverables': brief.deliverables?.text, 'brief.wantedTrl': brief.wantedTrl,
    'brief.metric.name': brief.metric?.name, 'brief.metric.unit': brief.metric?.unit, 'brief.metric.baseline': brief.metric?.baseline,
    'brief.metric.target': brief.metric?.target, 'brief.metric.dueAt': brief.metric?.dueAt?.slice(0, 10),
    bounty: challenge.bounty, currency: challenge.currency, timezone, judgingDays: challenge.judgingDays,
    ipTerms: challenge.ip?.terms, decisionRule: challenge.decisionRule, noAwardRule: challenge.noAwardRule, passMark: challenge.passMark,
    'judgeRoles.independent': challenge.judgeRoles.includes('independent') ? 'on' : '', 'judgeRoles.sponsor': challenge.judgeRoles.includes('sponsor') ? 'on' : '',
    eligibility: challenge.eligibility.map(({ text }) => text).join('\n'), entry: challenge.entry, capacity: challenge.capacity,
    visibility: challenge.visibility, countries: challenge.countries?.join(', '),
  };
  challenge.phases.forEach((phase, index) => {
    const at = `phases.${index}`;
    values[`${at}.kind`] = phase.kind;
    for (const name of ['opensAt', 'closesAt'] as const) values[`${at}.${name}`] = phase[name] && wallClock(phase[name], timezone ?? 'UTC');
    Object.assign(values, formValues(`${at}.form`, phase.form));
    phase.criteria.forEach(({ id, title, weight, description }, row) => {
      Object.assign(values, prefixed(`${at}.criteria.${row}`, { id, title, weight, description: description?.text }));
    });
    // An empty row offers the next place; it counts only once it has a title or an amount.
    for (let row = phase.prizes.length; row < 20; row++) values[`${at}.prizes.${row}.place`] = row + 1;
    phase.prizes.forEach(({ id, title, place, amount }, row) => {
      Object.assign(values, prefixed(`${at}.prizes.${row}`, { id, title, place, amount: amount && amount.amount > 0 ? decimalOf(amount.amount, amount.currency) : '' }));
    });
  });
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value ?? '')]));
}

/** Questions made from criteria are not the sponsor's own and are not shown as such; an empty row offers what is usual. */
function formValues(at: string, { questions, isFromCriteria, fileTypes, maxFiles, allowNotAnonymised }: Challenge['phases'][number]['form']) {
  const own = isFromCriteria ? [] : questions;
  const values: Record<string, string | number | null> = { [`${at}.maxFiles`]: maxFiles, [`${at}.allowNotAnonymised`]: allowNotAnonymised ? 'on' : '' };
  for (const type of fileTypes) values[`${at}.fileTypes.${type}`] = 'on';
  for (let row = 0; row < 20; row++) {
    const { key = '', label = '', help = null, maxLength = 5000, isRequired = true } = own[row] ?? {};
    Object.assign(values, prefixed(`${at}.questions.${row}`, { key, label, help, maxLength, isRequired: isRequired ? 'on' : '' }));
  }
  return values;
}

function prefixed(prefix: string, values: Record<string, string | number | null | undefined>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
}
