import fc from 'fast-check';
import { money, moneyText, moneyToJson, share, splitByWeights, sum } from './money';

describe('splitByWeights', () => {
  it.each([
    [100n, [1, 1, 1], [34n, 33n, 33n]],
    [1n, [5000, 5000], [1n, 0n]],
    [0n, [1, 2], [0n, 0n]],
    [10n, [0, 1, 0], [0n, 10n, 0n]],
    [999n, [3333, 3333, 3334], [333n, 333n, 333n]],
    [101n, [5000, 2500, 2500], [51n, 25n, 25n]],
  ])('%s by %j', (amount, weights, parts) => expect(splitByWeights(amount, weights)).toEqual(parts));

  it('is exact, and within one unit of the ideal', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), fc.array(fc.nat(10_000), { minLength: 1, maxLength: 20 }).filter((w) => w.some((x) => x > 0)), (amount, weights) => {
        const parts = splitByWeights(amount, weights);
        const total = sum(weights.map(BigInt));
        expect(sum(parts)).toBe(amount);
        parts.forEach((part, i) => {
          const floor = (amount * BigInt(weights[i]!)) / total;
          expect(part === floor || part === floor + 1n).toBe(true);
          if (weights[i] === 0) expect(part).toBe(0n);
        });
      }),
    );
  });

  it.each([[-1n, [1]], [1n, [0, 0]], [1n, [-1, 2]], [1n, [0.5]]])('refuses %s by %j', (amount, weights) => {
    expect(() => splitByWeights(amount, weights)).toThrow(RangeError);
  });
});

it.each([
  [250_000n, 1000, 25_000n],
  [9n, 1000, 0n],
  [19n, 1000, 1n],
  [1n, 10_000, 1n],
])('%s at %s basis points is %s, rounded down', (amount, basisPoints, fee) => expect(share(amount, basisPoints)).toBe(fee));

it('shows money', () => {
  expect(moneyText(money(250_000, 'EUR'))).toBe('2,500.00 EUR');
  expect(moneyText(money(-5, 'USD'))).toBe('-0.05 USD');
  expect(moneyText(money(1_234_567, 'JPY'))).toBe('1,234,567 JPY');
  expect(moneyToJson(money(2n ** 53n - 1n, 'EUR'))).toEqual({ amount: Number.MAX_SAFE_INTEGER, currency: 'EUR' });
  expect(() => moneyToJson(money(2n ** 53n, 'EUR'))).toThrow(RangeError);
});
