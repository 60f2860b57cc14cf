import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { money, moneyText, showId } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Agreements } from '@app/agreements';
import { RuleCard } from '@app/challenges';
import { Person } from '@app/identity';
import { Submission, SubmissionVersion } from '@app/submissions';
import type { Award } from './award.entity';
import { isPending } from './award.lifecycle';
import { Recipients } from './recipients.service';
import type { Standing } from './standings.service';

/** What winner and sponsor sign: made when a placement is accepted, waited for before it is released, ended when it is lost. */
@Injectable()
export class Agreeing {
  constructor(
    private readonly agreements: Agreements,
    private readonly recipients: Recipients,
  ) {}

  /** Of the rule card the entry accepted. */
  async agree(tx: Tx, { challenge, prizes, numbers }: Standing, award: Award): Promise<void> {
    if (award.kind !== 'placement') return;
    const { entry, members } = await this.recipients.of(tx, award.entryId);
    const prize = prizes.find(({ id }) => id === award.prizeId)!;
    const { id, versions } = (await tx.findOne(Submission, award.submissionId))!;
    const { recordSeq } = (await tx.findOne(SubmissionVersion, { submissionId: id, number: versions }))!;
    const people = await tx.find(Person, { id: In(members.map(({ personId }) => personId)) });
    const authors = members.map(({ personId }) => ({ id: personId, name: people.find(({ id: one }) => one === personId)!.name }));
    await this.agreements.make(tx, {
      awardId: award.id, challengeId: challenge.id, sponsorId: challenge.sponsorId, recipientId: entry.organisationId, authors,
      prize: { title: prize.title, place: award.place, amount: award.currency && moneyText(money(award.amount, award.currency)) },
      submission: { id: showId('submission', id), record: recordSeq },
      ruleCard: (await tx.findOne(RuleCard, { challengeId: challenge.id, version: entry.ruleCardVersion }))!,
      sponsorSignsDays: numbers.sponsorSignsDays ?? null, signBy: numbers.sponsorSignsDays === undefined ? null : award.respondBy,
    });
  }

  /** Takes over how far its agreement has come. Returns whether that was news. */
  async follow(tx: Tx, { numbers }: Standing, award: Award): Promise<boolean> {
    const progress = await this.agreements.progressOf(tx, award.id);
    const { state, contestedFrom, signedAt } = award;
    if (!progress || !isPending(state)) return false;
    award.agreed(progress, numbers);
    if (award.state === state && award.contestedFrom === contestedFrom && award.signedAt?.getTime() === signedAt?.getTime()) return false;
    await tx.save(award, { action: 'award.follow_agreement' });
    return true;
  }

  /** The sponsor let its time to sign pass. */
  async bind(tx: Tx, standing: Standing, award: Award): Promise<void> {
    await this.agreements.bind(tx, award.id);
    await this.follow(tx, standing, award);
  }

  async end(tx: Tx, award: Award): Promise<void> {
    await this.agreements.end(tx, award.id);
  }
}
