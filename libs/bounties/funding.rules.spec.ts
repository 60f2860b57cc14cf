import fc from 'fast-check';
import { share, sum } from '@app/kernel';
import { feeOfPart, fundingBlocker, type FundingFacts, moneyByPrize, withCompensation } from './funding.rules';

const approved: FundingFacts = { state: 'approved', bounty: 'money', currency: 'EUR', bountyTotal: 500n, funded: 0n };

describe('paying in', () => {
  it.each<[what: string, facts: Partial<FundingFacts>, wanted: bigint | undefined, blocker: ReturnType<typeof fundingBlocker>]>([
    ['everything', {}, undefined, undefined],
    ['a part', { state: 'open', funded: 300n }, 200n, undefined],
    ['without a bounty', { bounty: 'none', bountyTotal: 0n }, undefined, 'noBounty'],
    ['for a draft', { state: 'draft' }, undefined, 'notApproved'],
    ['before the review', { state: 'in_review' }, undefined, 'notApproved'],
    ['after the decision', { state: 'decided' }, undefined, 'tooLate'],
    ['for a cancelled one', { state: 'cancelled' }, undefined, 'tooLate'],
    ['twice', { state: 'scheduled', funded: 500n }, undefined, 'nothingLeft'],
    ['more than promised', { funded: 300n }, 201n, 'outOfRange'],
    ['nothing', {}, 0n, 'outOfRange'],
    ['less than the provider takes', {}, 49n, 'outOfRange'],
    ['the least', {}, 50n, undefined],
    ['all but the least', {}, 450n, undefined],
    ['so much that what is left could not be paid', {}, 451n, 'outOfRange'],
  ])('%s', (_, facts, wanted, blocker) => expect(fundingBlocker({ ...approved, ...facts }, wanted)).toBe(blocker));
});

it('the fee of the parts is the fee of the whole, to the last unit', () => {
  expect(feeOfPart(0n, 999n, 1000)).toBe(99n);
  fc.assert(
    fc.property(fc.array(fc.bigInt(1n, 10n ** 9n), { minLength: 1, maxLength: 6 }), fc.nat(10_000), (parts, basisPoints) => {
      const fees = parts.map((part, at) => feeOfPart(sum(parts.slice(0, at)), part, basisPoints));
      expect(sum(fees)).toBe(share(sum(parts), basisPoints));
    }),
  );
});

it('what was captured covers the prizes in their order', () => {
  const prizes = [{ amount: 100n, reserved: 60n, released: 40n }, { amount: 100n, reserved: 0n, released: 20n }, { amount: 100n, reserved: 0n, released: 0n }];
  expect(moneyByPrize(prizes, 150n, false)).toEqual([
    { promised: 100n, captured: 100n, reserved: 60n, released: 40n, returned: 0n, left: 0n },
    { promised: 100n, captured: 50n, reserved: 0n, released: 20n, returned: 0n, left: 30n },
    { promised: 100n, captured: 0n, reserved: 0n, released: 0n, returned: 0n, left: 0n },
  ]);
  expect(moneyByPrize(prizes, 150n, true).map(({ returned, left }) => [returned, left])).toEqual([[0n, 0n], [30n, 0n], [0n, 0n]]);
});

it('compensation is shown where there is room, released before reserved', () => {
  const none = { reserved: 0n, released: 0n, paid: 0n };
  const prizes = [{ amount: 100n, reserved: 60n, released: 30n, paid: 30n }, { amount: 100n, ...none }, { amount: 100n, ...none }];
  expect(withCompensation(prizes, { released: 40n, reserved: 80n, paid: 15n })).toEqual([
    { amount: 100n, reserved: 60n, released: 40n, paid: 40n }, { amount: 100n, reserved: 70n, released: 30n, paid: 5n }, { amount: 100n, reserved: 10n, released: 0n, paid: 0n },
  ]);
  expect(withCompensation(prizes, none)).toEqual(prizes);
});
