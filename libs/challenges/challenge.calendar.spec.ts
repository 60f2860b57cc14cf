import { lastJudgingEnd, worstCase } from './challenge.calendar';
import { defaultNumbers } from './rule-numbers';

const utc = (text: string) => new Date(`${text}T12:00:00Z`);

const terms = { judgingDays: 14, noAwardRule: 'refund' } as const;

it('adds judging, silence, appeal and objection to the last close', () => {
  expect(worstCase([utc('2026-01-31'), utc('2026-03-01')], terms, { ...defaultNumbers, holdLimitDays: 90 }, utc('2026-01-01'))).toEqual({
    steps: [
      { name: 'judging', days: 14, endsAt: utc('2026-03-15') },
      { name: 'silent_or_response', days: 30, endsAt: utc('2026-04-14') },
      { name: 'appeal', days: 3, endsAt: utc('2026-04-17') },
      { name: 'objection', days: 14, endsAt: utc('2026-05-01') },
    ],
    endsAt: utc('2026-05-01'),
    limitAt: utc('2026-04-01'),
    isWithin: false,
  });
});

it.each([
  ['one millisecond over', new Date(utc('2026-01-30').getTime() + 1), false],
  ['exactly at the limit', utc('2026-01-30'), true],
])('%s', (_, closesAt, isWithin) => {
  expect(worstCase([closesAt], terms, { ...defaultNumbers, holdLimitDays: 90 }, utc('2026-01-01'))?.isWithin).toBe(isWithin);
});

it.each([[[]], [[null]], [[utc('2026-01-01'), null]]])('is unknown while a phase has no end: %j', (closesAt) => {
  expect(worstCase(closesAt, terms, { ...defaultNumbers, holdLimitDays: 720 }, utc('2026-01-01'))).toBeUndefined();
});

it('takes the latest close, whatever the order', () => {
  expect(worstCase([utc('2026-03-01'), utc('2026-01-31')], terms, { ...defaultNumbers, holdLimitDays: 720 }, utc('2026-01-01'))?.endsAt).toEqual(utc('2026-05-01'));
});

it('counts an extension of judging where the no-award rule has one: a silence, and judging again', () => {
  const steps = worstCase([utc('2026-03-01')], { judgingDays: 14, noAwardRule: 'extend_once' }, { ...defaultNumbers, holdLimitDays: 720 }, utc('2026-01-01'))?.steps;
  expect(steps?.map(({ name, days }) => [name, days])).toEqual([['judging', 14], ['extension', 44], ['silent_or_response', 30], ['appeal', 3], ['objection', 14]]);
});

it('the last judging ends early enough for silence, appeal and objection before the limit', () => {
  expect(lastJudgingEnd({ ...defaultNumbers, holdLimitDays: 90 }, utc('2026-01-01'))).toEqual(utc('2026-02-13'));
});
