import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ChallengeId, PayloadOf, PhaseId } from '@app/kernel';
import { challengeCancelled, challengeCompleted, Challenges, phaseClosed, phaseOpened } from '@app/challenges';
import { On, type Tx } from '@app/platform';
import { Contents } from '../contents.service';
import { Entry } from '../entry.entity';
import { entryLifecycle } from '../entry.lifecycle';
import { drawNumbers } from '../entry.rules';
import { Submission } from '../submission.entity';
import { goingOn, submissionLifecycle } from '../submission.lifecycle';
import { mailNextPhase, phaseUnsealed } from '../submissions.events';

/** What happens to entries and submissions when a phase or a challenge begins or ends. */
@Injectable()
export class Closing {
  constructor(
    private readonly challenges: Challenges,
    private readonly contents: Contents,
  ) {}

  /** What was handed in goes to the judges; what was not is dropped, with its keys. */
  @On(phaseClosed)
  async closePhase({ challengeId, phaseId }: PayloadOf<typeof phaseClosed>, tx: Tx): Promise<void> {
    const challenge = await this.challenges.lock(tx, challengeId);
    // cancelled in the meantime: it stays sealed
    if (challenge.state === 'cancelled') return;
    await this.challenges.lockPhase(tx, phaseId);
    const submissions = await tx.lockAll(Submission, { phaseId: phaseId as PhaseId });
    const numbers = drawNumbers(submissions.filter(({ state }) => state === 'submitted').map(({ id }) => id), () => randomInt(2 ** 32) / 2 ** 32);
    for (const submission of submissions) {
      if (submission.state === 'draft') await this.lapse(tx, submission);
      if (submission.state !== 'submitted') continue;
      submission.number = numbers.get(submission.id)!;
      submission.state = submissionLifecycle.next(submission.state, 'close');
      await tx.save(submission, { action: 'submission.close' });
      await this.contents.dropUnsent(tx, submission);
    }
    tx.emit(phaseUnsealed, { challengeId, phaseId });
  }

  /** Who went on hears that the next phase takes submissions. */
  @On(phaseOpened)
  async callThoseWhoGoOn({ challengeId, phaseId }: PayloadOf<typeof phaseOpened>, tx: Tx): Promise<void> {
    const { position } = (await this.challenges.findPhase(phaseId))!;
    const entries = await tx.query<{ id: string }>(
      `select e.id from entry e join submission s on s.entry_id = e.id join phase p on p.id = s.phase_id
       where e.challenge_id = $1 and e.state = 'joined' and p.position = $2 and s.state = 'judged' and s.band = any($3)`,
      [challengeId, position - 1, goingOn],
    );
    for (const { id } of entries) tx.enqueue(mailNextPhase, { entryId: id, phaseId });
  }

  @On(challengeCompleted)
  async closeEntries({ challengeId }: PayloadOf<typeof challengeCompleted>, tx: Tx): Promise<void> {
    for (const entry of await tx.lockAll(Entry, { challengeId: challengeId as ChallengeId })) {
      if (!entryLifecycle.allows(entry.state, 'close')) continue;
      entry.state = entryLifecycle.next(entry.state, 'close');
      await tx.save(entry, { action: 'entry.close' });
    }
  }

  @On(challengeCancelled)
  async cancelEntries({ challengeId }: PayloadOf<typeof challengeCancelled>, tx: Tx): Promise<void> {
    await this.closeEntries({ challengeId }, tx);
    for (const submission of await tx.lockAll(Submission, { challengeId: challengeId as ChallengeId, state: 'draft' })) await this.lapse(tx, submission);
  }

  private async lapse(tx: Tx, submission: Submission): Promise<void> {
    submission.state = submissionLifecycle.next(submission.state, 'lapse');
    await tx.save(submission, { action: 'submission.lapse' });
    await this.contents.erase(tx, submission);
  }
}
