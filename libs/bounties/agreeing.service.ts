import { Injectable } from '@nestjs/common';
import { money, moneyText, showId } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Agreements } from '@app/agreements';
import { RuleCard } from '@app/challenges';
import { Person } from '@app/identity';
import { Submission, SubmissionVersion } from '@app/submissions';
import type { Award } from './award.entity';
import { Recipients } from './recipients.service';
import type { Standing } from './standings.service';

/** What winner and sponsor sign: made when a placement is accepted, ended when it is lost. */
@Injectable()
export class Agreeing {
  constructor(
    private readonly agreements: Agreements,
    private readonly recipients: Recipients,
  ) {}

  /** Of the rule card the entry accepted. */
  async agree(tx: Tx, { challenge, prizes }: Standing, award: Award): Promise<void> {
    if (award.kind !== 'placement') return;
    const { entry, members } = await this.recipients.of(tx, award.entryId);
    const prize = prizes.find(({ id }) => id === award.prizeId)!;
    const { id, versions } = (await tx.findOne(Submission, award.submissionId))!;
    const { recordSeq } = (await tx.findOne(SubmissionVersion, { submissionId: id, number: versions }))!;
    const authors = await Promise.all(members.map(async ({ personId }) => ({ id: personId, name: (await tx.findOne(Person, personId))!.name })));
    await this.agreements.make(tx, {
      awardId: award.id, challengeId: challenge.id, sponsorId: challenge.sponsorId, recipientId: entry.organisationId, authors,
      prize: { title: prize.title, place: award.place, amount: award.currency && moneyText(money(award.amount, award.currency)) },
      submission: { id: showId('submission', id), record: recordSeq },
      ruleCard: (await tx.findOne(RuleCard, { challengeId: challenge.id, version: entry.ruleCardVersion }))!,
    });
  }

  async end(tx: Tx, award: Award): Promise<void> {
    await this.agreements.end(tx, award.id);
  }
}
