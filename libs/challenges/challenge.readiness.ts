import { moneyText, smallestCharge, sum } from '@app/kernel';
import { worstCase } from './challenge.calendar';
import type { FullChallenge, FullPhase } from './full-challenge';
import type { FrozenNumbers } from './rule-numbers';
import { wallClock } from './zoned';

export const sections = ['problem', 'tried', 'outcome', 'limits', 'criteria', 'prize', 'dates', 'rules'] as const;
export type Section = (typeof sections)[number];

export const findingCodes = [
  'summary_missing', 'need_missing', 'tried_missing', 'success_missing', 'deliverables_missing', 'metric_missing', 'limits_missing',
  'criteria_missing', 'weight_zero', 'weights_not_100', 'currency_missing', 'placement_missing', 'places_broken', 'amount_missing', 'not_funded',
  'opening_missing', 'closing_missing', 'closes_before_opening', 'closing_past', 'opening_past', 'overlaps_judging', 'phase_missing', 'hold_limit',
  'ip_missing', 'no_award_rule_missing', 'eligibility_missing', 'judges_missing', 'timezone_missing', 'capacity_missing', 'below_smallest_payment',
  'prize_kind_unavailable', 'kind_unavailable', 'entry_unavailable', 'visibility_unavailable', 'no_number', 'midnight', 'weekend',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** One thing to see to: where (RFC 6901 into the draft), a stable code with what its sentence is about, and that sentence in English. */
export interface Finding {
  section: Section;
  code: FindingCode;
  pointer: string;
  detail: string;
  values: Readonly<Record<string, string>>;
}

export interface Readiness {
  /** Nothing may be missing when a review is asked for, and nothing when it opens. */
  missing: Finding[];
  /** Allowed, but rarely wise. */
  warnings: Finding[];
}

type Terms = Omit<FullChallenge, 'challenge'> & { challenge: Pick<FullChallenge['challenge'],
  'kind' | 'visibility' | 'summary' | 'brief' | 'bounty' | 'currency' | 'ipTerms' | 'noAwardRule' | 'entry' | 'capacity' | 'eligibility' | 'judgeRoles' | 'timezone' | 'judgingDays' | 'funded' | 'fundedAt'> };

/** What a draft still lacks, asked of rules only. `now` and the numbers decide about its dates. */
export function readinessOf(terms: Terms, numbers: FrozenNumbers, now: Date): Readiness {
  return {
    missing: [
      ...textFindings(terms), ...terms.phases.flatMap(criteriaFindings), ...prizeFindings(terms), ...dateFindings(terms, numbers, now), ...ruleFindings(terms),
      ...unavailable(terms),
    ],
    warnings: [...numberWarnings(terms), ...calendarWarnings(terms)],
  };
}

function textFindings({ challenge: { summary, brief } }: Terms): Finding[] {
  const { metric } = brief;
  return [
    ...need(summary, 'problem', 'summary_missing', '/summary', 'Say the problem in one or two sentences.'),
    ...need(brief.need, 'problem', 'need_missing', '/brief/need', 'Say what happens, and what it costs you.'),
    ...need(brief.tried, 'tried', 'tried_missing', '/brief/tried', 'Say what was tried, even if it was nothing.'),
    ...need(brief.success, 'outcome', 'success_missing', '/brief/success', 'Say what a good result is.'),
    ...need(brief.deliverables, 'outcome', 'deliverables_missing', '/brief/deliverables', 'Say what is to be handed in.'),
    ...need(metric && metric.baseline !== null && metric.target !== null && metric.dueAt !== null, 'outcome', 'metric_missing', '/brief/metric', 'Name one number: what it is today, what it should be, and when it will be measured.'),
    ...need(brief.limits, 'limits', 'limits_missing', '/brief/limits', 'Say what a solution must keep to: size, cost, material, law.'),
  ];
}

function criteriaFindings(phase: FullPhase, index: number): Finding[] {
  const pointer = `/phases/${index}/criteria`;
  if (phase.criteria.length === 0) return [finding('criteria', 'criteria_missing', pointer, `Phase ${index + 1} has no criteria.`, phaseValue(index))];
  const total = phase.criteria.reduce((sum, { weight }) => sum + weight, 0);
  return [
    ...phase.criteria.flatMap(({ weight }, at) => (weight > 0 ? [] : [finding('criteria', 'weight_zero', `${pointer}/${at}/weight`, 'A criterion with weight 0 decides nothing.')])),
    ...(total === 100 ? [] : [finding('criteria', 'weights_not_100', pointer, `The weights of phase ${index + 1} sum to ${total}, not to 100.`, { ...phaseValue(index), total: String(total) })]),
  ];
}

function prizeFindings({ challenge: { bounty, currency }, phases }: Terms): Finding[] {
  const prizes = phases.flatMap((phase, at) => phase.prizes.map((prize, index) => ({ ...prize, pointer: `/phases/${at}/prizes/${index}/amount` })));
  const last = phases.length - 1;
  const total = sum(prizes.map(({ amount }) => amount));
  const placed = phases.flatMap((phase, at) => {
    const places = phase.prizes.filter(({ kind }) => kind === 'placement').map(({ place }) => place!).sort((a, b) => a - b);
    return places.every((place, index) => place === index + 1) ? [] : [finding('prize', 'places_broken', `/phases/${at}/prizes`, 'Places count from 1 without gaps or repetitions.')];
  });
  const isWinnable = phases[last]?.prizes.some(({ kind }) => kind === 'placement') ?? false;
  return [
    ...(bounty === 'money' && currency === null ? [finding('prize', 'currency_missing', '/currency', 'Choose a currency, or say that there is no bounty.')] : []),
    ...(isWinnable ? [] : [finding('prize', 'placement_missing', `/phases/${Math.max(last, 0)}/prizes`, 'The last phase needs at least one place to win.')]),
    ...placed,
    ...(bounty === 'money' && currency !== null && total > 0n && total < smallestCharge[currency]
      ? [finding('prize', 'below_smallest_payment', '/phases/0/prizes', `All prizes together are ${moneyText({ amount: total, currency })}. The payment provider takes no payment of less than ${moneyText({ amount: smallestCharge[currency], currency })}.`,
          { totalAmount: String(total), leastAmount: String(smallestCharge[currency]), currency })]
      : []),
    ...(bounty === 'money' ? prizes.filter(({ amount }) => amount === 0n) : []).map(({ pointer }) => finding('prize', 'amount_missing', pointer, 'A prize needs an amount; without money, say that the bounty is none.')),
  ];
}

function dateFindings({ challenge, phases }: Terms, numbers: FrozenNumbers, now: Date): Finding[] {
  const found = phases.flatMap((phase, index) => {
    const at = `/phases/${index}`;
    if (!phase.opensAt) return [finding('dates', 'opening_missing', `${at}/opensAt`, `Phase ${index + 1} has no opening.`, phaseValue(index))];
    if (!phase.closesAt) return [finding('dates', 'closing_missing', `${at}/closesAt`, `Phase ${index + 1} has no end.`, phaseValue(index))];
    if (phase.closesAt <= phase.opensAt) return [finding('dates', 'closes_before_opening', `${at}/closesAt`, 'A phase closes after it opens.')];
    if (phase.closesAt <= now) return [finding('dates', 'closing_past', `${at}/closesAt`, 'This date has passed.')];
    const before = phases[index - 1]?.judgingEndsAt;
    if (before && phase.opensAt < before) return [finding('dates', 'overlaps_judging', `${at}/opensAt`, 'A phase opens when the judging of the one before is over.')];
    return [];
  });
  if (phases.length === 0) found.push(finding('dates', 'phase_missing', '/phases', 'A challenge has at least one phase.'));
  // once paid, the first opening may pass while the bank is slow
  if (challenge.funded === 0n && phases[0]?.opensAt && phases[0].opensAt <= now && found.length === 0) found.push(finding('dates', 'opening_past', '/phases/0/opensAt', 'This date has passed.'));

  const worst = challenge.bounty === 'none' ? undefined : worstCase(phases.map(({ closesAt }) => closesAt), challenge, numbers, challenge.fundedAt ?? now);
  if (worst?.isWithin !== false) return found;
  const [endsAt, limitAt] = [worst.endsAt.toISOString(), worst.limitAt.toISOString()];
  return [...found, finding('dates', 'hold_limit', `/phases/${phases.length - 1}/closesAt`, `At worst the money would be held until ${endsAt}, longer than the provider allows (${limitAt}).`, { endsAt, limitAt })];
}

function ruleFindings({ challenge }: Terms): Finding[] {
  return [
    ...need(challenge.ipTerms, 'rules', 'ip_missing', '/ipTerms', 'Choose who owns the result.'),
    ...need(challenge.noAwardRule ?? challenge.bounty === 'none', 'rules', 'no_award_rule_missing', '/noAwardRule', 'Choose what happens to the bounty when nobody is awarded.'),
    ...need(challenge.eligibility.length > 0, 'rules', 'eligibility_missing', '/eligibility', 'Write at least one clause about who may take part.'),
    ...need(challenge.judgeRoles.length > 0, 'rules', 'judges_missing', '/judgeRoles', 'Say whose people judge.'),
    ...need(challenge.timezone, 'dates', 'timezone_missing', '/timezone', 'Name the time zone you work in.'),
    ...need(challenge.entry !== 'capped' || challenge.capacity !== null, 'rules', 'capacity_missing', '/capacity', 'Say how many entries you take.'),
  ];
}

/** What has its place in the API and is not built yet: nobody is promised what nothing would keep. */
function unavailable({ challenge: { kind, entry, visibility }, phases }: Terms): Finding[] {
  const prizes = phases.flatMap((phase, at) => phase.prizes.map(({ kind }, index) => ({ kind, pointer: `/phases/${at}/prizes/${index}/kind` })));
  return [
    ...prizes.filter(({ kind }) => kind !== 'placement').map(({ pointer }) => finding('prize', 'prize_kind_unavailable', pointer, 'Only places can be awarded: other kinds of prizes are not available yet.')),
    ...(kind === 'prize' ? [] : [finding('rules', 'kind_unavailable', '/kind', 'A search for partners, where names are known from the start, is not available yet.')]),
    ...(entry === 'invited' ? [finding('rules', 'entry_unavailable', '/entry', 'Inviting solvers is not available yet: nobody could enter.')] : []),
    ...(visibility === 'invited' || visibility === 'internal' ? [finding('rules', 'visibility_unavailable', '/visibility', 'A challenge for invited solvers or for your own people is not available yet: nobody could enter.')] : []),
  ];
}

function numberWarnings({ challenge: { summary, brief } }: Terms): Finding[] {
  const hasNumber = [summary, brief.need, brief.success].some((text) => text !== null && /\d/.test(text));
  return hasNumber ? [] : [finding('problem', 'no_number', '/brief/need', 'There is no number in the problem: how often, how much, how long?')];
}

/** Midnight is read as the day before by half of the readers; nobody answers questions on a weekend. */
function calendarWarnings({ challenge: { timezone }, phases }: Terms): Finding[] {
  if (timezone === null) return [];
  return phases.flatMap((phase, index) =>
    (['opensAt', 'closesAt'] as const).flatMap((name) => {
      const at = phase[name];
      if (!at) return [];
      const { time, weekday } = wallClock(at, timezone);
      const pointer = `/phases/${index}/${name}`;
      return [
        ...(time === '00:00' || time === '23:59' ? [finding('dates', 'midnight', pointer, 'Midnight is easily misread by a day; take an hour of the working day.')] : []),
        ...(weekday === 0 || weekday === 6 ? [finding('dates', 'weekend', pointer, 'This is a weekend; nobody will be there to answer.')] : []),
      ];
    }),
  );
}

const phaseValue = (index: number) => ({ phase: String(index + 1) });

function need(isThere: unknown, section: Section, code: FindingCode, pointer: string, detail: string): Finding[] {
  const isEmpty = isThere === null || isThere === undefined || isThere === false || (typeof isThere === 'string' && isThere.trim() === '');
  return isEmpty ? [finding(section, code, pointer, detail)] : [];
}

function finding(section: Section, code: FindingCode, pointer: string, detail: string, values: Finding['values'] = {}): Finding {
  return { section, code, pointer, detail, values };
}
