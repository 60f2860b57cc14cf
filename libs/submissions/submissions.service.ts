import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { ChallengeId, PhaseId, SubmissionId } from '@app/kernel';
import { Db, sendHint, type Tx } from '@app/platform';
import { Entry, EntryMember } from './entry.entity';
import { Submission } from './submission.entity';
import { type Band, submissionLifecycle, type SubmissionState, unsealedStates } from './submission.lifecycle';
import { submissionJudged } from './submissions.events';

/** One submission of a closed phase, with the people behind it: for conflicts and awards, never for a blind view. */
export interface Submitted {
  submissionId: string;
  entryId: string;
  entryNumber: number;
  organisationId: string;
  memberPersonIds: string[];
  state: SubmissionState;
  band: Band | null;
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

/** A band and why. */
export interface Result {
  submissionId: string;
  band: Band;
  reason: string;
}

/** What other modules ask about submissions and do to them, once the phase is closed. Who may is for the caller to check. */
@Injectable()
export class Submissions {
  constructor(private readonly db: Db) {}

  /** Everything submitted in a phase that takes part in judging (under review or judged), by entry number; empty until the phase is unsealed. */
  submittedIn(from: Db | Tx, phaseId: string): Promise<Submitted[]> {
    return from.query<Submitted>(
      `select s.id as "submissionId", e.id as "entryId", s.number as "entryNumber", e.organisation_id as "organisationId", s.state, s.band, s.submitted_at as "submittedAt",
         array(select m.person_id from entry_member m where m.entry_id = e.id order by m.person_id) as "memberPersonIds"
       from submission s join entry e on e.id = s.entry_id
       where s.phase_id = $1 and s.state in ('under_review', 'judged') order by s.number`,
      [phaseId],
    );
  }

  /** Whether it is one of those that are judged. */
  async takesPart(submissionId: string): Promise<boolean> {
    const rows = await this.db.query(`select from submission where id = $1 and state in ('under_review', 'judged')`, [submissionId]);
    return rows.length > 0;
  }

  /** Whether something of this person's takes part in the phase. */
  async isAuthorIn(phaseId: string, personId: string): Promise<boolean> {
    const rows = await this.db.query(
      `select from submission s join entry_member m on m.entry_id = s.entry_id and m.person_id = $2 where s.phase_id = $1 and s.state in ('under_review', 'judged') limit 1`,
      [phaseId, personId],
    );
    return rows.length > 0;
  }

  /** Whether somebody is in an entry of it, handed in or not, that was neither left nor excluded. */
  async hasEntered(challengeId: string, personId: string): Promise<boolean> {
    const rows = await this.db.query(`select from entry e join entry_member m on m.entry_id = e.id and m.person_id = $2 where e.challenge_id = $1 and e.state in ('joined', 'waitlisted', 'closed') limit 1`, [challengeId, personId]);
    return rows.length > 0;
  }

  /** Whether something was handed in that may not take part. */
  async wasRefusedIn(from: Db | Tx, phaseId: string): Promise<boolean> {
    const rows = await from.query(`select from submission where phase_id = $1 and state in ('ineligible', 'disqualified') limit 1`, [phaseId]);
    return rows.length > 0;
  }

  /** Who handed something in, by name, whatever becomes of it: a name that went with an entry would tell whose it was. */
  solversIn(from: Db | Tx, phaseId: string): Promise<{ organisationId: string; name: string }[]> {
    return from.query(
      `select distinct o.id as "organisationId", o.name from submission s join entry e on e.id = s.entry_id join organisation o on o.id = e.organisation_id
       where s.phase_id = $1 and s.state = any ($2)`,
      [phaseId, unsealedStates],
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

  /** The challenges where somebody of the sponsor has opened anything that was handed in, also as a judge; what other judges opened does not count. */
  async openedBySponsor(from: Db | Tx, challengeIds: readonly string[]): Promise<ChallengeId[]> {
    const rows = await from.query<{ id: ChallengeId }>(
      `select asked.id from unnest($1::uuid[]) as asked (id)
       where exists (select from phase p join submission s on s.phase_id = p.id join submission_opening o on o.submission_id = s.id and o.of_sponsor where p.challenge_id = asked.id)`,
      [challengeIds],
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

  /** An award changed hands: the result word follows. The caller holds the locks of challenge and phase. */
  async changeBand(tx: Tx, submissionId: string, band: Band): Promise<Submission> {
    const submission = (await tx.findOne(Submission, submissionId))!;
    submission.band = band;
    return tx.save(submission, { action: 'submission.change_band' });
  }

  /** The results their authors get. The caller holds the locks of challenge and phase. @throws WrongState */
  async giveResults(tx: Tx, results: readonly Result[]): Promise<void> {
    const submissions = await tx.lockAll(Submission, { id: In(results.map(({ submissionId }) => submissionId as SubmissionId)) });
    const members = await tx.find(EntryMember, { entryId: In(submissions.map(({ entryId }) => entryId)) });
    for (const submission of submissions) {
      const { band, reason } = results.find(({ submissionId }) => submissionId === submission.id)!;
      submission.state = submissionLifecycle.next(submission.state, 'judge');
      Object.assign(submission, { band, reason, judgedAt: tx.now });
      await tx.save(submission, { action: 'submission.judge' });
      tx.enqueue(sendHint, { people: members.filter(({ entryId }) => entryId === submission.entryId).map(({ personId }) => personId), type: 'submission', id: submission.id });
      tx.emit(submissionJudged, { challengeId: submission.challengeId, phaseId: submission.phaseId, submissionId: submission.id });
    }
  }
}
