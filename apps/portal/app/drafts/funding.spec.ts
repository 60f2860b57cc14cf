import { awaitsProvider, partPaid } from './funding';

type Fundings = Parameters<typeof awaitsProvider>[0];
const funding = (state: Fundings[number]['state'], ...charges: Fundings[number]['charges'][number]['state'][]) => ({ state, charges: charges.map((charge, at) => ({ position: at + 1, amount: { amount: 5_000, currency: 'EUR' }, state: charge, paidAt: null })) }) as Fundings[number];

it.each<[Fundings, boolean]>([
  [[], false],
  [[funding('created', 'created')], false],
  [[funding('pending', 'pending')], true],
  [[funding('pending', 'paid', 'created')], false],
  [[funding('pending', 'paid', 'pending')], true],
  [[funding('failed', 'failed'), funding('captured', 'paid')], false],
])('of %j the provider’s word is awaited: %s', (fundings, isAwaited) => expect(awaitsProvider(fundings)).toBe(isAwaited));

it.each<[Fundings[number], [paid: number, next: number] | null]>([
  [funding('created', 'created', 'created'), null],
  [funding('pending', 'pending', 'created'), null],
  [funding('pending', 'paid', 'created'), [5_000, 2]],
  [funding('pending', 'paid', 'paid', 'pending'), [10_000, 3]],
  [funding('failed', 'paid', 'failed'), null],
  [funding('captured', 'paid', 'paid'), null],
])('of %j is paid, before which payment: %j', (one, is) => {
  const part = partPaid(one);
  expect(part && [part.paid, part.next.position]).toEqual(is);
});
