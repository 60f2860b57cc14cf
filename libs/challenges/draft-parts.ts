import { instantText, money, moneyText } from '@app/kernel';
import type { FullChallenge, FullPhase } from './full-challenge';

/** A draft part by part as plain text, by the pointers with which staff ask for edits; what is chosen from a list stands as its code. */
export type DraftParts = Readonly<Record<string, string>>;

export interface PartChange {
  pointer: string;
  /** What stood there; empty where nothing did. */
  before: string;
}

export function draftParts({ challenge, phases }: FullChallenge): DraftParts {
  const { metric, wantedTrl, ...texts } = challenge.brief;
  return {
    '/title': challenge.title, '/summary': challenge.summary ?? '',
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/brief/${name}`, text ?? ''])),
    '/brief/wantedTrl': String(wantedTrl ?? ''),
    '/brief/metric': metric ? lines([metric.name, metric.unit, `${metric.baseline ?? '?'} → ${metric.target ?? '?'}`, metric.dueAt && instantText(new Date(metric.dueAt))]) : '',
    '/ipTerms': challenge.ipTerms ?? '', '/eligibility': lines(challenge.eligibility), '/judgeRoles': lines(challenge.judgeRoles), '/passMark': String(challenge.passMark),
    '/decisionRule': challenge.decisionRule, '/noAwardRule': challenge.noAwardRule ?? '', '/entry': lines([challenge.entry, challenge.capacity?.toString()]),
    '/countries': challenge.countries?.join(', ') ?? '', '/visibility': challenge.visibility,
    ...Object.assign({}, ...phases.map((phase, at) => phaseParts(phase, `/phases/${at}`, challenge.currency))) as DraftParts,
  };
}

/** What is otherwise now, in the order of the draft. */
export function changesSince(then: DraftParts, now: DraftParts): PartChange[] {
  const pointers = [...new Set([...Object.keys(now), ...Object.keys(then)])];
  return pointers.filter((pointer) => (then[pointer] ?? '') !== (now[pointer] ?? '')).map((pointer) => ({ pointer, before: then[pointer] ?? '' }));
}

function phaseParts({ opensAt, closesAt, judgingEndsAt, criteria, form, prizes }: FullPhase, pointer: string, currency: FullChallenge['challenge']['currency']): DraftParts {
  return {
    [pointer]: lines([opensAt, closesAt, judgingEndsAt].map((at) => at && instantText(at))),
    [`${pointer}/criteria`]: lines(criteria.map(({ title, weight, description }) => `${title} (${weight})${description ? `: ${description}` : ''}`)),
    [`${pointer}/form`]: lines(form.questions.map(({ label, help }) => `${label}${help ? `: ${help}` : ''}`)),
    [`${pointer}/prizes`]: lines(prizes.map(({ title, amount }) => `${title}${currency ? `: ${moneyText(money(amount, currency))}` : ''}`)),
  };
}

function lines(parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part).join('\n');
}
