import type { View } from '@app/api-client';

/** Something was paid or begun on the provider's page, and its word is awaited. Between two payments of one funding nothing is: the next is to be made. */
export function awaitsProvider(fundings: readonly Pick<View<'FundingView'>, 'state' | 'charges'>[]): boolean {
  return fundings.some(({ state, charges }) => state === 'pending' && charges.some((charge) => charge.state === 'pending'));
}
