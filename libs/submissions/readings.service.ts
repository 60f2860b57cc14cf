import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, pageOf, type Page } from '@app/kernel';
import { Challenge, Challenges, type Phase, type SponsorClosing } from '@app/challenges';
import { Db, type PageQuery, positionOf, requestProblems } from '@app/platform';
import { type BlindSubmission, BlindView } from './blind-view.service';
import { Rivals } from './rivals.service';
import type { FileContent } from './submission-files.service';
import { type Band, type SubmissionState, unsealedStates } from './submission.lifecycle';
import { isClosedToSponsor, isNamed } from './submission.rules';
import { mayConfirm, mayPropose } from './submissions.policy';
import { submissionProblems as problems } from './submissions.problems';

interface Row {
  submissionId: string;
  entryNumber: number;
  state: SubmissionState;
  band: Band | null;
  isQuestioned: boolean;
  organisationId: string;
  organisationName: string;
  people: string[];
}

/** A submission of a closed phase in the sponsor's list; `solver` is null while it is blind. */
export interface ListedSubmission extends Pick<Row, 'submissionId' | 'entryNumber' | 'state' | 'band' | 'isQuestioned'> {
  solver: Pick<Row, 'organisationId' | 'organisationName' | 'people'> | null;
  /** Its content is still shown to those who run the challenge. */
  mayOpen: boolean;
  mayPropose: boolean;
}

/** A part of the sponsor's list, and why what was not awarded stands there without a way to its content; null while it is open. */
export type SubmissionList = Page<ListedSubmission> & { closedBecause: SponsorClosing | null };

export type OpenedSubmission = ListedSubmission & Pick<BlindSubmission, 'answers' | 'files'>;

/** After a phase has closed: what those read who run its challenge, and staff who confirm whether a submission may take part. */
@Injectable()
export class Readings {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly blindView: BlindView,
    private readonly rivals: Rivals,
  ) {}

  /** Everything handed in, by entry number. Without content, so nothing is opened yet. @throws notFound, sealed */
  async list(actor: Actor, phaseId: string, page: PageQuery): Promise<SubmissionList> {
    const { challenge, phase } = await this.sponsored(actor, phaseId);
    if (phase.state === 'planned' || phase.state === 'open' || challenge.state === 'cancelled') throw problems.sealed();
    const rows = await this.rows('s.phase_id = $1 and s.number > $2', [phaseId, positionOf(page, 1)?.[0] ?? 0, page.limit + 1]);
    const now = await this.db.now();
    return { ...pageOf(rows, page.limit, (row) => [row.entryNumber], (row) => listed(row, challenge, phase, now)), closedBecause: challenge.closedToSponsorBecause };
  }

  /** For the sponsor; logged. @throws notFound, notReadAnyMore */
  async open(actor: Actor, phaseId: string, submissionId: string): Promise<OpenedSubmission> {
    const { row, reader } = await this.ofSponsor(actor, phaseId, submissionId);
    const { answers, files } = await this.blindView.open(reader, submissionId, { reader: 'sponsor', isNamed: row.solver !== null });
    return { ...row, answers, files };
  }

  /** @throws notFound, opensLater, notReadAnyMore */
  async openFile(actor: Actor, phaseId: string, submissionId: string, fileId: string): Promise<FileContent> {
    const { row, reader } = await this.ofSponsor(actor, phaseId, submissionId);
    return this.blindView.openFile(reader, submissionId, fileId, { reader: 'sponsor', isNamed: row.solver !== null });
  }

  /** For staff, while somebody asks whether it may take part; logged. @throws notFound, ownOrganisation */
  async openQuestioned(actor: Actor, submissionId: string): Promise<OpenedSubmission> {
    const row = await this.questioned(actor, submissionId);
    const { answers, files } = await this.blindView.open(actingAs(actor, 'staff'), submissionId, { reader: 'staff', isNamed: row.solver !== null });
    return { ...row, answers, files };
  }

  /** @throws notFound, ownOrganisation, opensLater */
  async openQuestionedFile(actor: Actor, submissionId: string, fileId: string): Promise<FileContent> {
    const row = await this.questioned(actor, submissionId);
    return this.blindView.openFile(actingAs(actor, 'staff'), submissionId, fileId, { reader: 'staff', isNamed: row.solver !== null });
  }

  private async ofSponsor(actor: Actor, phaseId: string, submissionId: string): Promise<{ row: ListedSubmission; reader: Actor }> {
    const { challenge, phase } = await this.sponsored(actor, phaseId);
    const [row] = await this.rows('s.phase_id = $1 and s.id = $2', [phaseId, submissionId, 1]);
    if (!row) throw requestProblems.notFound();
    return { row: listed(row, challenge, phase, await this.db.now()), reader: actingAs(actor, 'member', challenge.sponsorId) };
  }

  private async questioned(actor: Actor, submissionId: string): Promise<ListedSubmission> {
    const [found] = await this.db.query<{ phaseId: string }>('select phase_id as "phaseId" from submission where id = $1', [submissionId]);
    const [row] = await this.rows('s.id = $1 and s.phase_id = $2', [submissionId, found?.phaseId ?? null, 1]);
    if (!found || !row?.isQuestioned) throw requestProblems.notFound();
    const { challenge, phase } = await this.around(found.phaseId);
    if (!mayConfirm(actor) || !(await this.rivals.isNeutral(this.db, actor, challenge))) throw problems.ownOrganisation();
    return { ...listed(row, challenge, phase, await this.db.now()), mayOpen: true, mayPropose: false };
  }

  private async sponsored(actor: Actor, phaseId: string): Promise<{ challenge: Challenge; phase: Phase }> {
    const found = await this.around(phaseId);
    if (!mayPropose(actor, found.challenge.sponsorId)) throw requestProblems.notFound();
    return found;
  }

  private async around(phaseId: string): Promise<{ challenge: Challenge; phase: Phase }> {
    const phase = await this.challenges.findPhase(phaseId);
    const challenge = phase && (await this.challenges.find(phase.challengeId));
    if (!challenge) throw requestProblems.notFound();
    return { challenge, phase };
  }

  private rows(where: string, [one, two, limit]: [unknown, unknown, number]): Promise<Row[]> {
    return this.db.query<Row>(
      `select s.id as "submissionId", s.number as "entryNumber", s.state, s.band, o.id as "organisationId", o.name as "organisationName",
         array(select p.name from entry_member m join person p on p.id = m.person_id where m.entry_id = e.id order by p.name, p.id) as people,
         exists (select from eligibility_review r where r.submission_id = s.id and r.outcome is null) as "isQuestioned"
       from submission s join entry e on e.id = s.entry_id join organisation o on o.id = e.organisation_id
       where ${where} and s.state = any($4) order by s.number limit $3`,
      [one, two, limit, unsealedStates],
    );
  }
}

function listed({ organisationId, organisationName, people, ...row }: Row, challenge: Challenge, phase: Phase, now: Date): ListedSubmission {
  const named = isNamed(challenge.kind, phase.state);
  const canBeQuestioned = phase.state === 'judging' && phase.orderShownAt === null && now < phase.judgingEndsAt! && row.state === 'under_review' && !row.isQuestioned && challenge.eligibility.length > 0;
  return { ...row, solver: named ? { organisationId, organisationName, people } : null, mayOpen: !isClosedToSponsor(challenge, row), mayPropose: canBeQuestioned };
}
