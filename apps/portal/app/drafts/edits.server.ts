import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { currencies, minorUnits, type CurrencyCode } from '../amounts';
import { fileTypes } from '../components/file-types';
import { field } from '../problems.server';
import type { Problem } from '../problems';
import { topicsIn } from '../topics';
import { instantIn, isZone } from '../zones';
import type { Section } from './sections';

type Challenge = View<'ChallengeView'>;
type Edits = View<'EditChallengeDto'>;
type Phase = View<'PhaseDto'>;
type Mistake = { pointer: string; code: string; detail: string };

export interface Read {
  edits: Edits;
  /** What cannot even be sent: amounts, numbers and times nobody can read. */
  mistakes: Mistake[];
  /** By `/phases/0/criteria`: which row of the form each sent one was, since empty rows are left out. */
  rows: Map<string, number[]>;
}

/** One section's form as the PATCH of the API. Everything else about the rules is the API's to say. */
export function editsOf(section: Section, form: FormData, challenge: Challenge): Read {
  const mistakes: Mistake[] = [];
  const rows = new Map<string, number[]>();
  const wrong = (name: string, detail: string) => void mistakes.push({ pointer: `/${name.replaceAll('.', '/')}`, code: 'portal', detail });
  const text = (name: string) => field(form, name).replaceAll('\r\n', '\n').trim();
  const orNull = (name: string) => text(name) || null;
  const list = (name: string, separator: RegExp) => text(name).split(separator).map((one) => one.trim()).filter((one) => one !== '');
  const number = (name: string): number | null => {
    const typed = text(name).replace(/[,\s](?=\d{3}(\D|$))/g, '');
    if (typed === '') return null;
    if (/^-?\d{1,15}(\.\d{1,9})?$/.test(typed)) return Number(typed);
    wrong(name, m.number_unreadable());
    return null;
  };
  const rowsOf = (prefix: string, names: readonly string[]): number[] => {
    const indexes = [...new Set([...form.keys()].filter((key) => key.startsWith(`${prefix}.`)).map((key) => Number(key.slice(prefix.length + 1).split('.', 1)[0])))].sort((a, b) => a - b);
    const kept = indexes.filter((index) => names.some((name) => text(`${prefix}.${index}.${name}`) !== ''));
    rows.set(`/${prefix.replaceAll('.', '/')}`, kept);
    return kept;
  };

  const readers: Record<Section, () => Edits> = {
    problem: () => ({
      title: text('title'), summary: orNull('summary'), topics: topicsIn(text('topics')),
      brief: { need: orNull('brief.need'), context: orNull('brief.context') },
    }),
    tried: () => ({ brief: { tried: orNull('brief.tried') } }),
    limits: () => ({ brief: { limits: orNull('brief.limits') } }),
    outcome: () => {
      const [name, due] = [text('brief.metric.name'), text('brief.metric.dueAt')];
      const metric = { name, unit: orNull('brief.metric.unit'), baseline: number('brief.metric.baseline'), target: number('brief.metric.target'), dueAt: due && !/^\d{4}-\d\d-\d\d$/.test(due) ? due : due ? `${due}T12:00:00Z` : null };
      const isEmpty = name === '' && metric.unit === null && metric.baseline === null && metric.target === null && metric.dueAt === null;
      return { brief: { success: orNull('brief.success'), deliverables: orNull('brief.deliverables'), wantedTrl: number('brief.wantedTrl'), metric: isEmpty ? null : metric } };
    },
    criteria: () => ({
      phases: phasesOf(challenge).map((phase, index) => {
        const prefix = `phases.${index}.criteria`;
        const criteria = rowsOf(prefix, ['title', 'description', 'weight']).map((row) => ({
          id: text(`${prefix}.${row}.id`) || undefined, title: text(`${prefix}.${row}.title`), description: orNull(`${prefix}.${row}.description`), weight: number(`${prefix}.${row}.weight`) ?? 0,
        }));
        return { ...phase, criteria };
      }),
    }),
    form: () => ({
      phases: phasesOf(challenge).map((phase, index) => {
        const at = `phases.${index}.form`;
        const types = [...new Set([...Object.keys(fileTypes), ...challenge.phases[index]!.form.fileTypes])];
        return {
          ...phase,
          form: {
            questions: questionsOf(`${at}.questions`), fileTypes: types.filter((type) => text(`${at}.fileTypes.${type}`) === 'on'),
            maxFiles: number(`${at}.maxFiles`) ?? 0, allowNotAnonymised: text(`${at}.allowNotAnonymised`) === 'on',
          },
        };
      }),
    }),
    prize: () => {
      const bounty = text('bounty') === 'none' ? 'none' : 'money';
      const currency = bounty === 'none' ? null : (currencies.find((code) => code === text('currency')) ?? null);
      if (bounty === 'money' && currency === null) wrong('currency', m.currency_missing());
      const phases = phasesOf(challenge).map((phase, index) => {
        const prefix = `phases.${index}.prizes`;
        const prizes = rowsOf(prefix, ['title', 'amount']).map((row) => {
          const at = `${prefix}.${row}`;
          return { id: text(`${at}.id`) || undefined, kind: 'placement' as const, title: text(`${at}.title`), place: number(`${at}.place`), amount: currency && amountOf(at, currency) };
        });
        return { ...phase, prizes };
      });
      return { bounty, currency, phases };
    },
    dates: () => {
      const timezone = text('timezone');
      if (!isZone(timezone)) wrong('timezone', m.zone_missing());
      const instant = (name: string): string | null => {
        const typed = text(name);
        const at = typed && isZone(timezone) ? instantIn(typed, timezone) : undefined;
        if (typed && isZone(timezone) && at === undefined) wrong(name, m.time_unreadable());
        return at ?? null;
      };
      const intent = field(form, 'intent');
      const phases = phasesOf(challenge).map((phase, index) => ({
        ...phase, kind: (text(`phases.${index}.kind`) || phase.kind) as Phase['kind'], opensAt: instant(`phases.${index}.opensAt`), closesAt: instant(`phases.${index}.closesAt`),
      }));
      if (intent === 'add-phase') phases.push({ kind: 'prototype', opensAt: null, closesAt: null, criteria: [], prizes: [] });
      if (intent === 'drop-phase' && phases.length > 1) phases.pop();
      return { timezone: isZone(timezone) ? timezone : null, judgingDays: number('judgingDays') ?? 0, phases };
    },
    rules: () => ({
      ipTerms: orNull('ipTerms') as Edits['ipTerms'], decisionRule: text('decisionRule') as Edits['decisionRule'], noAwardRule: orNull('noAwardRule') as Edits['noAwardRule'],
      passMark: number('passMark') ?? 0, judgeRoles: (['independent', 'sponsor'] as const).filter((role) => text(`judgeRoles.${role}`) === 'on'),
      eligibility: list('eligibility', /\n/), entry: text('entry') as Edits['entry'], capacity: text('entry') === 'capped' ? number('capacity') : null,
      visibility: text('visibility') as Edits['visibility'], countries: list('countries', /[,\s]+/).length > 0 ? list('countries', /[,\s]+/).map((code) => code.toUpperCase()) : null,
    }),
  };

  /** A question keeps its key when it is worded anew; a new one gets the first number that is free. */
  function questionsOf(list: string) {
    const kept = rowsOf(list, ['label', 'help']);
    const keys = new Set(kept.map((row) => text(`${list}.${row}.key`)));
    const free = () => {
      let number = 1;
      while (keys.has(`question-${number}`)) number++;
      keys.add(`question-${number}`);
      return `question-${number}`;
    };
    return kept.map((row) => {
      const at = `${list}.${row}`;
      return { key: text(`${at}.key`) || free(), label: text(`${at}.label`), help: orNull(`${at}.help`), maxLength: number(`${at}.maxLength`) ?? 0, isRequired: text(`${at}.isRequired`) === 'on' };
    });
  }

  function amountOf(at: string, currency: CurrencyCode) {
    const typed = text(`${at}.amount`);
    if (typed === '') return null;
    const amount = minorUnits(typed, currency);
    if (amount === undefined) wrong(`${at}.amount`, m.amount_unreadable());
    return amount === undefined ? null : { amount, currency };
  }

  return { edits: readers[section](), mistakes, rows };
}

