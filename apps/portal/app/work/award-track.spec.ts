import { awaitsPayee, trackOf } from './award-track';

const award = {
  state: 'announced' as const, announcedAt: '2026-07-01T00:00:00.000Z', respondBy: '2026-07-15T00:00:00.000Z', releaseFrom: '2026-07-04T00:00:00.000Z',
  acceptedAt: null, releasedAt: null, payouts: [], amount: { amount: 500_000, currency: 'EUR' as const },
};
const payout = (state: 'awaiting_payee' | 'sent') => ({ id: 'pay_1', organisationId: 'org_1', amount: award.amount, state });
const states = (changes: object) => trackOf({ ...award, ...changes }).map(({ name, state }) => `${name} ${state}`);

it.each([
  ['an announced one waits for its winner', {}, ['announced done', 'answer now', 'appeal ahead', 'release ahead', 'payment ahead']],
  ['an accepted one waits for the time of appeals', { state: 'accepted', acceptedAt: '2026-07-02T00:00:00.000Z' }, ['announced done', 'answer done', 'appeal now', 'release ahead', 'payment ahead']],
  ['a share is nobody’s to accept', { respondBy: null }, ['announced done', 'appeal now', 'release ahead', 'payment ahead']],
  ['a released one waits for its payment', { state: 'released', acceptedAt: award.announcedAt, releasedAt: award.releaseFrom, payouts: [payout('awaiting_payee')] }, ['announced done', 'answer done', 'appeal done', 'release done', 'payment now']],
  ['a paid one is done', { state: 'released', acceptedAt: award.announcedAt, releasedAt: award.releaseFrom, payouts: [payout('sent')] }, ['announced done', 'answer done', 'appeal done', 'release done', 'payment done']],
  ['a declined one ends', { state: 'declined' }, ['announced done', 'declined stopped']],
  ['an annulled one ends, and is nobody’s to answer', { state: 'annulled' }, ['announced done', 'annulled stopped']],
  ['an annulled one was accepted before', { state: 'annulled', acceptedAt: '2026-07-02T00:00:00.000Z' }, ['announced done', 'answer done', 'annulled stopped']],
  ['a contested one waits for staff', { state: 'contested' }, ['announced done', 'review stopped']],
  ['a selection has no payment', { amount: null }, ['announced done', 'answer now', 'appeal ahead', 'release ahead']],
])('%s', (_, changes, expected) => {
  expect(states(changes)).toEqual(expected);
});

it.each([
  ['announced', {}, true],
  ['accepted', {}, true],
  ['contested', {}, true],
  ['declined', {}, false],
  ['annulled', {}, false],
  ['released', { payouts: [payout('awaiting_payee')] }, false],
  ['accepted', { amount: null }, false],
] as const)('one that is %s with %j awaits its payee: %s', (state, changes, expected) => {
  expect(awaitsPayee({ ...award, state, ...changes, payouts: 'payouts' in changes ? [...changes.payouts] : [] })).toBe(expected);
});
