import { awaitsProvider } from './funding';

type Fundings = Parameters<typeof awaitsProvider>[0];
const funding = (state: Fundings[number]['state'], ...charges: Fundings[number]['charges'][number]['state'][]) => ({ state, charges: charges.map((charge, at) => ({ position: at + 1, state: charge })) }) as Fundings[number];

it.each<[Fundings, boolean]>([
  [[], false],
  [[funding('created', 'created')], false],
  [[funding('pending', 'pending')], true],
  [[funding('pending', 'paid', 'created')], false],
  [[funding('pending', 'paid', 'pending')], true],
  [[funding('failed', 'failed'), funding('captured', 'paid')], false],
])('of %j the provider’s word is awaited: %s', (fundings, isAwaited) => expect(awaitsProvider(fundings)).toBe(isAwaited));