/** The phases as the API takes them back: what a section does not show is sent as it was. */
function phasesOf({ phases }: Challenge): Phase[] {
  return phases.map(({ id, kind, opensAt, closesAt, criteria, prizes }) => ({
    id, kind, opensAt, closesAt,
    criteria: criteria.map(({ id, title, description, weight }) => ({ id, title, description: description?.text ?? null, weight })),
    prizes: prizes.map(({ id, kind, place, title, amount }) => ({ id, kind, place, title, amount: amount && amount.amount > 0 ? amount : null })),
  }));
}

/** A problem of the API with its pointers at the rows of the form instead of the rows that were sent. */
export function atFormRows(problem: Problem, rows: Read['rows']): Problem {
  const errors = problem.errors?.map((error) => {
    const [, list, index, rest] = /^(\/phases\/\d+\/(?:criteria|prizes|form\/questions))\/(\d+)(\/.*)?$/.exec(error.pointer) ?? [];
    if (/^\/phases\/\d+\/form\/fileTypes\//.test(error.pointer)) return { ...error, pointer: error.pointer.replace(/\/\d+$/, '') };
    const row = list && rows.get(list)?.[Number(index)];
    // `amount/amount` of a prize is one field here.
    return row === undefined ? error : { ...error, pointer: `${list}/${row}${(rest ?? '/title').replace(/^\/amount\/.*/, '/amount')}` };
  });
  return { ...problem, errors };
}
