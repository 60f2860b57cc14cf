import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { formatMoney, Money } from '~/components/money';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { partPaid } from './funding';

type Funding = View<'FundingView'>;

/** Where payments stand. What its reader has begun and left is not paid yet, unless the provider's word is awaited. */
export function FundingList({ fundings, isWaiting = false }: { fundings: readonly Funding[]; isWaiting?: boolean }) {
  const badge = (funding: Funding) => (partPaid(funding) ? 'part_paid' : funding.can.includes('pay') && !isWaiting ? 'unpaid' : funding.state);
  return (
    <ul className="plain-list">
      {fundings.map((funding) => (
        <li key={funding.id}><StateBadge state={badge(funding)} /> <Money value={funding.total} /> · <When at={funding.capturedAt ?? funding.createdAt} />{returned(funding) && <> · {returned(funding)}</>}</li>
      ))}
    </ul>
  );
}

/** What was received of a funding that came to nothing. */
function returned({ state, charges, total }: Funding): string | null {
  const paid = charges.filter((charge) => charge.state === 'paid').reduce((sum, { amount }) => sum + amount.amount, 0);
  return (state === 'expired' || state === 'failed') && paid > 0 ? m.fund_part_returned({ paid: formatMoney({ ...total, amount: paid }) }) : null;
}

/** What of them was received, where the next of several payments is to be made. */
export function partPaidText(fundings: readonly Funding[]): string | null {
  const [funding] = fundings.filter(partPaid);
  if (!funding) return null;
  const { paid, next } = partPaid(funding)!;
  return m.fund_part_paid({ paid: formatMoney({ ...funding.total, amount: paid }), total: formatMoney(funding.total), amount: formatMoney(next.amount) });
}
