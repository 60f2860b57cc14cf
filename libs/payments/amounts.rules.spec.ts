import { feeKept, largestCharge, layOver, mergeShares, splitIntoCharges, takeInOrder } from './amounts.rules';

const a = 'a';
const b = 'b';

describe('splitIntoCharges', () => {
  it.each([
    ['one charge', 100_000n, 10_000n, [{ bounty: 100_000n, fee: 10_000n }]],
    ['no fee (F-36)', 100_000n, 0n, [{ bounty: 100_000n, fee: 0n }]],
    ['one cent (F-36)', 1n, 0n, [{ bounty: 1n, fee: 0n }]],
    ['exactly the largest', 90_909_090n, largestCharge - 90_909_090n, [{ bounty: 90_909_090n, fee: 9_090_909n }]],
    ['one cent more than the largest', largestCharge, 1n, [{ bounty: 50_000_000n, fee: 0n }, { bounty: 49_999_999n, fee: 1n }]],
    ['two and a half times the largest', 250_000_000n, 25_000_000n, [{ bounty: 83_333_334n, fee: 8_333_333n }, { bounty: 83_333_333n, fee: 8_333_334n }, { bounty: 83_333_333n, fee: 8_333_333n }]],
  ])('%s', (_, bounty, fee, charges) => {
    expect(splitIntoCharges(bounty, fee)).toEqual(charges);
  });

  it('keeps every sum and every limit for amounts of all sizes', () => {
    for (let bounty = 1n; bounty < 2n ** 53n; bounty = bounty * 3n + 1n) {
      for (const fee of [0n, 1n, bounty / 10n, bounty]) {
        const charges = splitIntoCharges(bounty, fee);
        expect(charges.reduce((sum, one) => sum + one.bounty, 0n)).toBe(bounty);
        expect(charges.reduce((sum, one) => sum + one.fee, 0n)).toBe(fee);
        expect(charges.filter((one) => one.bounty < 0n || one.fee < 0n || one.bounty + one.fee > largestCharge || one.bounty + one.fee === 0n)).toEqual([]);
      }
      if (bounty > 10n ** 12n) break;
    }
  });
});

describe('takeInOrder (F-27)', () => {
  it.each([
    ['the first alone', 5n, [7n, 7n], [{ id: a, amount: 5n }]],
    ['over both', 10n, [7n, 7n], [{ id: a, amount: 7n }, { id: b, amount: 3n }]],
    ['an empty first', 3n, [0n, 7n], [{ id: b, amount: 3n }]],
    ['nothing', 0n, [7n, 7n], []],
  ])('%s', (_, amount, [first, second], taken) => {
    expect(takeInOrder(amount, [{ id: a, left: first! }, { id: b, left: second! }])).toEqual(taken);
  });

  it('refuses rather than round down', () => expect(() => takeInOrder(15n, [{ id: a, left: 7n }, { id: b, left: 7n }])).toThrow('short of 1'));
});

it('merges shares of one payee and leaves zeros out (F-36)', () => {
  expect(mergeShares([{ organisationId: a, amount: 1n }, { organisationId: b, amount: 0n }, { organisationId: a, amount: 2n }])).toEqual([{ organisationId: a, amount: 3n }]);
  expect(() => mergeShares([{ organisationId: a, amount: -1n }])).toThrow('negative');
});

describe('layOver', () => {
  it('spreads payees over fundings, both in order, without a cent left (F-35)', () => {
    expect(layOver([{ id: 'x', amount: 34n }, { id: 'y', amount: 33n }, { id: 'z', amount: 33n }], [{ id: 'old', amount: 40n }, { id: 'new', amount: 60n }])).toEqual([
      { part: 'x', source: 'old', amount: 34n }, { part: 'y', source: 'old', amount: 6n }, { part: 'y', source: 'new', amount: 27n }, { part: 'z', source: 'new', amount: 33n },
    ]);
  });

  it('refuses sums that differ', () => {
    expect(() => layOver([{ id: 'x', amount: 2n }], [{ id: 'old', amount: 1n }])).toThrow('short of 1');
    expect(() => layOver([{ id: 'x', amount: 1n }], [{ id: 'old', amount: 2n }])).toThrow('less than the sources');
  });
});

it.each([[0, 0n], [30, 300n], [50, 500n], [100, 1001n]] as const)('keeps %i %% of a fee', (percent, kept) => expect(feeKept(1001n, percent)).toBe(kept));
