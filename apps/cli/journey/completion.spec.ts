import type { ChallengeAnswer, ReadinessAnswer } from './answers';
import { calendarOf, complete, purseOf } from './completion';
import { Drawing } from './drawing';
import type { PlannedChallenge } from './plan';
import type { Row } from './rows';

const drawing = new Drawing('a');
const rowWith = (fields: Partial<Row>): Row => ({
  id: 'r-1', sponsor: 'NASA', title: 'Quiet drones', summary: 'Less noise', description: null, prize_amount: 1000, currency: 'USD', opens_at: null, closes_at: null, phases: [],
  judging_criteria: '', rules: ' ', how_to_enter: null, ...fields,
});
const planned = (row: Row): PlannedChallenge => ({ key: row.id, row, sponsor: 0, judges: [], submitters: [], onlookers: [], decision: 'by_ranking', isHard: false });
const draft = { summary: 'Less noise' } as ChallengeAnswer;
const missing = (...codes: [string, string][]): ReadinessAnswer => ({ isReady: false, missing: codes.map(([section, code]) => ({ section, code, pointer: '', detail: '' })) });
const calendar = calendarOf(new Date('2026-03-01T00:00:00Z'));

interface Phase {
  opensAt: string;
  closesAt: string;
  criteria: { weight: number }[];
  prizes: { amount?: { amount: number } }[];
}
const phasesFor = (row: Row) => complete(planned(row), draft, missing(), calendar, drawing).edits.phases as Phase[];

it.each([
  ['as the source says', { prize_amount: 425_000 }, 425_000],
  ['at most a million and a half', { prize_amount: 20_500_000 }, 1_500_000],
  ['from the seed where the source names none', { prize_amount: null }, 21_500],
])('the purse is %s', (_, fields, purse) => expect(purseOf(rowWith(fields), drawing)).toBe(purse));

it.each([250, 1000, 333_333])('the prizes sum to the purse of %d', (prize_amount) => {
  const amounts = phasesFor(rowWith({ prize_amount })).flatMap(({ prizes }) => prizes.map(({ amount }) => amount!.amount));
  expect(amounts.reduce((all, amount) => all + amount, 0)).toBe(prize_amount * 100);
});

it.each([
  ['a day is too short', '2019-03-18T00:00:00', '2019-03-19T00:00:00', '2026-03-10T00:00:00.000Z'],
  ['as long as it was', '2019-03-18T00:00:00', '2019-03-27T00:00:00', '2026-03-12T00:00:00.000Z'],
  ['a year is too long', '2019-03-18T00:00:00', '2020-03-18T00:00:00', '2026-03-17T00:00:00.000Z'],
])('dates: %s', (_, opens_at, closes_at, closesAt) => {
  const [first] = phasesFor(rowWith({ opens_at, closes_at }));
  expect([first!.opensAt, first!.closesAt]).toEqual(['2026-03-03T00:00:00.000Z', closesAt]);
});

it.each([[[]], [['Phase 1', 'Phase 2']]])('no judging deadline passes before the last phase of the wave has closed: %j', (phases) => {
  for (let at = 0; at < 20; at++) {
    const { edits } = complete(planned(rowWith({ id: `r-${at}`, phases, opens_at: '2019-03-18T00:00:00', closes_at: '2019-03-19T00:00:00' })), draft, missing(), calendar, drawing);
    const [first, second] = edits.phases as Phase[];
    const deadline = Date.parse(first!.closesAt) + (edits.judgingDays as number) * 86_400_000;
    expect(deadline).toBeGreaterThan(calendar.closesAt.getTime());
    if (second) expect(Date.parse(second.opensAt)).toBeGreaterThanOrEqual(deadline);
  }
});

it('weights sum to 100 and no two are equal, so that chance breaks no tie', () => {
  for (let at = 0; at < 20; at++) {
    const weights = phasesFor(rowWith({ id: `r-${at}` }))[0]!.criteria.map(({ weight }) => weight);
    expect([weights.reduce((all, weight) => all + weight, 0), new Set(weights).size]).toEqual([100, weights.length]);
  }
});

it('counts each field it had to complete once, and what it capped', () => {
  const readiness = missing(['problem', 'need_missing'], ['dates', 'closing_past'], ['dates', 'opening_missing'], ['prize', 'placement_missing']);
  expect(complete(planned(rowWith({ prize_amount: 9_000_000 })), draft, readiness, calendar, drawing).fields).toEqual({ need: 1, dates: 1, prize: 1, capped: 1 });
});

it('keeps the source’s texts and fills in where it has only spaces', () => {
  const { edits } = complete(planned(rowWith({ how_to_enter: 'Send a film.' })), draft, missing(), calendar, drawing);
  expect([(edits.brief as { deliverables: string }).deliverables, (edits.eligibility as string[])[0]]).toEqual(['Send a film.', 'Anybody of full age may take part, alone or for an organisation.']);
});
