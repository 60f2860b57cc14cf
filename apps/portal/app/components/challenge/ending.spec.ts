import { endingOf, unsentOf } from './ending';

type Awards = Parameters<typeof endingOf>[1];
const award = (kind: Awards[number]['kind'], state: Awards[number]['state'], amount = 250_000) => ({ kind, state, amount: { amount, currency: 'EUR' as const, decimals: 2 } });

it.each<[what: string, result: Parameters<typeof endingOf>[0], awards: Awards, how: string]>([
  ['a prize somebody holds', 'awarded', [award('placement', 'accepted')], 'awarded'],
  ['a prize, and shares of another', 'awarded', [award('placement', 'released'), award('split', 'announced')], 'awarded'],
  ['awards still to be announced', 'awarded', [], 'awarded'],
  ['shares alone, though nobody was placed', 'unawarded', [award('split', 'announced'), award('split', 'announced')], 'split'],
  ['shares alone, paid', 'awarded', [award('split', 'released'), award('split', 'released')], 'split'],
  ['shares of what its winner gave up', 'awarded', [award('placement', 'declined'), award('split', 'announced')], 'split'],
  ['nothing', 'unawarded', [], 'nobody'],
  ['what was given up', 'awarded', [award('placement', 'lapsed')], 'nobody'],
])('%s', (_, result, awards, how) => expect(endingOf(result, awards).how).toBe(how));

it('what was split is told as one sum', () => {
  const { amount } = award('split', 'announced', 500_001);
  expect(endingOf('unawarded', [award('split', 'announced'), award('split', 'announced', 250_001)])).toEqual({ how: 'split', shared: amount });
});

it('what is released and not sent yet is still to be sent', () => {
  const money = (amount: number) => award('placement', 'released', amount).amount;
  expect([unsentOf({ released: money(500), paid: money(500) }), unsentOf({ released: money(500), paid: money(200) })]).toEqual([0, 300]);
});
