import { Drawing } from './drawing';
import { entriesPerMonth, planJourney } from './plan';
import type { Row } from './rows';

const row = (id: string, sponsor = 'NASA'): Row => ({
  id, sponsor, title: `Challenge ${id}`, summary: null, description: null, prize_amount: 1000, currency: 'USD', opens_at: null, closes_at: null, phases: [], judging_criteria: null, rules: null, how_to_enter: null,
});
const rows = Array.from({ length: 100 }, (_, at) => row(`r-${at}`, `Agency ${at % 7}`));
const wishes = { rows, solvers: 60, submissions: 300 };

it('is the same for one seed and another for another', () => {
  expect(planJourney(wishes, new Drawing('a'))).toEqual(planJourney(wishes, new Drawing('a')));
  expect(planJourney(wishes, new Drawing('a'))).not.toEqual(planJourney(wishes, new Drawing('b')));
});

it('takes every challenge once and hands out exactly the submissions asked for', () => {
  const { waves, sponsors } = planJourney(wishes, new Drawing('a'));
  expect(waves.flat().map(({ key }) => key).sort()).toEqual(rows.map(({ id }) => id).sort());
  expect(waves.flat().reduce((all, { submitters }) => all + submitters.length, 0)).toBe(300);
  expect(waves.flat().every(({ row: { sponsor: name }, sponsor }) => sponsors[sponsor] === name)).toBe(true);
});

it('lets nobody enter more often in a wave than the quota of a month allows, nor twice in one challenge', () => {
  for (const wave of planJourney(wishes, new Drawing('a')).waves) {
    const entries = wave.flatMap(({ submitters, onlookers }) => [...submitters, ...onlookers]);
    const counts = entries.map((solver) => entries.filter((one) => one === solver).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(entriesPerMonth);
    for (const { submitters, onlookers } of wave) expect(new Set([...submitters, ...onlookers]).size).toBe(submitters.length + onlookers.length);
  }
});

it('has in every wave one that nobody answers, one that its sponsor decides and one that is hard', () => {
  for (const wave of planJourney(wishes, new Drawing('a')).waves) {
    expect([wave.at(-1)!.submitters, wave[1]!.decision, wave[2]!.isHard]).toEqual([[], 'sponsor_choice', true]);
  }
});

it.each([
  [{ rows, solvers: 3, submissions: 300 }, '300 submissions of 3 solvers would take 38 months'],
  [{ rows: [row('1')], solvers: 4, submissions: 9 }, '9 submissions are too many'],
])('refuses %#: %s', (impossible, sentence) => expect(() => planJourney(impossible, new Drawing('a'))).toThrow(sentence));
