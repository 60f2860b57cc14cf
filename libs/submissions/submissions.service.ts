import { Injectable } from '@nestjs/common';
import type { Actor, PersonId, PhaseId } from '@app/kernel';
import { Challenge } from '@app/challenges';
import { acceptedTypes } from '@app/files';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Authors } from './authors.service';
import { Contents } from './contents.service';
import { Entry } from './entry.entity';
import type { Opener } from './opening.entity';
import { Openings } from './openings.service';
import { type FileContent, SubmissionFiles } from './submission-files.service';
import { Submission } from './submission.entity';
import { type Band, submissionLifecycle, type SubmissionState } from './submission.lifecycle';
import { submissionJudged } from './submissions.events';

/** One submission of a closed phase, with the people behind it: for conflicts and awards, never for a blind view. */
export interface Submitted {
  submissionId: string;
  entryId: string;
  entryNumber: number;
  organisationId: string;
  memberPersonIds: string[];
  state: SubmissionState;
  submittedAt: Date;
}

/** The last thing an entry handed in. */
export interface LastSubmission {
  entryId: string;
  organisationId: string;
  submissionId: string;
  phaseId: PhaseId;
  /** Of that phase. */
  position: number;
  state: SubmissionState;
  band: Band | null;
}

/** What judges and sponsor see: nothing in it says who wrote it unless the author did. */
export interface BlindSubmission {
  submissionId: string;
  entryNumber: number;
  submittedAt: Date;
  answers: { key: string; label: string; text: string }[];
  /** Names are ours ("File 1.pdf"); `isAnonymous` false: its bytes may name the author, keep it until scores are locked. */
  files: { fileId: string; name: string; mediaType: string; size: number; isAnonymous: boolean }[];
}

type Reader = Extract<Opener, 'judge' | 'sponsor' | 'staff'>;

/** States in which a submission can be opened by those who judge. */
const unsealed: readonly SubmissionState[] = ['under_review', 'judged', 'ineligible', 'disqualified'];

/** What other modules ask about submissions and do to them, once the phase is closed. Who may is for the caller to check. */
@Injectable()
export class Submissions {
  constructor(
    private readonly db: Db,
    private readonly authors: Authors,
    private readonly contents: Contents,
    private readonly openings: Openings,
    private readonly files: SubmissionFiles,
  ) {}

  /** Everything submitted in a phase that takes part in judging (under review or judged), by entry number; empty until the phase is unsealed. */
  submittedIn(from: Db | Tx, phaseId: string): Promise<Submitted[]> {
    return from.query<Submitted>(
      `select s.id as "submissionId", e.id as "entryId", e.number as "entryNumber", e.organisation_id as "organisationId", s.state, s.submitted_at as "submittedAt",
         array(select m.person_id from entry_member m where m.entry_id = e.id order by m.person_id) as "memberPersonIds"
       from submission s join entry e on e.id = s.entry_id
       where s.phase_id = $1 and s.state in ('under_review', 'judged') order by e.number`,
      [phaseId],
    );
  }

  /** Who handed something in, by name; nothing that leads to a submission. */
  solversIn(from: Db | Tx, phaseId: string): Promise<{ organisationId: string; name: string }[]> {
    return from.query(
      `select distinct o.id as "organisationId", o.name from submission s join entry e on e.id = s.entry_id join organisation o on o.id = e.organisation_id
       where s.phase_id = $1 and s.state in ('under_review', 'judged')`,
      [phaseId],
    );
  }

  /** The last thing each entry handed in that has not left, in the order of their ids; sealed or not. */
  lastOfEach(from: Db | Tx, challengeId: string): Promise<LastSubmission[]> {
    return from.query<LastSubmission>(
      `select distinct on (e.id) e.id as "entryId", e.organisation_id as "organisationId", s.id as "submissionId", p.id as "phaseId", p.position, s.state, s.band
       from entry e join submission s on s.entry_id = e.id join phase p on p.id = s.phase_id
       where e.challenge_id = $1 and e.state = 'joined' and s.state in ('submitted', 'under_review', 'judged', 'ineligible', 'disqualified') order by e.id, p.position desc`,
      [challengeId],
    );
  }

