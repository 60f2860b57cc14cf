import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, after, day, hour, latest, pageOf, type Page } from '@app/kernel';
import { Challenges, endAfterPauses, type Pause, refusePaused } from '@app/challenges';
import { Db, Due, eachDue, type PageQuery, positionOf, requestProblems, type Tx } from '@app/platform';
import { EligibilityReview } from './eligibility-review.entity';
import { Rivals } from './rivals.service';
import { Submission } from './submission.entity';
import { type IneligibleGround, submissionLifecycle, unsealedStates } from './submission.lifecycle';
import { eligibilityDecided, submissionRefused } from './submissions.events';
import { mayConfirm, mayPropose } from './submissions.policy';
import { submissionProblems as problems } from './submissions.problems';

export interface WaitingReview {
  id: string;
  submissionId: string;
  challengeId: string;
  challengeTitle: string;
  clause: number;
  clauseText: string;
  reason: string;
  proposedAt: Date;
  dueAt: Date;
}

const dueReviews = `select r.id, r.submission_id from eligibility_review r join submission s on s.id = r.submission_id join challenge c on c.id = s.challenge_id
  where r.outcome is null and r.due_at <= app_now() and c.paused_at is null`;

/** Whether a submission may take part: the sponsor questions it against a clause of the rule card, staff decide. */
@Injectable()
export class Eligibility {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly rivals: Rivals,
  ) {}

  /**
   * Once for each clause, before the judging deadline and before the sponsor has seen the judges' order: a question stops the clocks, so it
   * cannot be asked again and again, nor of whoever leads. @throws notFound for all but the sponsor, paused, alreadyProposed, askedBefore, askedTooLate, askedOfOrder, wrongState, invalid
   */
  async propose(actor: Actor, submissionId: string, { clause, reason }: { clause: number; reason: string }): Promise<EligibilityReview> {
    const seen = await this.db.findOne(Submission, submissionId);
    const found = seen && (await this.challenges.find(seen.challengeId));
    if (!found || !mayPropose(actor, found.sponsorId)) throw requestProblems.notFound();
    return this.db.change(actingAs(actor, 'member', found.sponsorId), async (tx) => {
      const challenge = await this.challenges.lock(tx, found.id, 'share');
      if (challenge.state === 'cancelled') throw requestProblems.notFound();
      // Deciding and showing the order take the phase alone: either they see this question, or the question comes too late
      const phase = await this.challenges.lockPhase(tx, seen.phaseId, 'share');
      const submission = (await tx.lock(Submission, submissionId))!;
      if (!unsealedStates.includes(submission.state)) throw requestProblems.notFound();
      submissionLifecycle.next(submission.state, 'refuse');
      refusePaused(challenge);
      if (clause > challenge.eligibility.length) throw requestProblems.invalid({ errors: [{ pointer: '/clause', code: 'unknown', detail: 'is not a clause of the rule card' }] });
      if (await openReviewOf(tx, submissionId)) throw problems.alreadyProposed();
      if (await tx.findOne(EligibilityReview, { submissionId: submission.id, clause })) throw problems.askedBefore();
      if (tx.now >= phase.judgingEndsAt!) throw problems.askedTooLate({ judgingEndsAt: phase.judgingEndsAt!.toISOString() });
      if (phase.orderShownAt) throw problems.askedOfOrder();
      const { silentDays } = await this.challenges.numbersOf(challenge.id);
      return tx.save(EligibilityReview.proposed({ submissionId: submission.id, clause, reason, proposedBy: actor.personId ?? null, proposedAt: tx.now, dueAt: after(tx.now, silentDays * day) }), { reason });
    });
  }

  /** @throws notFound, also once cancelled, nothingProposed, ownOrganisation */
  decide(actor: Actor, submissionId: string, decision: { outcome: 'eligible' } | { outcome: 'ineligible'; ground: IneligibleGround; statement: string }): Promise<Submission> {
    return this.db.change(actingAs(actor, 'staff'), async (tx) => {
      const seen = await tx.findOne(Submission, submissionId);
      if (!seen) throw requestProblems.notFound();
      const challenge = await this.challenges.lock(tx, seen.challengeId, 'share');
      if (challenge.state === 'cancelled') throw requestProblems.notFound();
      await this.challenges.lockPhase(tx, seen.phaseId, 'share');
      if (!mayConfirm(actor) || !(await this.rivals.isNeutral(tx, actor, challenge))) throw problems.ownOrganisation();
      const submission = (await tx.lock(Submission, submissionId))!;
      const review = await openReviewOf(tx, submissionId);
      if (!review) throw problems.nothingProposed();

      const isRefused = decision.outcome === 'ineligible';
      Object.assign(review, { outcome: decision.outcome, decidedBy: actor.personId, decidedAt: tx.now, ...(isRefused ? { ground: decision.ground, statement: decision.statement } : {}) });
      await tx.save(review, { action: `eligibility_review.${decision.outcome}`, reason: isRefused ? decision.statement : undefined });
      tx.emit(eligibilityDecided, { challengeId: submission.challengeId, phaseId: submission.phaseId, submissionId });
      if (isRefused) {
        submission.state = submissionLifecycle.next(submission.state, 'refuse');
        await tx.save(submission, { action: 'submission.refuse' });
        tx.emit(submissionRefused, { challengeId: submission.challengeId, phaseId: submission.phaseId, submissionId });
      }
      return submission;
    });
  }

  /** Nobody answered in time: it takes part. While the challenge is paused it waits. */
  @Due('submissions.unanswered_reviews')
  async settleUnanswered(limit: number): Promise<number> {
    return eachDue<{ id: string; submission_id: string }>(this.db, 'submissions.unanswered_reviews', dueReviews, limit, async (tx, { submission_id }) => {
      const challenge = await this.challenges.lock(tx, (await tx.findOne(Submission, submission_id))!.challengeId, 'share');
      await tx.lock(Submission, submission_id);
      const review = await openReviewOf(tx, submission_id);
      if (!review || challenge.pausedAt || dueOf(review, challenge.numbers!.silentDays, await this.challenges.pausesOf(challenge.id, tx)) > tx.now) return false;
      Object.assign(review, { outcome: 'eligible', decidedAt: tx.now });
      await tx.save(review, { action: 'eligibility_review.eligible', reason: 'unanswered' });
      return true;
    });
  }

  /** The challenge went on after a pause: staff have the days that were left. Harmless to repeat. */
  async resume(tx: Tx, challengeId: string): Promise<void> {
    const challenge = await this.challenges.lock(tx, challengeId, 'share');
    const pauses = await this.challenges.pausesOf(challengeId, tx);
    const open = await tx.query<{ id: string }>('select s.id from submission s join eligibility_review r on r.submission_id = s.id where s.challenge_id = $1 and r.outcome is null order by s.id', [challengeId]);
    for (const { id } of open) {
      await tx.lock(Submission, id);
      const review = await openReviewOf(tx, id);
      if (!review) continue;
      review.dueAt = dueOf(review, challenge.numbers!.silentDays, pauses);
      await tx.save(review, { action: 'eligibility_review.resume' });
    }
  }

  /**
   * When the last wait of a phase ends or ended: while staff look at a submission, and while somebody who was refused may still object.
   * Money is never held too long for it. Undefined where nobody was questioned.
   */
  async waitEndsAt(from: Db | Tx, phaseId: string): Promise<Date | undefined> {
    const reviews = await from.query<Pick<EligibilityReview, 'proposedAt' | 'outcome' | 'decidedAt'>>(
      `select r.proposed_at as "proposedAt", r.outcome, r.decided_at as "decidedAt" from eligibility_review r join submission s on s.id = r.submission_id where s.phase_id = $1`,
      [phaseId],
    );
    if (reviews.length === 0) return undefined;
    const challenge = (await this.challenges.find((await this.challenges.findPhase(phaseId))!.challengeId))!;
    const { appealHours, silentDays } = challenge.numbers!;
    const pauses = await this.challenges.pausesOf(challenge.id, from);
    const end = latest(...(reviews.map((review) => waitEnd({ ...review, dueAt: dueOf(review, silentDays, pauses) }, appealHours)) as [Date, ...Date[]]));
    const last = this.challenges.lastJudgingEndOf(challenge);
    return last && last < end ? last : end;
  }

  /** Until when judging of this phase waits now; undefined where it does not. */
  async waitsUntil(tx: Tx, phaseId: string): Promise<Date | undefined> {
    const end = await this.waitEndsAt(tx, phaseId);
    return end && end > tx.now ? end : undefined;
  }

  /** Until when somebody who was refused may object. */
  async objectionEndsAt(challengeId: string, { decidedAt }: EligibilityReview): Promise<Date> {
    return after(decidedAt!, (await this.challenges.numbersOf(challengeId)).appealHours * hour);
  }

  /** For staff, the oldest first. No content: the clause and the sponsor's words only. */
  async waiting(page: PageQuery): Promise<Page<WaitingReview>> {
    const [at, id] = positionOf(page, 2) ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
    const rows = await this.db.query<WaitingReview>(
      `select r.id, r.submission_id as "submissionId", c.id as "challengeId", c.title as "challengeTitle", r.clause, c.eligibility[r.clause] as "clauseText", r.reason, r.proposed_at as "proposedAt", r.due_at as "dueAt"
       from eligibility_review r join submission s on s.id = r.submission_id join challenge c on c.id = s.challenge_id
       where r.outcome is null and c.state <> 'cancelled' and (r.proposed_at, r.id) > ($1::timestamptz, $2::uuid) order by r.proposed_at, r.id limit $3`,
      [at, id, page.limit + 1],
    );
    return pageOf(rows, page.limit, (row) => [row.proposedAt.toISOString(), row.id], (row) => row);
  }

  /** What was decided against a submission, for its author. */
  async decisionOn(submissionId: string): Promise<EligibilityReview | undefined> {
    const rows = await this.db.find(EligibilityReview, { submissionId: submissionId as never, outcome: 'ineligible' }, { decidedAt: 'DESC' });
    return rows[0];
  }
}

function waitEnd({ dueAt, outcome, decidedAt }: Pick<EligibilityReview, 'dueAt' | 'outcome' | 'decidedAt'>, appealHours: number): Date {
  if (outcome === null) return dueAt;
  if (outcome === 'ineligible') return after(decidedAt!, appealHours * hour);
  return decidedAt! < dueAt ? decidedAt! : dueAt; // a late tick takes no time from anybody
}

/** Staff have so many days to answer; while the challenge is paused none passes. */
function dueOf({ proposedAt }: Pick<EligibilityReview, 'proposedAt'>, silentDays: number, pauses: readonly Pause[]): Date {
  return endAfterPauses(after(proposedAt, silentDays * day), proposedAt, pauses);
}

async function openReviewOf(tx: Tx, submissionId: string): Promise<EligibilityReview | undefined> {
  const [open] = await tx.query<{ id: EligibilityReview['id'] }>('select id from eligibility_review where submission_id = $1 and outcome is null', [submissionId]);
  return open && tx.findOne(EligibilityReview, { id: open.id });
}
