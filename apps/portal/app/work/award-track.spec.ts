import { awaitsPayee, trackOf } from './award-track';

const award = {
  isSignedFor: true, signedAt: null, sponsorSignsBy: null, inForceAt: null, isSponsorBound: false, lostAt: null, state: 'announced' as const, announcedAt: '2026-07-01T00:00:00.000Z', respondBy: '2026-07-15T00:00:00.000Z', releaseFrom: '2026-07-04T00:00:00.000Z', isOpenToObjection: true,
  acceptedAt: null, releasedAt: null, paidAt: null, payouts: [], amount: { amount: 500_000, currency: 'EUR' as const },
};
const payout = (state: 'awaiting_payee') => ({ id: 'pay_1', organisationId: 'org_1', amount: award.amount, state });
const hold = { since: '2026-07-05T00:00:00.000Z', reason: 'report', told: 'Looked at', reviewAt: '2026-08-04T00:00:00.000Z' };
const signed = { acceptedAt: '2026-07-02T00:00:00.000Z', signedAt: '2026-07-02T12:00:00.000Z' };
const paid = { ...signed, state: 'released', inForceAt: '2026-07-03T00:00:00.000Z', releasedAt: award.releaseFrom, isOpenToObjection: false };
const states = (changes: object) => trackOf({ ...award, ...changes }).map(({ name, state }) => `${name} ${state}`);

it.each([
  ['an announced one waits for its winner', {}, ['announced done', 'answer now', 'signRecipient ahead', 'appeal runs', 'release ahead', 'payment ahead']],
  ['an accepted one waits for its winner to sign', { state: 'accepted', acceptedAt: '2026-07-02T00:00:00.000Z' }, ['announced done', 'answer done', 'signRecipient now', 'appeal runs', 'release ahead', 'payment ahead']],
  ['signed for by its winner, it waits for the sponsor', { ...signed, state: 'accepted', sponsorSignsBy: '2026-07-16T00:00:00.000Z' }, ['announced done', 'answer done', 'signSponsor now', 'appeal runs', 'release ahead', 'payment ahead']],
  ['with its agreement in force, it waits for the time of appeals', { ...signed, state: 'signed' }, ['announced done', 'answer done', 'signed done', 'appeal now', 'release ahead', 'payment ahead']],
  ['where its rule card knows of no signing, an accepted one waits for nobody to sign', { isSignedFor: false, state: 'accepted', acceptedAt: '2026-07-02T00:00:00.000Z', signedAt: '2026-07-02T12:00:00.000Z' }, ['announced done', 'answer done', 'appeal now', 'release ahead', 'payment ahead']],
  ['a share is nobody’s to accept', { isSignedFor: false, respondBy: null }, ['announced done', 'appeal now', 'release ahead', 'payment ahead']],
  ['the time to object may be over before its winner answers', { isOpenToObjection: false }, ['announced done', 'answer now', 'signRecipient ahead', 'appeal done', 'release ahead', 'payment ahead']],
  ['signed, and nobody may object any more, it is about to be released', { ...signed, state: 'signed', isOpenToObjection: false }, ['announced done', 'answer done', 'signed done', 'appeal done', 'release now', 'payment ahead']],
  ['a released one waits for its payment', { ...signed, state: 'released', releasedAt: award.releaseFrom, isOpenToObjection: false }, ['announced done', 'answer done', 'signed done', 'appeal done', 'release done', 'payment now']],
  ['one that staff hold a payout of waits for them', { ...signed, state: 'released', releasedAt: award.releaseFrom, isOpenToObjection: false, payouts: [{ ...payout('awaiting_payee'), hold: null }, { ...payout('awaiting_payee'), hold }] }, ['announced done', 'answer done', 'signed done', 'appeal done', 'release done', 'held now']],
  ['a paid one is done', { ...signed, state: 'released', releasedAt: award.releaseFrom, isOpenToObjection: false, paidAt: '2026-07-09T00:00:00.000Z' }, ['announced done', 'answer done', 'signed done', 'appeal done', 'release done', 'payment done']],
  ['a declined one ends', { state: 'declined' }, ['announced done', 'declined stopped']],
  ['an annulled one ends, and is nobody’s to answer', { state: 'annulled' }, ['announced done', 'annulled stopped']],
  ['an annulled one was accepted before', { state: 'annulled', acceptedAt: '2026-07-02T00:00:00.000Z' }, ['announced done', 'answer done', 'annulled stopped']],
  ['a contested one waits for staff', { state: 'contested' }, ['announced done', 'review stopped']],
  ['who follows after the time to object has none to wait for', { announcedAt: '2026-07-05T00:00:00.000Z' }, ['announced done', 'answer now', 'signRecipient ahead', 'release ahead', 'payment ahead']],
  ['a selection has no payment', { amount: null }, ['announced done', 'answer now', 'signRecipient ahead', 'appeal runs', 'release ahead']],
])('%s', (_, changes, expected) => {
  expect(states(changes)).toEqual(expected);
});

it.each([
  ['both signed', {}, 'signed', '2026-07-03T00:00:00.000Z'],
  ['the rules bound the sponsor', { isSponsorBound: true }, 'bound', '2026-07-03T00:00:00.000Z'],
  ['that was before it was written down', { inForceAt: null }, 'signed', null],
  ['all was sent', { paidAt: '2026-07-09T00:00:00.000Z' }, 'payment', '2026-07-09T00:00:00.000Z'],
  ['staff hold it', { payouts: [{ ...payout('awaiting_payee'), hold }] }, 'held', hold.reviewAt],
])('%s: the step says so, with its time', (_, changes, name, at) => {
  expect(trackOf({ ...award, ...paid, state: 'released', ...changes }).find((step) => step.name === name)?.at).toBe(at);
});

it.each([
  ['declined', '2026-07-03T00:00:00.000Z'],
  ['contested', null],
])('what is %s says when that was: %s', (state, lostAt) => {
  expect(trackOf({ ...award, state: state as 'declined', lostAt }).at(-1)!.at).toBe(lostAt);
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
  expect(awaitsPayee({ ...award, state, ...changes, payouts: 'payouts' in changes ? changes.payouts.map((payout) => ({ ...payout, hold: null })) : [] })).toBe(expected);
});
