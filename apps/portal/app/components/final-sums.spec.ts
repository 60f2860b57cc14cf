import { finalSums } from './final-sums';

type Totals = Parameters<typeof finalSums>[0];

const euros = (amount: number) => ({ amount, currency: 'EUR' as const, decimals: 2 });
const charge: Totals[number] = { kind: 'charge', amount: euros(5_500), fee: euros(500) };
const refund: Totals[number] = { kind: 'refund', amount: euros(2_750), fee: euros(250) };
const kept: Totals[number] = { kind: 'fee_kept', amount: euros(250), fee: null };
const money = (released: number, paid: number) => ({ released: euros(released), paid: euros(paid) });

it.each<[what: string, totals: Totals, total: ReturnType<typeof money>, sums: Partial<ReturnType<typeof finalSums>>]>([
  ['all was sent on', [charge, { kind: 'fee_earned', amount: euros(500), fee: null }], money(5_000, 5_000), { sent: 5_000, feeEarned: 500 }],
  ['a part is with its payee', [charge, { kind: 'fee_earned', amount: euros(500), fee: null }], money(5_000, 2_000), { sent: 2_000, released: 3_000, feeEarned: 500 }],
  ['a part went back', [charge, refund, kept], money(2_500, 2_500), { sent: 2_500, back: 2_750, backFee: 250, feeKept: 250 }],
  ['that is on its way', [charge, kept], money(2_500, 2_500), { sent: 2_500, owed: 2_750, feeKept: 250 }],
  ['it came back', [charge, refund, { ...refund, kind: 'refund_returned' }, kept], money(2_500, 2_500), { sent: 2_500, owed: 2_750, feeKept: 250 }],
])('%s', (_, totals, total, sums) => {
  expect(finalSums(totals, total)).toEqual({ paid: 5_500, sent: 0, released: 0, back: 0, backFee: 0, owed: 0, feeEarned: 0, feeKept: 0, ...sums });
});