  /** Everybody in an entry that has neither left nor been excluded, once each. */
  async peopleIn(from: Db | Tx, challengeId: string): Promise<PersonId[]> {
    const rows = await from.query<{ id: PersonId }>(
      `select distinct m.person_id as id from entry e join entry_member m on m.entry_id = e.id where e.challenge_id = $1 and e.state in ('joined', 'waitlisted', 'closed') order by 1`,
      [challengeId],
    );
    return rows.map(({ id }) => id);
  }

  async find(submissionId: string, from: Db | Tx = this.db): Promise<Submission | undefined> {
    return from.findOne(Submission, submissionId);
  }

  /** The entry behind a submission: its organisation and the version of the rule card it is judged under. */
  async entryOf(submissionId: string, from: Db | Tx = this.db): Promise<Entry | undefined> {
    const submission = await from.findOne(Submission, submissionId);
    return submission && from.findOne(Entry, submission.entryId);
  }

  /** Unseals a submission for reading, blind; logged for its author. @throws notFound before its phase is closed */
  async open(actor: Actor, submissionId: string, reader: Reader): Promise<BlindSubmission> {
    const { files, ...opened } = await this.db.change(actor, async (tx) => {
      const submission = await this.unsealed(submissionId, tx);
      const version = (await this.contents.lastVersion(submission.id, tx))!;
      const entry = (await tx.findOne(Entry, submission.entryId))!;
      const { questions } = await this.authors.form(entry, submission.phaseId);
      const answers = await this.contents.versionAnswers(version, tx);
      const files = await this.contents.versionFiles(version, tx);
      await this.openings.log(tx, submission.id, reader, 'submission');
      return {
        submissionId,
        entryNumber: entry.number!,
        submittedAt: version.submittedAt,
        answers: questions.map(({ key, label }) => ({ key, label, text: answers[key] ?? '' })),
        files,
      };
    });
    const blind = files.map(async ({ file, details }, at) => ({
      fileId: file.id, name: blindName(at, details.mediaType), mediaType: details.mediaType, size: file.size, isAnonymous: await this.files.canBeBlind(file),
    }));
    return { ...opened, files: await Promise.all(blind) };
  }

  /** The bytes of one file of a submission that may be read; logged for its author. @throws notFound */
  async openFile(actor: Actor, submissionId: string, fileId: string, reader: Reader): Promise<FileContent> {
    const submission = await this.unsealed(submissionId, this.db);
    const version = (await this.contents.lastVersion(submission.id))!;
    const place = version.fileIds.findIndex((id) => id === fileId);
    if (place < 0) throw requestProblems.notFound();
    const opened = await this.files.open(actor, submission, fileId, reader);
    return { ...opened, details: { ...opened.details, name: blindName(place, opened.details.mediaType) } };
  }

  /** The result its author gets: a band and why. The caller holds the locks of challenge and phase. @throws WrongState */
  async giveResult(tx: Tx, submissionId: string, { band, reason }: { band: Band; reason: string }): Promise<Submission> {
    const submission = await tx.lock(Submission, submissionId);
    if (!submission) throw requestProblems.notFound();
    submission.state = submissionLifecycle.next(submission.state, 'judge');
    Object.assign(submission, { band, reason, judgedAt: tx.now });
    await tx.save(submission, { action: 'submission.judge' });
    tx.emit(submissionJudged, { challengeId: submission.challengeId, phaseId: submission.phaseId, submissionId });
    return submission;
  }

  /** In a challenge that was cancelled nobody reads on: what was not opened by then stays sealed. */
  private async unsealed(submissionId: string, from: Db | Tx): Promise<Submission> {
    const submission = await from.findOne(Submission, submissionId);
    if (!submission || !unsealed.includes(submission.state)) throw requestProblems.notFound();
    if ((await from.findOne(Challenge, submission.challengeId))!.state === 'cancelled') throw requestProblems.notFound();
    return submission;
  }
}

/** File names tell; this one does not. */
function blindName(at: number, mediaType: string): string {
  const type = acceptedTypes.find((one) => one.mediaType === mediaType);
  return `File ${at + 1}.${type?.extensions[0] ?? 'bin'}`;
}
