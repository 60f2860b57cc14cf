import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Facts } from './facts';
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

/** What became of a sponsor's money once nothing moves any more, by the lines of its statement. */
export function FinalSums({ lines, total }: { lines: readonly View<'StatementLineView'>[]; total: View<'PrizeMoneyView'> }) {
  const { currency } = total.captured;
  const sum = (amounts: readonly (View<'AmountView'> | null)[]) => ({ currency, amount: amounts.reduce((all, one) => all + (one?.amount ?? 0), 0) });
  const of = (kind: View<'StatementLineView'>['kind']) => lines.filter((line) => line.kind === kind);
  const amountOf = (kind: View<'StatementLineView'>['kind']) => sum(of(kind).map(({ amount }) => amount));
  const parts = [
    { label: m.final_paid(), value: amountOf('charge') },
    { label: m.proof_paid(), value: total.paid },
    { label: m.proof_released(), value: { currency, amount: total.released.amount - total.paid.amount } },
    { label: m.final_back(), value: amountOf('refund') },
    { label: m.final_back_fee(), value: sum(of('refund').map(({ fee }) => fee)) },
    { label: m.final_fee(), value: amountOf('fee_earned') },
    { label: m.final_fee_kept(), value: amountOf('fee_kept') },
  ];
  return <Facts items={parts.map(({ label, value }) => ({ label, value: value.amount > 0 && <Money value={value} /> }))} />;
}
