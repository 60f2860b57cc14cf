import { isThreadOpen, mayChange, mayOpenSubmission } from './thread.rules';

it.each([
  ['decided', 'decided', 'judged', 'winner', true],
  ['completed', 'decided', 'judged', 'weak', true],
  ['completed', 'decided', 'judged', 'not_judged', true],
  ['decided', 'decided', 'ineligible', null, true],
  ['decided', 'decided', 'disqualified', null, true],
  ['open', 'decided', 'judged', 'fair', true],
  // goes on, and is blind in the next phase
  ['open', 'decided', 'judged', 'finalist', false],
  ['open', 'decided', 'judged', 'winner', false],
  ['cancelled', 'decided', 'judged', 'finalist', true],
  ['open', 'judging', 'under_review', null, false],
  ['open', 'judging', 'ineligible', null, false],
  ['open', 'open', 'submitted', null, false],
  ['decided', 'decided', 'withdrawn', null, false],
  ['decided', 'decided', 'lapsed', null, false],
  ['decided', 'decided', 'under_review', null, false],
] as const)('challenge %s, phase %s, submission %s %s: open %s', (challenge, phase, state, band, isOpen) => {
  expect(isThreadOpen({ state: challenge }, { state: phase }, { state, band })).toBe(isOpen);
});

const closedAt = new Date('2027-01-09T12:00:00Z');
it.each([
  ['sponsor', 'decided', null, 'weak', true],
  ['sponsor', 'completed', closedAt, 'winner', true],
  ['sponsor', 'completed', closedAt, 'weak', false],
  ['sponsor', 'completed', closedAt, null, false],
  // what was not opened by then stays sealed
  ['sponsor', 'cancelled', null, 'winner', false],
  ['solver', 'completed', closedAt, 'weak', true],
  ['solver', 'cancelled', null, null, true],
] as const)('as %s of a challenge %s, closed at %s, what got %s may be opened: %s', (side, state, closedToSponsorAt, band, may) => {
  expect(mayOpenSubmission(side, { state, closedToSponsorAt }, { band })).toBe(may);
});

const postedAt = new Date('2027-01-10T12:00:00Z');
it.each([
  ['2027-01-10T12:14:59.999Z', null, null, true],
  ['2027-01-10T12:15:00Z', null, null, false],
  ['2027-01-10T12:01:00Z', postedAt, null, false],
  ['2027-01-10T12:01:00Z', null, postedAt, false],
] as const)('at %s (deleted %s, hidden %s) its author may change a message: %s', (now, deletedAt, hiddenAt, may) => {
  expect(mayChange({ postedAt, deletedAt, hiddenAt }, new Date(now))).toBe(may);
});
