import type { View } from '@app/api-client';

type Total = Pick<View<'StatementTotalView'>, 'kind' | 'fee'> & { amount: Pick<View<'AmountView'>, 'amount'> };

/** Where a sponsor's money for one challenge went, in minor units, by the totals of its statement; `released` is with its payee and not sent yet, `owed` to the sponsor on its way or come back. All but `backFee` make up what was paid. */
export function finalSums(totals: readonly Total[], total: Pick<View<'PrizeMoneyView'>, 'released' | 'paid'>) {
  const of = (kind: Total['kind'], part: 'amount' | 'fee' = 'amount') => totals.find((one) => one.kind === kind)?.[part]?.amount ?? 0;
  const [paid, feeEarned, feeKept] = [of('charge'), of('fee_earned'), of('fee_kept')];
  const [back, backFee] = [of('refund') - of('refund_returned'), of('refund', 'fee') - of('refund_returned', 'fee')];
  return { paid, sent: total.paid.amount, released: total.released.amount - total.paid.amount, back, backFee, owed: paid - total.released.amount - back - feeEarned - feeKept, feeEarned, feeKept };
}
