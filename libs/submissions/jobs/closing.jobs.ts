import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChallengeId, PayloadOf, PhaseId } from '@app/kernel';
import { challengeCancelled, challengeCompleted, challengeResumed, Challenges, phaseClosed } from '@app/challenges';
import { On, type Tx } from '@app/platform';
import { Contents } from '../contents.service';
import { Eligibility } from '../eligibility.service';
import { Entry } from '../entry.entity';
import { entryLifecycle } from '../entry.lifecycle';
import { drawNumbers } from '../entry.rules';
import { Submission } from '../submission.entity';
import { submissionLifecycle } from '../submission.lifecycle';
import { phaseUnsealed } from '../submissions.events';

/** What happens to entries and submissions when a phase or a challenge begins or ends. */
@Injectable()
export class Closing {
  constructor(
    private readonly challenges: Challenges,
    private readonly contents: Contents,
    private readonly eligibility: Eligibility,
  ) {}

  /** What was handed in goes to the judges; what was not is dropped, with its keys. */
  @On(phaseClosed)
  async closePhase({ challengeId, phaseId }: PayloadOf<typeof phaseClosed>, tx: Tx): Promise<void> {
    const challenge = await this.challenges.lock(tx, challengeId);
    // cancelled in the meantime: it stays sealed
    if (challenge.state === 'cancelled') return;
    await this.challenges.lockPhase(tx, phaseId);
    const submissions = await tx.lockAll(Submission, { phaseId: phaseId as PhaseId });
    await this.lapse(tx, submissions.filter(({ state }) => state === 'draft'));
    const submitted = submissions.filter(({ state }) => state === 'submitted');
    const numbers = drawNumbers(submitted.map(({ id }) => id), () => randomInt(2 ** 32) / 2 ** 32);
    for (const submission of submitted) {
      submission.number = numbers.get(submission.id)!;
      submission.state = submissionLifecycle.next(submission.state, 'close');
    }
    await tx.saveAll(submitted, { action: 'submission.close' });
    await this.contents.dropUnsent(tx, submitted);
    tx.emit(phaseUnsealed, { challengeId, phaseId });
  }

  @On(challengeCompleted)
  async closeEntries({ challengeId }: PayloadOf<typeof challengeCompleted>, tx: Tx): Promise<void> {
    const entries = (await tx.lockAll(Entry, { challengeId: challengeId as ChallengeId })).filter(({ state }) => entryLifecycle.allows(state, 'close'));
    for (const entry of entries) entry.state = entryLifecycle.next(entry.state, 'close');
    await tx.saveAll(entries, { action: 'entry.close' });
  }

  @On(challengeCancelled)
  async cancelEntries({ challengeId }: PayloadOf<typeof challengeCancelled>, tx: Tx): Promise<void> {
    await this.closeEntries({ challengeId }, tx);
    await this.lapse(tx, await tx.lockAll(Submission, { challengeId: challengeId as ChallengeId, state: 'draft' }));
  }

  @On(challengeResumed)
  async resumeQuestions({ challengeId }: PayloadOf<typeof challengeResumed>, tx: Tx): Promise<void> {
    await this.eligibility.resume(tx, challengeId);
  }

  private async lapse(tx: Tx, drafts: readonly Submission[]): Promise<void> {
    for (const submission of drafts) submission.state = submissionLifecycle.next(submission.state, 'lapse');
    await tx.saveAll(drafts, { action: 'submission.lapse' });
    await this.contents.erase(tx, drafts);
  }
}
