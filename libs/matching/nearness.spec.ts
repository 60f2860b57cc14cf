import { Nearness, type Problem } from './nearness';
import { SolverIndex } from './solver-index';
import { termsOf } from './text';

const problem = (id: string, text: string): Problem => ({ id, version: 1, sponsorId: 's', countries: null, terms: termsOf(text) });

function nearnessOf(solvers: Record<string, string[]>, ...problems: Problem[]): Nearness {
  const index = new SolverIndex();
  for (const [id, documents] of Object.entries(solvers)) index.put({ id, country: 'NL', documents });
  return new Nearness(index, problems);
}

const solvers = { baker: ['food robotics We build ovens and conveyor belts for bakeries', 'Fewer broken loaves behind the oven: loaves tip over the gap of the belt'], weaver: ['textiles We dye and weave linen', 'Less water in the dye house'] };

it('is 1 for the solver’s own words, 0 for others, and compares across problems', () => {
  const near = (text: string) => nearnessOf({ a: ['bread oven belt'], b: ['glass'] }).explain('a', problem('p', text)).score;
  expect(near('bread oven belt')).toBeCloseTo(1, 12);
  expect(near('glass hull')).toBe(0);
  expect(near('bread oven')).toBeGreaterThan(near('bread oven, and much else that nobody has ever heard of: hull, kelp, weld, valve'));
});

it('is what its reasons add up to, and nothing for who is not known', () => {
  const nearness = nearnessOf(solvers);
  const { score, reasons } = nearness.explain('baker', problem('p', 'broken loaves on the belt of an oven'));
  expect(reasons.reduce((total, { weight }) => total + weight, 0)).toBe(score);
  expect(reasons.map(({ word }) => word).sort()).toEqual(['belt', 'broken', 'loaves', 'oven']);
  expect(nearness.explain('nobody', problem('p', 'belt'))).toEqual({ id: 'nobody', score: 0, reasons: [] });
});

it('is the mean of the three nearest documents, however many there are', () => {
  const oven = problem('p', 'oven');
  const near = (...documents: string[]) => nearnessOf({ a: documents, b: ['glass'] }).explain('a', oven).score;
  expect(near('oven', 'kelp')).toBeCloseTo(1 / 2, 12);
  expect(near('oven', 'kelp', 'oven', 'hull', 'oven', 'weld')).toBeCloseTo(1, 12);
});

describe('the problems of a solver', () => {
  const problems = [problem('c', 'An oven that tips loaves'), problem('d', 'Dyed linen'), problem('b', 'A longer belt behind the oven'), problem('a', 'A longer belt behind the oven')];
  const nearness = nearnessOf(solvers, ...problems);

  it('stand nearest first, equals by id, without those that share no word', () => {
    expect(nearness.nearest('baker').map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    expect(nearness.nearest('weaver').map(({ id }) => id)).toEqual(['d']);
    expect(nearness.nearest('nobody')).toEqual([]);
  });

  it('are as near as each is alone', () => {
    for (const id of Object.keys(solvers)) for (const near of nearness.nearest(id)) expect(near.score).toBeCloseTo(nearness.explain(id, near.problem).score, 12);
  });
});
