import { showId } from '@app/kernel';
import type { ContentManifest } from '@app/provenance';
import type { Payout } from './payout.entity';
import type { Transfer } from './transfer.entity';

/** What the log commits to: enough to prove later how much went where by which transfers. */
export function payoutManifest(payout: Payout, transfers: readonly Transfer[]): ContentManifest {
  return {
    fields: {
      payout: showId('payout', payout.id), award: showId('award', payout.awardId), organisation: showId('organisation', payout.organisationId),
      amount: payout.amount.toString(), currency: payout.currency, transfers: transfers.map(({ providerId }) => providerId!).sort(),
    },
    files: [],
  };
}
