import { effectOf, isInTheRunning } from './cancellation.rules';

describe('cancelling takes something from', () => {
  it.each<[what: string, state: string, band: string | null, position: number, lastClosed: number, is: boolean]>([
    ['who handed in', 'submitted', null, 1, 0, true],
    ['whose work is judged', 'under_review', null, 1, 1, true],
    ['a finalist on the way', 'judged', 'finalist', 1, 1, true],
    ['who won a prize on the way', 'judged', 'winner', 1, 1, true],
    ['a finalist who did not hand in again', 'judged', 'finalist', 1, 2, false],
    ['nobody who was told a result', 'judged', 'strong', 1, 1, false],
    ['no winner of an earlier phase', 'judged', 'winner', 1, 2, false],
    ['nobody who was refused', 'ineligible', null, 1, 1, false],
    ['nobody who was disqualified', 'disqualified', null, 1, 1, false],
  ])('%s', (_, state, band, position, lastClosed, is) => expect(isInTheRunning({ state, band, position }, lastClosed)).toBe(is));
});

describe('the money of a cancelled challenge', () => {
  const money = { bountyTotal: 500_000n, held: 500_000n, reserved: 0n, fee: 50_000n, entries: 0 };
  it.each<[what: string, change: Partial<typeof money>, effect: ReturnType<typeof effectOf>]>([
    ['goes back before anybody handed in, the fee too', {}, { kept: 0n, shares: [], returned: 500_000n, feeReturned: 50_000n }],
    ['a tenth is split, the rest goes back', { entries: 3 }, { kept: 0n, shares: [16_667n, 16_667n, 16_666n], returned: 450_000n, feeReturned: 50_000n }],
    ['a tenth of all prizes, though not all are paid', { bountyTotal: 900_000n, entries: 1 }, { kept: 0n, shares: [90_000n], returned: 410_000n, feeReturned: 50_000n }],
    ['never more than is there', { held: 30_000n, fee: 3_000n, entries: 2 }, { kept: 0n, shares: [15_000n, 15_000n], returned: 0n, feeReturned: 3_000n }],
    ['what awards keep is nobody else’s', { held: 60_000n, reserved: 40_000n, fee: 0n, entries: 1 }, { kept: 40_000n, shares: [20_000n], returned: 0n, feeReturned: 0n }],
    ['nothing was paid', { held: 0n, fee: 0n, entries: 2 }, { kept: 0n, shares: [], returned: 0n, feeReturned: 0n }],
    ['fewer units than entries', { bountyTotal: 20n, held: 20n, fee: 2n, entries: 3 }, { kept: 0n, shares: [1n, 1n], returned: 18n, feeReturned: 2n }],
  ])('%s', (_, change, effect) => expect(effectOf({ ...money, ...change }, 1000)).toEqual(effect));
});
