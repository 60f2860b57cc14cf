import { type ChallengeReport, faultsOf, type JourneyReport } from './report';

const challenge: ChallengeReport = {
  title: 'Quiet drones', state: 'completed', result: 'awarded', currency: 'USD', entries: 2, submissions: 2, scores: 4, bounty: 1000, fee: 100, feeEarned: 100, held: 0, declared: false,
  awards: [{ kind: 'placement', place: 1, payee: 'a', amount: 700, state: 'released' }, { kind: 'placement', place: 2, payee: 'b', amount: 300, state: 'declined' }],
  payouts: { a: 700 },
};
const report: JourneyReport = {
  seed: 'x', challenges: { 'r-1': challenge }, payees: { a: { USD: 700 } }, completed: {},
  totals: { in: { USD: 1100 }, out: { USD: 700 }, refunds: { USD: 300 }, held: {}, fee: { USD: 100 } },
};
const withChallenge = (fields: Partial<ChallengeReport>): JourneyReport => ({ ...report, challenges: { 'r-1': { ...challenge, ...fields } } });
const withTotals = (totals: Partial<JourneyReport['totals']>): JourneyReport => ({ ...report, totals: { ...report.totals, ...totals } });

it('finds nothing where every cent is accounted for', () => expect(faultsOf(report)).toEqual([]));

it.each([
  ['not final', withChallenge({ state: 'decided' }), ['r-1 is decided, which is not final']],
  ['paid to somebody else', withChallenge({ payouts: { b: 700 } }), ['r-1 awarded {"a":700} and paid {"b":700}']],
  ['not paid', withChallenge({ payouts: {} }), ['r-1 awarded {"a":700} and paid {}']],
  ['a cent lost', withTotals({ refunds: { USD: 299 } }), ['USD: 1100 came in, but out, held, fee and refunds are 1099']],
  ['still held', withTotals({ refunds: {}, held: { USD: 300 } }), ['USD: 300 is still held']],
])('%s', (_, bad, faults) => expect(faultsOf(bad)).toEqual(faults));
