import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Facts } from './facts';
import { finalSums } from './final-sums';
import { Money } from './money';
import { When } from './when';

type Rest = View<'RestView'>;

/** What goes back to a sponsor, how much of the fee stays, and from when: the sums that will move. */
export function RestList({ rest: { total, bounty, fee, feeKept, notBefore } }: { rest: Rest }) {
  const parts = [{ label: m.rest_total(), value: total }, { label: m.rest_bounty(), value: bounty }, { label: m.rest_fee(), value: fee }, { label: m.rest_fee_kept(), value: feeKept }];
  return <Facts items={[...parts.map(({ label, value }) => ({ label, value: value.amount > 0 && <Money value={value} /> })), { label: m.rest_not_before(), value: notBefore && <When at={notBefore} /> }]} />;
}

/** What it waits for, for the sponsor, in the order of what happens. */
export function RestWaits({ rest: { waitsFor, isFinal }, declaration }: { rest: Rest; declaration: 'asked' | 'signed' | undefined }) {
  const hasToSign = waitsFor.includes('declaration');
  return (
    <div style={{ marginTop: '1rem' }}>
      {waitsFor.includes('objections') && <p>{m.rest_objections()}</p>}
      {waitsFor.includes('awards') ? <p>{m.rest_awards()}</p> : !isFinal && <p>{m.rest_not_final()}</p>}
      {hasToSign ? <p>{declaration ? m.manage_now_declaration() : m.rest_declaration_later()}</p> : !declaration && <p>{m.rest_if_opened()}</p>}
    </div>
  );
}

/** What became of a sponsor's money once all of it is decided; `isSplit` where that was among all who passed. */
export function FinalSums({ totals, total, isSplit }: { totals: readonly View<'StatementTotalView'>[]; total: View<'PrizeMoneyView'>; isSplit: boolean }) {
  const { paid, sent, released, back, backFee, owed, feeEarned, feeKept } = finalSums(totals, total);
  const parts = [
    { label: m.final_paid(), amount: paid }, { label: m.proof_paid(), amount: sent }, { label: m.proof_released(), amount: released },
    { label: m.final_back(), amount: back }, { label: m.final_back_fee(), amount: backFee }, { label: m.final_owed(), amount: owed },
    { label: isSplit ? m.final_fee_split() : m.final_fee(), amount: feeEarned }, { label: m.final_fee_kept(), amount: feeKept },
  ];
  return <Facts items={parts.map(({ label, amount }) => ({ label, value: amount > 0 && <Money value={{ amount, currency: total.captured.currency }} /> }))} />;
}
