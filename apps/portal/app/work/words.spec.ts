import { byCurrency, prizeOf } from './words';

it.each([
  ['placement', 'First place', 'First place'], ['split', 'First place', 'Share of “First place”'], ['compensation', null, 'Compensation'],
])('a %s of %s is called %s', (kind, prizeTitle, text) => expect(prizeOf({ kind, prizeTitle })).toBe(text));

it('sums of a statement stand by currency', () => {
  const total = (kind: 'charge' | 'refund', currency: 'EUR' | 'USD') => ({ kind, amount: { amount: 100, currency }, fee: null });
  const [paid, back, dollars] = [total('charge', 'EUR'), total('refund', 'EUR'), total('charge', 'USD')];
  expect(byCurrency([paid, back, dollars])).toEqual([{ currency: 'EUR', totals: [paid, back] }, { currency: 'USD', totals: [dollars] }]);
});
