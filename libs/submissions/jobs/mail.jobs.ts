import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type PayloadOf, showId } from '@app/kernel';
import { Challenges } from '@app/challenges';
import { localeOf, Person } from '@app/identity';
import type { Locale } from '@app/messages';
import { CONFIG, type Config, Db, DoesOutside, type Mail, Mailer } from '@app/platform';
import { Provenance } from '@app/provenance';
import { Eligibility } from '../eligibility.service';
import { Entry, EntryMember } from '../entry.entity';
import { Submission, SubmissionVersion } from '../submission.entity';
import { mailAdmitted, mailNextPhase, mailReceipt, mailRefusal, mailResult } from '../submissions.events';
import { mails } from '../submissions.mails';

/** Writes to the members of an entry. */
@Injectable()
export class SubmissionMails {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly provenance: Provenance,
    private readonly eligibility: Eligibility,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @DoesOutside(mailReceipt)
  async receipt({ versionId }: PayloadOf<typeof mailReceipt>): Promise<void> {
    const version = await this.db.findOne(SubmissionVersion, versionId);
    const submission = version && (await this.db.findOne(Submission, version.submissionId));
    if (!submission) return;
    const challenge = (await this.challenges.find(submission.challengeId))!;
    const leaf = await this.provenance.leaf(version.recordSeq);
    const checkpoint = await this.provenance.checkpoint();
    const about = { title: challenge.title, number: version.number, submittedAt: version.submittedAt, index: leaf.seq, commitment: leaf.commitment, checkpoint };
    await this.send(submission, (locale) => mails.receipt(about, this.page(submission), locale));
  }

  @DoesOutside(mailRefusal)
  async refusal({ submissionId }: PayloadOf<typeof mailRefusal>): Promise<void> {
    const submission = await this.db.findOne(Submission, submissionId);
    const decision = await this.eligibility.decisionOn(submissionId);
    if (!submission || !decision) return;
    const challenge = (await this.challenges.find(submission.challengeId))!;
    const { clause, ground, statement } = decision;
    const about = { title: challenge.title, clause, clauseText: challenge.eligibility[clause - 1] ?? '', ground: ground!, statement: statement ?? '', address: this.config.supportAddress, by: await this.eligibility.objectionEndsAt(challenge.id, decision) };
    await this.send(submission, (locale) => mails.refusal(about, this.page(submission), locale));
  }

  @DoesOutside(mailResult)
  async result({ submissionId }: PayloadOf<typeof mailResult>): Promise<void> {
    const submission = (await this.db.findOne(Submission, submissionId))!;
    if (!submission.band) return;
    const { title } = (await this.challenges.find(submission.challengeId))!;
    const about = { title, band: submission.band, reason: submission.reason ?? '' };
    await this.send(submission, (locale) => mails.result(about, this.page(submission), locale));
  }

  @DoesOutside(mailAdmitted)
  async admitted({ entryId }: PayloadOf<typeof mailAdmitted>): Promise<void> {
    const entry = (await this.db.findOne(Entry, entryId))!;
    const challenge = (await this.challenges.find(entry.challengeId))!;
    if (entry.state !== 'joined' || !challenge.closesAt) return;
    const about = { title: challenge.title, closesAt: challenge.closesAt };
    await this.send({ entryId: entry.id }, (locale) => mails.admitted(about, `${this.config.publicUrl}/work`, locale));
  }

  @DoesOutside(mailNextPhase)
  async nextPhase({ entryId, phaseId }: PayloadOf<typeof mailNextPhase>): Promise<void> {
    const entry = (await this.db.findOne(Entry, entryId))!;
    const phase = (await this.challenges.findPhase(phaseId))!;
    if (entry.state !== 'joined' || phase.state !== 'open') return;
    const about = { title: (await this.challenges.find(entry.challengeId))!.title, closesAt: phase.closesAt! };
    await this.send({ entryId: entry.id }, (locale) => mails.nextPhase(about, `${this.config.publicUrl}/work`, locale));
  }

  private async send({ entryId }: Pick<Submission, 'entryId'>, write: (locale: Locale) => Omit<Mail, 'to'>): Promise<void> {
    const members = await this.db.find(EntryMember, { entryId });
    for (const person of await this.db.find(Person, { id: In(members.map(({ personId }) => personId)), state: 'active' })) {
      await this.mailer.send({ to: person.email, ...write(localeOf(person)) });
    }
  }

  private page(submission: Submission): string {
    return `${this.config.publicUrl}/submissions/${showId('submission', submission.id)}`;
  }
}
