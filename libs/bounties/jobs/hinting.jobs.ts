import { Injectable } from '@nestjs/common';
import type { IdKind, OrganisationId, PayloadOf } from '@app/kernel';
import { On, sendHint, type Tx } from '@app/platform';
import { Challenges } from '@app/challenges';
import { Organisations } from '@app/identity';
import { Funding, fundingCaptured, fundingFailed, Payout, payoutBlocked, payoutSent, Refund, refundFailed, refundSucceeded } from '@app/payments';
import { Announcing } from '../announcing.service';
import { Award } from '../award.entity';
import { awardContested, awardReleased } from '../bounties.events';
import { peopleOf, Recipients } from '../recipients.service';

/** Open pages of whoever keeps the money are read again when something became of it, good or bad. */
@Injectable()
export class Hinting {
  constructor(
    private readonly challenges: Challenges,
    private readonly organisations: Organisations,
    private readonly announcing: Announcing,
    private readonly recipients: Recipients,
  ) {}

  @On(payoutSent)
  async payoutSent({ payoutId, subjectId }: PayloadOf<typeof payoutSent>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Payout, payoutId), 'payout');
  }

  @On(payoutBlocked)
  async payoutStopped({ payoutId, subjectId }: PayloadOf<typeof payoutBlocked>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Payout, payoutId), 'payout');
  }

  @On(refundSucceeded)
  async refundSucceeded({ refundId, subjectId }: PayloadOf<typeof refundSucceeded>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Refund, refundId), 'refund');
  }

  @On(refundFailed)
  async refundFailed({ refundId, subjectId }: PayloadOf<typeof refundFailed>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Refund, refundId), 'refund');
  }

  @On(fundingFailed)
  async fundingFailed({ fundingId, subjectId }: PayloadOf<typeof fundingFailed>, tx: Tx): Promise<void> {
    await this.tell(tx, subjectId, await tx.findOne(Funding, fundingId), 'funding');
  }

  @On(fundingCaptured)
  async fundingCaptured({ fundingId }: PayloadOf<typeof fundingCaptured>, tx: Tx): Promise<void> {
    const { organisationId } = (await tx.findOne(Funding, fundingId))!;
    const members = await this.organisations.membersWith(organisationId, 'owner', 'treasurer', 'manager');
    tx.enqueue(sendHint, { people: members.map(({ personId }) => personId), type: 'funding', id: fundingId });
  }

  @On(awardContested)
  async awardContested({ awardId }: PayloadOf<typeof awardContested>, tx: Tx): Promise<void> {
    const award = (await tx.findOne(Award, awardId))!;
    this.announcing.hint(tx, award, await this.recipients.of(tx, award.entryId));
  }

  @On(awardReleased)
  async awardReleased({ awardId }: PayloadOf<typeof awardReleased>, tx: Tx): Promise<void> {
    const award = (await tx.findOne(Award, awardId))!;
    tx.enqueue(sendHint, { people: peopleOf(await this.recipients.of(tx, award.entryId)), type: 'award', id: awardId });
  }

  private async tell(tx: Tx, subjectId: string, of: { id: string; organisationId: OrganisationId } | undefined, type: IdKind): Promise<void> {
    if (!of || !(await this.challenges.find(subjectId))) return;
    const people = (await this.organisations.membersWith(of.organisationId, 'owner', 'treasurer')).map(({ personId }) => personId);
    tx.enqueue(sendHint, { people, type, id: of.id });
  }
}
