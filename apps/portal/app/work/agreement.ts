import type { View } from '@app/api-client';
import { m } from '@app/messages';

type Agreement = Pick<View<'AgreementDetailView'>, 'state' | 'sponsor' | 'recipient' | 'amount' | 'ipTerms'>;

/** Ready says something else of an agreement than of a payout. */
export const agreementState = (state: string) => (state === 'ready' ? 'ready_to_sign' : state);

const ends: Readonly<Record<string, () => string>> = { terminated: m.agreement_ended, lapsed: m.agreement_lapsed, declined: m.agreement_declined };
/** Why it binds nobody, or nobody any more. */
export const agreementEnd = (state: string): string | undefined => ends[state]?.();

/** In plain words; of one that is over, as what it once said. */
export function agreementSummary({ state, sponsor, recipient, amount, ipTerms }: Agreement): string[] {
  const names = { sponsor: sponsor.name, recipient: recipient.name };
  if (agreementEnd(state) !== undefined) return [amount === null ? m.agreement_said_none() : m.agreement_said_money({ ...names, amount }), asItSaid[ipTerms](names)];
  const onceSaid = amount === null ? [] : [m.agreement_summary_once_paid(names)];
  return [amount === null ? m.agreement_summary_none() : m.agreement_summary_money({ ...names, amount }), asItSays[ipTerms](names), ...onceSaid, m.agreement_summary_same()];
}

const asItSays = { non_exclusive_licence: m.agreement_summary_non_exclusive_licence, exclusive_licence: m.agreement_summary_exclusive_licence, assignment: m.agreement_summary_assignment };
const asItSaid = { non_exclusive_licence: m.agreement_said_non_exclusive_licence, exclusive_licence: m.agreement_said_exclusive_licence, assignment: m.agreement_said_assignment };

/** Whether it is one name, however it is spaced or capitalised. */
export function isSameName(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('en');
  return plain(one) === plain(other);
}
