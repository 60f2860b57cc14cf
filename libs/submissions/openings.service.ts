import { Injectable } from '@nestjs/common';
import { type Actor, type Id, pageOf, type Page, type PersonId, type SubmissionId } from '@app/kernel';
import { Challenge } from '@app/challenges';
import { Db, type PageQuery, positionOf, requestProblems, type Tx } from '@app/platform';
import { Authors } from './authors.service';
import { type OpenedThing, type Opener, SubmissionOpening } from './opening.entity';
import { Submission } from './submission.entity';
import { isClosedToSponsor } from './submission.rules';
import { submissionProblems } from './submissions.problems';

export interface OpeningRow {
  id: string;
  at: Date;
  opener: Opener;
  thing: OpenedThing;
  fileId: string | null;
  /** Null for judges, who stay unnamed. */
  name: string | null;
  organisation: string | null;
}

/** Who read what in a submission, and when. */
@Injectable()
export class Openings {
  constructor(
    private readonly db: Db,
    private readonly authors: Authors,
  ) {}

  /**
   * Every reading of content goes through here, in the transaction that reads. Whoever is not of the author's side reads either before
   * the challenge is cancelled, or money goes back to its sponsor, or not at all. @throws notFound, notReadAnyMore
   */
  async log(tx: Tx, submissionId: SubmissionId, opener: Opener, thing: OpenedThing, fileId: Id<'file'> | null = null): Promise<void> {
    const personId = tx.actor.personId ?? null;
    const ofSponsor = opener === 'sponsor' || (opener === 'judge' && (await this.isOfSponsor(tx, submissionId, personId)));
    if (opener !== 'author' && opener !== 'approver') await this.requireStillOpen(tx, submissionId, ofSponsor);
    await tx.save(SubmissionOpening.of({ submissionId, at: tx.now, personId, opener, ofSponsor, thing, fileId }), { action: 'submission.open' });
  }

  /** For the author's side, newest first. @throws notFound */
  async page(actor: Actor, submissionId: string, page: PageQuery): Promise<Page<OpeningRow>> {
    await this.authors.submission(actor, submissionId);
    const [at, id] = positionOf(page, 2) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await this.db.query<OpeningRow>(
      `select o.id, o.at, o.opener, o.thing, o.file_id as "fileId", case when o.opener <> 'judge' then p.name end as name,
         case when o.opener = 'sponsor' then s.name end as organisation
       from submission_opening o join submission sub on sub.id = o.submission_id join challenge c on c.id = sub.challenge_id
         join organisation s on s.id = c.sponsor_id left join person p on p.id = o.person_id
       where o.submission_id = $1 and (o.at, o.id) < ($2::timestamptz, $3::uuid) order by o.at desc, o.id desc limit $4`,
      [submissionId, at, id, page.limit + 1],
    );
    return pageOf(rows, page.limit, (row) => [row.at.toISOString(), row.id], (row) => row);
  }

  /** What waited for the lock goes by what challenge and submission have become meanwhile: what was not opened before a cancellation stays sealed. @throws notFound, notReadAnyMore */
  private async requireStillOpen(tx: Tx, submissionId: SubmissionId, ofSponsor: boolean): Promise<void> {
    const { challengeId } = (await tx.findOne(Submission, submissionId))!;
    const challenge = (await tx.lock(Challenge, challengeId, 'share'))!;
    if (challenge.state === 'cancelled') throw requestProblems.notFound();
    const submission = (await tx.findOne(Submission, submissionId))!;
    if (ofSponsor && isClosedToSponsor(challenge, submission)) throw submissionProblems.notReadAnyMore();
  }

  private async isOfSponsor(tx: Tx, submissionId: SubmissionId, personId: PersonId | null): Promise<boolean> {
    const rows = await tx.query(
      `select from submission s join challenge c on c.id = s.challenge_id join member m on m.organisation_id = c.sponsor_id and m.person_id = $2 where s.id = $1`,
      [submissionId, personId],
    );
    return rows.length > 0;
  }
}
