import { endingOf, unsentOf } from './ending';

type Awards = Parameters<typeof endingOf>[1];
const award = (kind: Awards[number]['kind'], state: Awards[number]['state']) => ({ kind, state });
const euros = (amount: number) => ({ amount, currency: 'EUR' as const });
const money = { reserved: euros(250_001), released: euros(500_000) };

it.each<[what: string, result: Parameters<typeof endingOf>[0], awards: Awards, how: string]>([
  ['a prize somebody holds', 'awarded', [award('placement', 'accepted')], 'awarded'],
  ['a prize, and shares of another', 'awarded', [award('placement', 'released'), award('split', 'announced')], 'awarded'],
  ['awards still to be announced', 'awarded', [], 'awarded'],
  ['shares alone, though nobody was placed', 'unawarded', [award('split', 'announced'), award('split', 'announced')], 'split'],
  ['shares alone, paid', 'awarded', [award('split', 'released'), award('split', 'released')], 'split'],
  ['shares of what its winner gave up', 'awarded', [award('placement', 'declined'), award('split', 'announced')], 'split'],
  ['nothing', 'unawarded', [], 'nobody'],
  ['what was given up', 'awarded', [award('placement', 'lapsed')], 'nobody'],
])('%s', (_, result, awards, how) => expect(endingOf(result, awards, money).how).toBe(how));

it('what was split is told as one sum', () => {
  expect(endingOf('unawarded', [award('split', 'announced'), award('split', 'released')], money)).toEqual({ how: 'split', shared: euros(750_001) });
});

it('what is released and not sent yet is still to be sent', () => {
  expect([unsentOf({ released: euros(500), paid: euros(500) }), unsentOf({ released: euros(500), paid: euros(200) })]).toEqual([0, 300]);
});
