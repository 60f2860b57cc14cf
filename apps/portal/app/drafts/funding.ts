import type { View } from '@app/api-client';

type Funding = Pick<View<'FundingView'>, 'state' | 'charges'>;

/** Something was paid or begun on the provider's page, and its word is awaited. Between two payments of one funding nothing is: the next is to be made. */
export function awaitsProvider(fundings: readonly Funding[]): boolean {
  return fundings.some(({ state, charges }) => state === 'pending' && charges.some((charge) => charge.state === 'pending'));
}

/** What was received of a funding that takes several payments, in minor units, and the next payment; null before the first and after the last. */
export function partPaid({ state, charges }: Funding): { paid: number; next: Funding['charges'][number] } | null {
  const paid = charges.filter((charge) => charge.state === 'paid');
  const next = charges.find((charge) => charge.state !== 'paid');
  return state === 'pending' && next && paid.length > 0 ? { paid: paid.reduce((sum, { amount }) => sum + amount.amount, 0), next } : null;
}
