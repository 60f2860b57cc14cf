import { Injectable } from '@nestjs/common';
import { type Actor } from '@app/kernel';
import { Challenge, Challenges, type Phase, type PhaseForm } from '@app/challenges';
import { Db, requestProblems, requireVersion, type Tx } from '@app/platform';
import { Authors, requireInPhase, requireInTime } from './authors.service';
import { Contents, type OpenFile } from './contents.service';
import type { Entry } from './entry.entity';
import { Openings } from './openings.service';
import { Submission, SubmissionDraft } from './submission.entity';
import { answerFaults, type Answers } from './submission.rules';
import { mayWrite, type Side } from './submissions.policy';

/** The working version as its author sees it. */
export interface OpenDraft {
  entry: Entry;
  phase: Phase;
  challenge: Challenge;
  form: PhaseForm;
  submission: Submission | undefined;
  draft: SubmissionDraft | undefined;
  answers: Answers;
  files: readonly OpenFile[];
  mayEdit: boolean;
  now: Date;
}

/** The working version of a submission: saved as often as one likes, sealed each time. */
@Injectable()
export class Drafts {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly authors: Authors,
    private readonly contents: Contents,
    private readonly openings: Openings,
  ) {}

  /** While the phase is open; afterwards unsent work is gone. @throws notFound, notOpen, late, notInPhase */
  read(actor: Actor, entryId: string, phaseId: string): Promise<OpenDraft> {
    return this.db.change(actor, async (tx) => {
      const { entry, side } = await this.authors.entry(actor, entryId, tx);
      const phase = await this.challenges.findPhase(phaseId);
      if (!phase || phase.challengeId !== entry.challengeId) throw requestProblems.notFound();
      requireInTime(phase, await this.challenges.clockOf(tx, phase.challengeId));
      await requireInPhase(tx, entry, phase);
      const submission = await tx.findOne(Submission, { entryId: entry.id, phaseId: phase.id });
      const draft = submission && (await tx.findOne(SubmissionDraft, { submissionId: submission.id }));
      if (submission) await this.openings.log(tx, submission.id, side, 'draft');
      return {
        ...(await this.around(tx, entry, phase, side)),
        submission,
        draft,
        answers: draft ? await this.contents.draftAnswers(draft, tx) : {},
        files: submission && draft ? await this.contents.draftFiles(submission.id, tx) : [],
      };
    });
  }

  /**
   * All answers as they are now, or with `others: 'keep'` only those that changed. `version` is that of the draft that was
   * read, 0 before the first. @throws preconditionFailed, invalid, late, notFound
   */
  save(actor: Actor, entryId: string, phaseId: string, version: number, answers: readonly { question: string; text: string }[], others: 'empty' | 'keep'): Promise<OpenDraft> {
    return this.db.change(actor, async (tx) => {
      const { entry, phase, submission: known } = await this.authors.toWrite(tx, actor, entryId, phaseId);
      const form = await this.authors.form(entry, phase.id);
      const errors = answerFaults(form.questions, answers);
      if (errors.length > 0) throw requestProblems.invalid({ errors });

      const submission = known ?? (await this.contents.begin(tx, { challengeId: entry.challengeId, phaseId: phase.id, entryId: entry.id }));
      if (submission.state !== 'draft' && submission.state !== 'submitted') throw requestProblems.wrongState({ state: submission.state });
      const draft = (await tx.findOne(SubmissionDraft, { submissionId: submission.id })) ?? SubmissionDraft.of(submission.id);
      requireVersion({ version: draft.version ?? 0 }, version);
      const kept = others === 'keep' && draft.version !== undefined ? await this.contents.draftAnswers(draft, tx) : {};
      const saved = await this.contents.saveDraft(tx, draft, { ...kept, ...Object.fromEntries(answers.map(({ question, text }) => [question, text])) });
      return {
        ...(await this.around(tx, entry, phase, 'author')),
        submission,
        draft: saved,
        answers: await this.contents.draftAnswers(saved, tx),
        files: await this.contents.draftFiles(submission.id, tx),
      };
    });
  }

  private async around(tx: Tx, entry: Entry, phase: Phase, side: Side) {
    const challenge = (await tx.findOne(Challenge, entry.challengeId))!;
    return { entry, phase, challenge, form: await this.authors.form(entry, phase.id), mayEdit: mayWrite(side, entry), now: tx.now };
  }
}
