import { Injectable } from '@nestjs/common';
import type { Tx } from '@app/platform';
import { Fundings, Payouts } from '@app/payments';
import type { Award } from './award.entity';
import { awardContested, awardReleased } from './bounties.events';
import { Recipients, sharesOfTeam } from './recipients.service';
import { Settlement } from './settlement.service';
import type { Standing } from './standings.service';

/** The last step of an award: its money is owed to its payees from now on. */
@Injectable()
export class Release {
  constructor(
    private readonly recipients: Recipients,
    private readonly payouts: Payouts,
    private readonly fundings: Fundings,
    private readonly settlement: Settlement,
  ) {}

  /** Final: the books, the payouts and the fee in one change. Where the sponsor turns out to be on both sides it stops, and a human looks at it. */
  async release(tx: Tx, { challenge }: Standing, award: Award): Promise<void> {
    const recipient = await this.recipients.of(tx, award.entryId);
    const ids = { challengeId: challenge.id, awardId: award.id };
    if (!award.clearedAt && (await this.recipients.isRelated(tx, challenge.sponsorId, recipient))) {
      award.contest('related_party');
      await tx.save(award, { action: 'award.contest', reason: 'related_party' });
      return tx.emit(awardContested, ids);
    }
    award.release(tx.now);
    await tx.save(award, { action: 'award.release' });
    if (award.amount > 0n) await this.payouts.release(tx, { awardId: award.id, subjectId: challenge.id, shares: sharesOfTeam(award.amount, recipient.members) });
    // what is paid out of a cancelled challenge earns nothing
    if (challenge.state !== 'cancelled') await this.fundings.earnFee(tx, challenge.id);
    tx.emit(awardReleased, ids);
    await this.settlement.settle(tx, challenge.id);
  }
}
