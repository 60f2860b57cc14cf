import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, pageOf, type Page } from '@app/kernel';
import { Challenge, Challenges } from '@app/challenges';
import { Db, type PageQuery, positionOf, requestProblems, type Tx } from '@app/platform';
import { EligibilityReview } from './eligibility-review.entity';
import { Entry } from './entry.entity';
import { Submission } from './submission.entity';
import { type IneligibleGround, submissionLifecycle } from './submission.lifecycle';
import { mailRefusal, submissionRefused } from './submissions.events';
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
}

/** Whether a submission may take part: the sponsor questions it against a clause of the rule card, staff decide. */
@Injectable()
export class Eligibility {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
  ) {}

  /** @throws notFound for all but the sponsor, alreadyProposed, invalid */
  propose(actor: Actor, submissionId: string, { clause, reason }: { clause: number; reason: string }): Promise<EligibilityReview> {
    return this.db.change(actor, async (tx) => {
      const seen = await tx.findOne(Submission, submissionId);
      const challenge = seen && (await tx.findOne(Challenge, { id: seen.challengeId }));
      if (!challenge || challenge.state === 'cancelled' || !mayPropose(actor, challenge.sponsorId)) throw requestProblems.notFound();
      // Deciding takes the phase alone: either it sees this question, or the question comes too late
      const phase = await this.challenges.lockPhase(tx, seen.phaseId, 'share');
      const submission = (await tx.lock(Submission, submissionId))!;
      if (phase.state !== 'judging' || submission.state !== 'under_review') throw requestProblems.notFound();
      if (clause > challenge.eligibility.length) throw requestProblems.invalid({ errors: [{ pointer: '/clause', code: 'unknown', detail: 'is not a clause of the rule card' }] });
      if (await openReviewOf(tx, submissionId)) throw problems.alreadyProposed();
      return tx.save(EligibilityReview.proposed({ submissionId: submission.id, clause, reason, proposedBy: actor.personId ?? null, proposedAt: tx.now }), { reason });
    });
  }

  /** @throws notFound, nothingProposed, ownOrganisation */
  decide(actor: Actor, submissionId: string, decision: { outcome: 'eligible' } | { outcome: 'ineligible'; ground: IneligibleGround; statement: string }): Promise<Submission> {
    return this.db.change(actingAs(actor, 'staff'), async (tx) => {
      const seen = await tx.findOne(Submission, submissionId);
      if (!seen) throw requestProblems.notFound();
      const challenge = await this.challenges.lock(tx, seen.challengeId, 'share');
      await this.challenges.lockPhase(tx, seen.phaseId, 'share');
      const entry = (await tx.lock(Entry, seen.entryId, 'share'))!;
      if (!mayConfirm(actor, [challenge.sponsorId, entry.organisationId])) throw problems.ownOrganisation();
      const submission = (await tx.lock(Submission, submissionId))!;
      const review = await openReviewOf(tx, submissionId);
      if (!review) throw problems.nothingProposed();

      const isRefused = decision.outcome === 'ineligible';
      Object.assign(review, { outcome: decision.outcome, decidedBy: actor.personId, decidedAt: tx.now, ...(isRefused ? { ground: decision.ground, statement: decision.statement } : {}) });
      await tx.save(review, { action: `eligibility_review.${decision.outcome}`, reason: isRefused ? decision.statement : undefined });
      if (isRefused) {
        submission.state = submissionLifecycle.next(submission.state, 'refuse');
        await tx.save(submission, { action: 'submission.refuse' });
        tx.emit(submissionRefused, { challengeId: submission.challengeId, phaseId: submission.phaseId, submissionId });
        tx.enqueue(mailRefusal, { submissionId });
      }
      return submission;
    });
  }

  /** True while staff are looking at a submission of this phase: judging waits. */
  async isWaiting(phaseId: string): Promise<boolean> {
    const rows = await this.db.query('select from eligibility_review r join submission s on s.id = r.submission_id where s.phase_id = $1 and r.outcome is null limit 1', [phaseId]);
    return rows.length > 0;
  }

  /** For staff, the oldest first. No content: the clause and the sponsor's words only. */
  async waiting(page: PageQuery): Promise<Page<WaitingReview>> {
    const [at, id] = positionOf(page, 2) ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
    const rows = await this.db.query<WaitingReview>(
      `select r.id, r.submission_id as "submissionId", c.id as "challengeId", c.title as "challengeTitle", r.clause, c.eligibility[r.clause] as "clauseText", r.reason, r.proposed_at as "proposedAt"
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

async function openReviewOf(tx: Tx, submissionId: string): Promise<EligibilityReview | undefined> {
  const [open] = await tx.query<{ id: EligibilityReview['id'] }>('select id from eligibility_review where submission_id = $1 and outcome is null', [submissionId]);
  return open && tx.findOne(EligibilityReview, { id: open.id });
}
