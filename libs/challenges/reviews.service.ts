import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, type ChallengeId, isStaff } from '@app/kernel';
import { Db, requestProblems, requireVersion, type Tx } from '@app/platform';
import type { Challenge } from './challenge.entity';
import { challengeLifecycle } from './challenge.lifecycle';
import { readinessOf } from './challenge.readiness';
import { challengeApproved, editsRequested } from './challenges.events';
import { mayReview } from './challenges.policy';
import { challengeProblems } from './challenges.problems';
import { Challenges } from './challenges.service';
import { draftParts } from './draft-parts';
import { type RequestedEdit, Review, type ReviewOutcome } from './review.entity';

/** Staff look at a draft before money is asked for: they approve it, or say what to change. */
@Injectable()
export class Reviews {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
  ) {}

  /** `version` is that of the draft that was read: nobody approves a text they have not seen. @throws preconditionFailed, ownOrganisation, wrongState, invalid, notReady */
  async decide(actor: Actor, id: string, version: number, { outcome, reason, edits }: { outcome: ReviewOutcome; reason: string; edits: RequestedEdit[] }): Promise<Challenge> {
    if (!isStaff(actor, 'moderator')) throw requestProblems.forbidden();
    if ((outcome === 'approve') !== (edits.length === 0)) {
      throw requestProblems.invalid({ errors: [{ pointer: '/edits', code: 'edits', detail: 'must be there when changes are requested, and only then' }] });
    }
    return this.db.change(actingAs(actor, 'staff'), async (tx) => {
      const challenge = await this.challenges.lock(tx, id);
      if (!mayReview(actor, challenge.sponsorId)) throw challengeProblems.ownOrganisation();
      requireVersion(challenge, version);
      challenge.state = challengeLifecycle.next(challenge.state, outcome === 'approve' ? 'approve' : 'requestChanges');

      if (outcome === 'approve') await this.freezeNumbers(tx, challenge);
      const review = Review.of({
        challengeId: challenge.id, outcome, reason, edits: edits.map(({ pointer, text }) => ({ pointer, text })), parts: draftParts(await this.challenges.fullOf(challenge, tx)),
        reviewerId: actor.personId!, requestedAt: challenge.reviewRequestedAt!, at: tx.now,
      });
      await this.challenges.touch(tx, challenge, outcome === 'approve' ? 'challenge.approve' : 'challenge.request_changes', reason);
      await tx.save(review);
      tx.emit(outcome === 'approve' ? challengeApproved : editsRequested, { challengeId: id, reviewId: review.id });
      return challenge;
    });
  }

  /** From now on its rules are its own. @throws notReady: numbers may have changed, and dates passed, since the review was asked for */
  private async freezeNumbers(tx: Tx, challenge: Challenge): Promise<void> {
    const numbers = await this.challenges.presentNumbers(tx);
    challenge.numbers = numbers;
    const { missing } = readinessOf(await this.challenges.fullOf(challenge, tx), numbers, tx.now);
    if (missing.length > 0) throw challengeProblems.notReady({ missing });
  }

  /** All decisions of staff so far, oldest first. */
  of(challengeId: ChallengeId): Promise<Review[]> {
    return this.db.find(Review, { challengeId }, { at: 'ASC', id: 'ASC' });
  }
}
