import { after, day, type FieldError } from '@app/kernel';
import { requestProblems } from '@app/platform';
import type { Challenge, Metric } from './challenge.entity';
import { anonymousFileTypes, emptyForm } from './challenge.form';
import type { BriefDto, EditChallengeDto, MetricDto } from './http/challenge.dto';
import type { FormDto, PhaseDto } from './http/phase.dto';
import { Criterion, Phase, Prize } from './phase.entity';
import { challengeSlug } from './slug';

/** The rows of a draft's phases. */
export interface Parts {
  phases: Phase[];
  criteria: Criterion[];
  prizes: Prize[];
}

/** Writes into the challenge what was sent; what was left out stays. */
export function applyEdits(challenge: Challenge, { phases: _, brief, title, ...edits }: EditChallengeDto): void {
  Object.assign(challenge, Object.fromEntries(Object.entries(edits).filter(([, value]) => value !== undefined)));
  if (title !== undefined) Object.assign(challenge, { title, slug: challengeSlug(title, challenge.id) });
  if (brief) challenge.brief = mergeBrief(challenge.brief, brief);
  // without a bounty nobody is awarded anything: rules about it are none
  if (challenge.bounty === 'none') Object.assign(challenge, { currency: null, noAwardRule: null });
}

/** What is wrong with the edits as a whole, seen against the challenge they were applied to. */
export function editErrors(before: Pick<Challenge, 'currency'>, challenge: Challenge, parts: Parts, edits: EditChallengeDto): FieldError[] {
  const errors: FieldError[] = [];
  const say = (pointer: string, code: string, detail: string) => errors.push({ pointer, code, detail });
  if (edits.bounty === 'none' && edits.currency) say('/currency', 'no_bounty', 'must be left out where there is no bounty');
  if (edits.phases === undefined && before.currency !== null && challenge.currency !== before.currency && challenge.bounty === 'money' && parts.prizes.some(({ amount }) => amount > 0n)) {
    say('/currency', 'currency_of_prizes', 'must be changed together with the prizes');
  }
  edits.phases?.forEach((phase, index) => {
    const at = `/phases/${index}`;
    if (phase.id && !parts.phases.some(({ id }) => id === phase.id)) say(`${at}/id`, 'unknown', 'must be a phase of this challenge');
    if (phase.id && edits.phases!.findIndex(({ id }) => id === phase.id) < index) say(`${at}/id`, 'repeated', 'must not be used twice');
    for (const [name, rows] of [['criteria', parts.criteria], ['prizes', parts.prizes]] as const) {
      const known = new Set<string>(rows.filter(({ phaseId }) => phaseId === phase.id).map(({ id }) => id));
      phase[name].forEach(({ id }, at2) => {
        if (id && !known.delete(id)) say(`${at}/${name}/${at2}/id`, 'unknown', 'must be one of this phase, and only once');
      });
    }
    phase.prizes.forEach((prize, at2) => {
      const pointer = `${at}/prizes/${at2}`;
      if ((prize.kind === 'placement') !== (typeof prize.place === 'number')) say(`${pointer}/place`, 'place', 'must be there for a placement, and only there');
      if (prize.amount && prize.amount.currency !== challenge.currency) say(`${pointer}/amount/currency`, 'currency', 'must be the currency of the challenge');
    });
    const needsStripping = challenge.kind === 'prize' && phase.form && !phase.form.allowNotAnonymised;
    const named = needsStripping ? phase.form!.fileTypes.findIndex((type) => !(anonymousFileTypes as readonly string[]).includes(type)) : -1;
    if (named >= 0) say(`${at}/form/fileTypes/${named}`, 'not_anonymous', 'must be a type from which the author can be removed, or allow files that are not anonymised');
  });
  return errors;
}

/** @throws invalid */
export function refuse(errors: FieldError[]): void {
  if (errors.length > 0) throw requestProblems.invalid({ errors: errors.slice(0, 50) });
}

/** The rows as they shall be: known ids are kept, the others are new; what is not among them goes. */
export function planParts(challenge: Challenge, old: Parts, wanted: readonly PhaseDto[]): Parts {
  const parts: Parts = { phases: [], criteria: [], prizes: [] };
  wanted.forEach((dto, index) => {
    const phase = old.phases.find(({ id }) => id === dto.id) ?? Phase.planned(challenge.id, index + 1);
    const opensAt = dto.opensAt ?? null;
    const closesAt = dto.closesAt ?? null;
    parts.phases.push(Object.assign(phase, { position: index + 1, kind: dto.kind, opensAt, closesAt, form: dto.form ? formFrom(dto.form) : (phase.form ?? emptyForm) }));
    dto.criteria.forEach(({ id, title, description, weight }, at) => {
      const row = old.criteria.find((one) => one.id === id) ?? Criterion.in(phase.id);
      parts.criteria.push(Object.assign(row, { position: at + 1, title, description: description ?? null, weight }));
    });
    dto.prizes.forEach(({ id, kind, place, title, amount }, at) => {
      const row = old.prizes.find((one) => one.id === id) ?? Prize.in(challenge.id, phase.id);
      parts.prizes.push(Object.assign(row, { position: at + 1, kind, place: place ?? null, title, amount: BigInt(amount?.amount ?? 0) }));
    });
  });
  return parts;
}

/** All of a draft but the ids of its rows, as a copy: two of them are equal where nothing was changed. */
export function contentOf(challenge: Challenge, { phases, criteria, prizes }: Parts): unknown {
  const inPhase = ({ id }: Phase) => <T extends Criterion | Prize>(rows: readonly T[]) => rows.filter(({ phaseId }) => phaseId === id).sort((a, b) => a.position - b.position);
  return structuredClone({
    challenge: { ...challenge },
    phases: [...phases].sort((a, b) => a.position - b.position).map((phase) => ({
      kind: phase.kind, opensAt: phase.opensAt, closesAt: phase.closesAt, judgingEndsAt: phase.judgingEndsAt, form: phase.form,
      criteria: inPhase(phase)(criteria).map(({ title, description, weight }) => ({ title, description, weight })),
      prizes: inPhase(phase)(prizes).map(({ kind, place, title, amount }) => ({ kind, place, title, amount })),
    })),
  });
}

/** What follows from the rest: sums and dates that lists and clocks read. */
export function derive(challenge: Challenge, { phases, prizes }: Parts): void {
  if (challenge.bounty === 'none') for (const prize of prizes) prize.amount = 0n;
  for (const phase of phases) phase.judgingEndsAt = phase.closesAt && after(phase.closesAt, challenge.judgingDays * day);
  const first = phases.find(({ position }) => position === 1);
  challenge.bountyTotal = prizes.reduce((total, { amount }) => total + amount, 0n);
  challenge.opensAt = first?.opensAt ?? null;
  challenge.closesAt = first?.closesAt ?? null;
}

function mergeBrief(brief: Challenge['brief'], { metric, ...texts }: BriefDto): Challenge['brief'] {
  const sent = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
  return { ...brief, ...sent, ...(metric === undefined ? {} : { metric: metric && metricFrom(metric) }) };
}

function metricFrom({ name, unit, baseline, target, dueAt }: MetricDto): Metric {
  return { name, unit: unit ?? null, baseline: baseline ?? null, target: target ?? null, dueAt: dueAt?.toISOString() ?? null };
}

function formFrom({ questions, fileTypes, maxFiles, allowNotAnonymised }: FormDto): Phase['form'] {
  return {
    questions: questions.map(({ key, label, help, maxLength, isRequired }) => ({ key, label, help: help ?? null, maxLength, isRequired })),
    fileTypes, maxFiles, allowNotAnonymised,
  };
}
