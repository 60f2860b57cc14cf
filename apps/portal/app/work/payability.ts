import { m } from '@app/messages';

const texts: Readonly<Record<string, () => string>> = {
  payable: m.payability_payable,
  no_account: m.payability_no_account,
  country_not_served: m.payability_country_not_served,
  pending: m.payability_pending,
  restricted: m.payability_restricted,
  rejected: m.payability_rejected,
  closed: m.payability_closed,
};

/** What its owner can still mend; the rest is not in their hands. */
export const isToBeSetUp = (reason: string) => ['no_account', 'pending', 'restricted'].includes(reason);

/** The provider waits for somebody of it; while it checks, nothing is asked of them. */
export const isAskedFor = (reason: string) => reason === 'no_account' || reason === 'restricted';

/** The provider does not pay it as it stands: only where its country is in the way can somebody of it mend that, by naming another. */
export const isTurnedDown = (reason: string | null) => reason !== null && ['country_not_served', 'rejected', 'closed'].includes(reason);

/** Whether, and if not why, an organisation could be paid: one sentence. */
export function payabilityText(reason: string): string {
  return (texts[reason] ?? m.payability_unknown)();
}

/** When payouts appear where there is none yet, and who has to do something first. */
export function noPayoutsText(reason: string, mayEdit: boolean): string {
  if (!isAskedFor(reason)) return m.payouts_none();
  return mayEdit ? m.payouts_none_set_up() : m.payouts_none_ask();
}
