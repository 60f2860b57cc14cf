import { splitByWeights } from '@app/kernel';
import type { ChallengeAnswer, ReadinessAnswer } from './answers';
import type { Drawing } from './drawing';
import type { PlannedChallenge } from './plan';
import type { Row } from './rows';

/** When the challenges of one wave run, on the platform's clock. */
export interface Calendar {
  opensAt: Date;
  /** Of first phases: the latest. */
  closesAt: Date;
  secondOpensAt: Date;
  secondClosesAt: Date;
}

export interface Completion {
  /** For the PATCH of the draft. */
  edits: Record<string, unknown>;
  /** How many fields the source left open or that had to be changed, by what they are about. */
  fields: Record<string, number>;
}

const day = 24 * 60 * 60 * 1000;
const longest = { text: 9_000, clause: 600, criterion: 1000 };
/** Whole units; the provider takes less than a million a charge, so the largest need several. */
const largestPurse = 1_500_000;
/** Before a second phase; the others have time until the last of the wave has closed, so that no deadline decides who is heard. */
const judgingDays = { betweenPhases: 5, otherwise: 14 };

/** Challenges of a wave open together, two days after it begins, and are over in 28 days at most. */
export function calendarOf(begin: Date): Calendar {
  const at = (days: number) => new Date(begin.getTime() + days * day);
  return { opensAt: at(2), closesAt: at(16), secondOpensAt: at(16 + judgingDays.betweenPhases), secondClosesAt: at(28) };
}

/** What turns an imported draft into one that can be reviewed. What the source says is kept; the rest comes from the seed. */
export function complete(planned: PlannedChallenge, draft: ChallengeAnswer, readiness: ReadinessAnswer, calendar: Calendar, drawing: Drawing): Completion {
  const { row, key } = planned;
  const fields: Record<string, number> = {};
  for (const { section, code } of readiness.missing) fields[section === 'dates' || code.startsWith('placement') ? section : code.replace(/_(missing|past)$/, '')] = 1;
  if (row.sponsor.trim() === '') fields.sponsor = 1;
  const purse = purseOf(row, drawing);
  if (row.prize_amount !== null && row.prize_amount > largestPurse) fields.capped = 1;
  const phases = phasesOf(planned, purse, calendar, drawing);
  const edits = {
    ...(draft.summary === null ? { summary: `${row.title}: a problem that was looked into for ${drawing.whole(2, 9, 'years', key)} years.` } : {}),
    brief: briefOf(row, readiness, calendar, drawing),
    bounty: purse === 0 ? 'none' : 'money',
    ...(purse === 0 ? { currency: null } : { currency: row.currency ?? 'USD', noAwardRule: drawing.oneOf(['split', 'refund'], 'no award', key) }),
    ipTerms: drawing.oneOf(['non_exclusive_licence', 'exclusive_licence', 'assignment'], 'rights', key),
    decisionRule: planned.decision,
    eligibility: [cut(row.rules?.trim() || 'Anybody of full age may take part, alone or for an organisation.', longest.clause), 'What is handed in was made by those who hand it in.'],
    judgeRoles: ['independent'],
    judgingDays: phases.length > 1 ? judgingDays.betweenPhases : judgingDays.otherwise,
    phases,
  };
  return { edits, fields };
}

/** Whole units; 0 where it is a selection without money. */
export function purseOf({ id, prize_amount }: Row, drawing: Drawing): number {
  if (prize_amount !== null) return Math.min(prize_amount, largestPurse);
  return drawing.happens(8, 'no bounty', id) ? 0 : drawing.whole(10, 120, 'purse', id) * 500;
}

function briefOf(row: Row, { missing }: ReadinessAnswer, { opensAt }: Calendar, drawing: Drawing): Record<string, unknown> {
  const lacks = (code: string) => missing.some((one) => one.code === code);
  const now = drawing.whole(20, 60, 'baseline', row.id);
  return {
    ...(lacks('need_missing') ? { need: `${row.summary ?? row.title} It costs about ${drawing.whole(2, 90, 'cost', row.id)} thousand dollars a month.` } : {}),
    tried: `${drawing.oneOf(['Two suppliers', 'A working group', 'A research contract', 'Nobody outside'], 'tried', row.id)} tried for ${drawing.whole(3, 24, 'months', row.id)} months; it stayed as it was.`,
    success: `The cases counted fall below ${Math.round(now / 3)} a month.`,
    limits: `It must be in use within ${drawing.whole(6, 24, 'in use', row.id)} months and keep to the law where it is used.`,
    deliverables: cut(row.how_to_enter?.trim() || 'A description of the approach, what it needs, and how it will be shown to work.', longest.text),
    metric: { name: 'Cases a month', unit: 'cases', baseline: now, target: Math.round(now / 3), dueAt: new Date(opensAt.getTime() + 300 * day).toISOString() },
  };
}

/** One phase, or two where the source names phases: first abstracts, from which the better go on. */
function phasesOf({ row, key }: PlannedChallenge, purse: number, calendar: Calendar, drawing: Drawing): object[] {
  const criteria = criteriaOf(row, drawing);
  const prizes = prizesOf(row, purse, drawing);
  const opensAt = calendar.opensAt.toISOString();
  if (row.phases.length < 2 || drawing.happens(2, 'one phase', key)) return [{ kind: 'proposal', opensAt, closesAt: new Date(calendar.opensAt.getTime() + daysOf(row) * day).toISOString(), criteria, prizes }];
  return [
    { kind: 'abstract', opensAt, closesAt: calendar.closesAt.toISOString(), criteria, prizes: [] },
    { kind: 'proposal', opensAt: calendar.secondOpensAt.toISOString(), closesAt: calendar.secondClosesAt.toISOString(), criteria, prizes },
  ];
}

/** As long as it was, but at least a week and at most two. */
function daysOf({ opens_at, closes_at }: Row): number {
  const days = opens_at && closes_at ? Math.round((Date.parse(closes_at) - Date.parse(opens_at)) / day) : 14;
  return Math.max(7, Math.min(14, days));
}

const criterionTitles = ['Effect on the problem', 'Feasibility', 'Originality', 'Cost of running it', 'Quality of the evidence', 'Ease of use'];
/** No two are equal, so that ties are broken the same way in every run. */
const criterionWeights = [[60, 40], [50, 30, 20], [40, 30, 20, 10]];

function criteriaOf({ id, judging_criteria }: Row, drawing: Drawing): object[] {
  const titles = drawing.shuffled(criterionTitles, (title) => title, 'criteria', id);
  return drawing.oneOf(criterionWeights, 'weights', id).map((weight, at) => ({
    title: titles[at]!, weight, ...(at === 0 && judging_criteria?.trim() ? { description: cut(judging_criteria, longest.criterion) } : {}),
  }));
}

const placeTitles = ['First place', 'Second place', 'Third place'];
const placeWeights = [[100], [70, 30], [60, 25, 15]];

function prizesOf({ id, currency }: Row, purse: number, drawing: Drawing): object[] {
  const weights = drawing.oneOf(placeWeights, 'places', id);
  const amounts = splitByWeights(BigInt(purse) * 100n, weights);
  return weights.map((_, at) => ({
    kind: 'placement', place: at + 1, title: placeTitles[at]!, ...(purse === 0 ? {} : { amount: { amount: Number(amounts[at]), currency: currency ?? 'USD' } }),
  }));
}

function cut(text: string, most: number): string {
  return text.trim().slice(0, most).toWellFormed();
}
