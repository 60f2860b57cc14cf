import { Inject, Injectable } from '@nestjs/common';
import { type PayloadOf, showId } from '@app/kernel';
import { localeOf, Organisations, Person } from '@app/identity';
import { m } from '@app/messages';
import { CONFIG, type Config, Db, DoesOutside, Mailer, On, type Tx } from '@app/platform';
import { Challenge } from '../challenge.entity';
import { challengeApproved, editsRequested, mailReview } from '../challenges.events';
import { Review } from '../review.entity';

/** Tells the sponsor's people what staff decided on their draft. */
@Injectable()
export class ReviewMails {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly mailer: Mailer,
    private readonly organisations: Organisations,
  ) {}

  @On(challengeApproved)
  async approved({ challengeId, reviewId }: PayloadOf<typeof challengeApproved>, tx: Tx): Promise<void> {
    await this.tell(tx, challengeId, reviewId);
  }

  @On(editsRequested)
  async sentBack({ challengeId, reviewId }: PayloadOf<typeof editsRequested>, tx: Tx): Promise<void> {
    await this.tell(tx, challengeId, reviewId);
  }

  @DoesOutside(mailReview)
  async mail({ reviewId, personId }: PayloadOf<typeof mailReview>): Promise<void> {
    const review = (await this.db.findOne(Review, reviewId))!;
    const { title } = (await this.db.findOne(Challenge, review.challengeId))!;
    const person = await this.db.findOne(Person, { id: personId as Person['id'], state: 'active' });
    if (!person) return;
    const locale = { locale: localeOf(person) };
    const isApproved = review.outcome === 'approve';
    await this.mailer.send({
      to: person.email,
      subject: isApproved ? m.mail_review_approved_subject({ title }, locale) : m.mail_review_edits_subject({ title }, locale),
      paragraphs: [isApproved ? m.mail_review_approved_text({ title }, locale) : m.mail_review_edits_text({ title, count: review.edits.length }, locale), review.reason],
      action: { label: m.mail_review_action({}, locale), url: `${this.config.publicUrl}/drafts/${showId('challenge', review.challengeId)}` },
      reason: m.mail_review_reason({}, locale),
    });
  }

  private async tell(tx: Tx, challengeId: string, reviewId: string): Promise<void> {
    const { sponsorId } = (await tx.findOne(Challenge, challengeId))!;
    for (const { personId } of await this.organisations.membersWith(sponsorId, 'owner', 'manager')) tx.enqueue(mailReview, { reviewId, personId });
  }
}
