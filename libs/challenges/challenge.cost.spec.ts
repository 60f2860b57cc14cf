import { costOf, neededForPhase } from './challenge.cost';

it.each([
  [[], { bounty: 0n, fee: 0n, total: 0n }],
  [[500_000n, 250_000n], { bounty: 750_000n, fee: 75_000n, total: 825_000n }],
  [[9n], { bounty: 9n, fee: 0n, total: 9n }],
  [[19n], { bounty: 19n, fee: 1n, total: 20n }],
  [[6n, 7n, 6n], { bounty: 19n, fee: 1n, total: 20n }],
])('prizes %j cost', (prizes, cost) => expect(costOf(prizes.map((amount) => ({ amount })), 1000)).toEqual(cost));

it('needs the prizes of all phases so far', () => {
  const phases = [{ position: 2, prizes: [{ amount: 30n }] }, { position: 1, prizes: [{ amount: 1n }, { amount: 2n }] }, { position: 3, prizes: [] }];
  expect([1, 2, 3].map((position) => neededForPhase(phases, position))).toEqual([3n, 33n, 33n]);
});
