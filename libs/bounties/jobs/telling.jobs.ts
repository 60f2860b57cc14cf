import { Injectable } from '@nestjs/common';
import type { JobType, OrganisationId, PayloadOf } from '@app/kernel';
import { On, type Tx } from '@app/platform';
import { Challenges } from '@app/challenges';
import { Organisations } from '@app/identity';
import { Funding, fundingFailed, Payout, payoutBlocked, payoutSent, Refund, refundFailed, refundSucceeded } from '@app/payments';
import { Announcing } from '../announcing.service';
import { Award } from '../award.entity';
import { awardContested, mailFundingFailed, mailPayout, mailPayoutStopped, mailRefund, mailRefundFailed } from '../bounties.events';
import { Recipients } from '../recipients.service';

/** Tells whoever keeps the money what became of it, the good and the bad; each gets a mail of their own. */
@Injectable()
export class Telling {
  constructor(
    private readonly challenges: Challenges,
    private readonly organisations: Organisations,
    private readonly announcing: Announcing,
    private readonly recipients: Recipients,
  ) {}

  @On(payoutSent)
  async payoutSent({ payoutId, subjectId }: PayloadOf<typeof payoutSent>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Payout, payoutId), mailPayout, { payoutId });
  }

  @On(payoutBlocked)
  async payoutStopped({ payoutId, subjectId }: PayloadOf<typeof payoutBlocked>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Payout, payoutId), mailPayoutStopped, { payoutId });
  }

  @On(refundSucceeded)
  async refundSucceeded({ refundId, subjectId }: PayloadOf<typeof refundSucceeded>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Refund, refundId), mailRefund, { refundId });
  }

  @On(refundFailed)
  async refundFailed({ refundId, subjectId }: PayloadOf<typeof refundFailed>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Refund, refundId), mailRefundFailed, { refundId });
  }

  @On(fundingFailed)
  async fundingFailed({ fundingId, subjectId }: PayloadOf<typeof fundingFailed>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Funding, fundingId), mailFundingFailed, { fundingId });
  }

  @On(awardContested)
  async awardContested({ awardId }: PayloadOf<typeof awardContested>, tx: Tx): Promise<void> {
    const award = (await tx.findOne(Award, awardId))!;
    await this.announcing.tell(tx, award, await this.recipients.of(tx, award.entryId), 'contested');
  }

  /** A subject may be something else than a challenge; then others speak of it. */
  private async tell<P extends object>(tx: Tx, subjectId: string, of: { organisationId: OrganisationId } | undefined, mail: JobType<P & { personId: string }>, about: P): Promise<void> {
    if (!of || !(await this.challenges.find(subjectId))) return;
    for (const { personId } of await this.organisations.membersWith(of.organisationId, 'owner', 'treasurer')) tx.enqueue(mail, { ...about, personId });
  }
}
