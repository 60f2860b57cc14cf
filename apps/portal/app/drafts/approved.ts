import type { View } from '@app/api-client';
import { m } from '@app/messages';

/** What an approved challenge waits for, and who of its sponsor can do it. */
export function approvedText({ bounty }: Pick<View<'ChallengeView'>, 'bounty'>, { isPaidToOpen, isPaid }: Pick<View<'CostView'>, 'isPaidToOpen' | 'isPaid'>): string {
  if (bounty === 'none') return m.approved_free();
  if (!isPaidToOpen) return m.approved_unpaid();
  return isPaid ? m.approved_paid() : m.approved_part_paid();
}
