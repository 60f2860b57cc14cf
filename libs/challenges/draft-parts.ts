import { instantText, money, moneyText } from '@app/kernel';
import type { FullChallenge, FullPhase } from './full-challenge';

/**
 * A draft part by part as plain text, by the pointers with which staff ask for edits; what is chosen from a list stands as its code.
 * Whatever a sponsor can edit is in one of them: what is in none could be changed unseen.
 */
export type DraftParts = Readonly<Record<string, string>>;

export interface PartChange {
  pointer: string;
  /** What stood there; empty where nothing did. */
  before: string;
}

export function draftParts({ challenge, phases }: FullChallenge): DraftParts {
  const { metric, wantedTrl, ...texts } = challenge.brief;
  return {
    '/title': challenge.title, '/summary': challenge.summary ?? '', '/topics': challenge.topics.join(', '), '/kind': challenge.kind,
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/brief/${name}`, text ?? ''])),
    '/brief/wantedTrl': String(wantedTrl ?? ''),
    '/brief/metric': metric ? lines([metric.name, metric.unit, `${metric.baseline ?? '?'} → ${metric.target ?? '?'}`, metric.dueAt && instantText(new Date(metric.dueAt))]) : '',
    '/bounty': lines([challenge.bounty, challenge.currency]), '/ipTerms': challenge.ipTerms ?? '', '/eligibility': lines(challenge.eligibility), '/judgeRoles': lines(challenge.judgeRoles), '/passMark': String(challenge.passMark),
    '/decisionRule': challenge.decisionRule, '/noAwardRule': challenge.noAwardRule ?? '', '/entry': lines([challenge.entry, challenge.capacity?.toString()]),
    '/countries': challenge.countries?.join(', ') ?? '', '/visibility': challenge.visibility,
    '/timezone': challenge.timezone ?? '', '/judgingDays': String(challenge.judgingDays),
    ...Object.assign({}, ...phases.map((phase, at) => phaseParts(phase, `/phases/${at}`, challenge.currency))) as DraftParts,
  };
}

/** What is otherwise now, in the order of the draft. */
export function changesSince(then: DraftParts, now: DraftParts): PartChange[] {
  const pointers = [...new Set([...Object.keys(now), ...Object.keys(then)])];
  return pointers.filter((pointer) => (then[pointer] ?? '') !== (now[pointer] ?? '')).map((pointer) => ({ pointer, before: then[pointer] ?? '' }));
}

function phaseParts({ kind, opensAt, closesAt, judgingEndsAt, criteria, form, prizes }: FullPhase, pointer: string, currency: FullChallenge['challenge']['currency']): DraftParts {
  return {
    [pointer]: lines([opensAt, closesAt, judgingEndsAt].map((at) => at && instantText(at))),
    [`${pointer}/kind`]: kind,
    [`${pointer}/criteria`]: lines(criteria.map(({ title, weight, description }) => `${title} (${weight})${description ? `: ${description}` : ''}`)),
    [`${pointer}/form`]: lines(form.questions.map(({ label, isRequired, maxLength, help }) => `${label}${isRequired ? ' *' : ''} (${maxLength})${help ? `: ${help}` : ''}`)),
    [`${pointer}/form/fileTypes`]: lines([String(form.maxFiles), ...form.fileTypes, form.allowNotAnonymised && 'allowNotAnonymised']),
    [`${pointer}/prizes`]: lines(prizes.map((prize) => prizeText(prize, currency))),
  };
}

/** The kind stands there only where it is not the usual one. */
function prizeText({ kind, place, title, amount }: FullPhase['prizes'][number], currency: FullChallenge['challenge']['currency']): string {
  return `${kind === 'placement' ? '' : `${kind} `}${place === null ? '' : `${place}. `}${title}${currency ? `: ${moneyText(money(amount, currency))}` : ''}`;
}

function lines(parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter((part) => part).join('\n');
}
