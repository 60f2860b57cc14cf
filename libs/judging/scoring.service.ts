import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Actor, actingAs, after, hour, showId, type SubmissionId } from '@app/kernel';
import { Db, requestProblems, requireVersion, type Tx } from '@app/platform';
import { Challenges, Criterion, type Phase } from '@app/challenges';
import { type BlindSubmission, BlindView, type FileContent, Rivals, Submissions } from '@app/submissions';
import { assignmentLifecycle } from './assignment.lifecycle';
import { mayJudge } from './judging.policy';
import { problems, refuseEnded } from './judging.problems';
import { Assignment, type Panel, PanelSeat, Scorecard } from './panel.entity';
import { Judges } from './judges.service';
import { Panels } from './panels.service';
import { highestScore, isComplete } from './scoring.rules';

export interface AssignmentWithCard {
  assignment: Assignment;
  scorecard: Scorecard;
  mayRead: boolean;
}

export interface ScorecardInput {
  scores: Record<string, number>;
  comments: Record<string, string>;
}

/** What a judge does with one submission: read it blind, score it, lock the scores. */
@Injectable()
export class Scoring {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly panels: Panels,
    private readonly judges: Judges,
    private readonly rivals: Rivals,
    private readonly submissions: Submissions,
    private readonly blindView: BlindView,
  ) {}

  /** A judge's own list, in the order of their own. */
  async assignments(actor: Actor, seatId: string): Promise<AssignmentWithCard[]> {
    const seat = await this.judges.ownSeat(actor, seatId);
    if (seat.state !== 'ready') throw problems.declareFirst();
    const [assignments, submitted] = [await this.db.find(Assignment, { seatId: seat.id }, { position: 'ASC' }), await this.submissions.submittedIn(this.db, seat.phaseId)];
    const cards = new Map((await this.db.find(Scorecard, { assignmentId: In(assignments.map(({ id }) => id)) })).map((card) => [card.assignmentId, card]));
    const judged = new Set<string>(submitted.map(({ submissionId }) => submissionId));
    const now = await this.db.now();
    const isOver = (await this.challenges.find(seat.challengeId))!.state === 'cancelled' || (await this.isReadingOver(seat, now));
    return assignments
      .filter(({ state, submissionId }) => state !== 'replaced' && judged.has(submissionId))
      .map((assignment) => ({ assignment, scorecard: cards.get(assignment.id) ?? Scorecard.blank(assignment.id, now), mayRead: !isOver && !hasSteppedBack(assignment) }));
  }

  /** One submission to judge, without names; the opening is logged for its author. */
  async open(actor: Actor, assignmentId: string): Promise<AssignmentWithCard & { submission: BlindSubmission; criteria: readonly Criterion[] }> {
    const { row, criteria } = await this.toRead(actor, assignmentId);
    return { ...row, criteria, submission: await this.blindView.open(actingAs(actor, 'judge'), row.assignment.submissionId, { reader: 'judge' }) };
  }

  /** The bytes of a file. One that may name its author opens only when the scores are locked. @throws notFound, opensLater */
  async openFile(actor: Actor, assignmentId: string, fileId: string): Promise<FileContent> {
    const { row } = await this.toRead(actor, assignmentId);
    return this.blindView.openFile(actingAs(actor, 'judge'), row.assignment.submissionId, fileId, { reader: 'judge', mayTell: row.scorecard.lockedAt !== null });
  }

  /** Saves scores, in part if need be; `lock` makes them final. */
  async save(actor: Actor, assignmentId: string, input: ScorecardInput, lock: boolean, version: number): Promise<Scorecard> {
    const { assignment: found, seat } = await this.ownAssignment(actor, assignmentId);
    if (seat.state !== 'ready') throw problems.declareFirst();
    return this.db.change(actingAs(actor, 'judge'), async (tx) => {
      const challenge = await this.challenges.lock(tx, seat.challengeId, 'share');
      const phase = await this.challenges.lockPhase(tx, seat.phaseId, 'share');
      refuseEnded(challenge, phase);
      if (!mayJudge(actor, challenge)) throw problems.mayNotJudge();
      const panel = await this.openPanel(tx, phase, seat);
      const assignment = (await tx.lock(Assignment, found.id))!;
      const criteria = await tx.find(Criterion, { phaseId: seat.phaseId });
      refuseUnknown(input, criteria);

      const card = (await tx.lock(Scorecard, { assignmentId: assignment.id })) ?? Scorecard.blank(assignment.id, tx.now);
      if (card.lockedAt) throw problems.scoresAreLocked();
      requireVersion({ version: card.version ?? 0 }, version);
      if (lock && !isComplete(input.scores, criteria)) throw problems.scoresIncomplete();
      Object.assign(card, { scores: input.scores, comments: input.comments, savedAt: tx.now, lockedAt: lock ? tx.now : null });
      await tx.save(card, { action: lock ? 'scorecard.lock' : 'scorecard.save' });

      if (assignment.state === 'assigned') assignment.state = assignmentLifecycle.next(assignment.state, 'accept');
      if (lock) assignment.state = assignmentLifecycle.next(assignment.state, 'finish');
      await tx.save(assignment, { action: lock ? 'assignment.finish' : 'assignment.accept' });
      if (lock) await this.panels.lookAgain(tx, panel);
      return card;
    });
  }

  /** Steps back from one submission, with a reason, until its scores are locked. */
  async recuse(actor: Actor, assignmentId: string, reason: string): Promise<void> {
    const { assignment: found, seat } = await this.ownAssignment(actor, assignmentId);
    await this.db.change(actingAs(actor, 'judge'), async (tx) => {
      const challenge = await this.challenges.lock(tx, seat.challengeId, 'share');
      const phase = await this.challenges.lockPhase(tx, seat.phaseId, 'share');
      refuseEnded(challenge, phase);
      const panel = await this.openPanel(tx, phase, seat);
      const assignment = (await tx.lock(Assignment, found.id))!;
      assignment.state = assignmentLifecycle.next(assignment.state, 'recuse');
      assignment.reason = reason;
      await tx.save(assignment, { action: 'assignment.recuse', reason });
      await this.panels.lookAgain(tx, panel);
    });
  }

  /** Staff void one judge's scores for one submission, with a reason, until the decision. @throws notFound, cancelled, alreadyDecided, WrongState */
  async exclude(actor: Actor, seatId: string, submissionId: SubmissionId, reason: string): Promise<void> {
    const seat = await this.db.findOne(PanelSeat, seatId);
    if (!seat) throw requestProblems.notFound();
    await this.db.change(actingAs(actor, 'staff'), async (tx) => {
      const challenge = await this.challenges.lock(tx, seat.challengeId, 'share');
      if (!(await this.panels.maySubstitute(tx, actor, challenge))) throw requestProblems.notFound();
      const phase = await this.challenges.lockPhase(tx, seat.phaseId, 'share');
      refuseEnded(challenge, phase);
      const panel = await this.panels.lockedPanel(tx, phase);
      const assignment = await tx.lock(Assignment, { seatId: seat.id, submissionId });
      if (!assignment) throw requestProblems.notFound();
      assignment.state = assignmentLifecycle.next(assignment.state, 'exclude');
      assignment.reason = reason;
      await tx.save(assignment, { action: 'assignment.exclude', reason });
      await this.panels.lookAgain(tx, panel);
    });
  }

  /** @throws panelClosed */
  private async openPanel(tx: Tx, phase: Phase, seat: PanelSeat): Promise<Panel> {
    const panel = await this.panels.lockedPanel(tx, phase);
    if (seat.isClosedBy(phase)) throw problems.panelClosed();
    return panel;
  }

  /** What this judge has not stepped back from. @throws notFound, declareFirst, readingOver */
  private async toRead(actor: Actor, assignmentId: string): Promise<{ row: AssignmentWithCard; criteria: readonly Criterion[] }> {
    const { assignment, seat } = await this.ownAssignment(actor, assignmentId);
    if (hasSteppedBack(assignment)) throw requestProblems.notFound();
    if (seat.state !== 'ready') throw problems.declareFirst();
    if (!(await this.submissions.takesPart(assignment.submissionId))) throw requestProblems.notFound();
    const now = await this.db.now();
    if (await this.isReadingOver(seat, now)) throw problems.readingOver();
    const scorecard = (await this.db.findOne(Scorecard, { assignmentId: assignment.id })) ?? Scorecard.blank(assignment.id, now);
    return { row: { assignment, scorecard, mayRead: true }, criteria: await this.db.find(Criterion, { phaseId: assignment.phaseId }, { position: 'ASC' }) };
  }

  /** Judges read until nobody may object to the decision any more. */
  private async isReadingOver({ challengeId, phaseId }: PanelSeat, now: Date): Promise<boolean> {
    const { resultsAt } = (await this.challenges.findPhase(phaseId))!;
    return resultsAt !== null && now >= after(resultsAt, (await this.challenges.numbersOf(challengeId)).appealHours * hour);
  }

  /** @throws notFound, takesPart: who has come to be a rival since reads and scores no more */
  private async ownAssignment(actor: Actor, assignmentId: string): Promise<{ assignment: Assignment; seat: PanelSeat }> {
    const assignment = await this.db.findOne(Assignment, assignmentId);
    if (!assignment || assignment.state === 'replaced') throw requestProblems.notFound();
    const seat = await this.judges.ownSeat(actor, assignment.seatId);
    if ((await this.rivals.among(this.db, seat.challengeId, [actor.personId!])).length > 0) throw problems.takesPart();
    return { assignment, seat };
  }
}

function hasSteppedBack({ state }: Assignment): boolean {
  return state === 'recused' || state === 'declined';
}

function refuseUnknown({ scores, comments }: ScorecardInput, criteria: readonly Criterion[]): void {
  const known = new Set<string>(criteria.map(({ id }) => id));
  const errors = [
    ...Object.keys(scores).filter((id) => !known.has(id)).map((id) => ({ pointer: `/scores/${showId('criterion', id)}`, code: 'no_such_criterion', detail: 'must name criteria of this phase' })),
    ...Object.keys(comments).filter((id) => !known.has(id)).map((id) => ({ pointer: `/comments/${showId('criterion', id)}`, code: 'no_such_criterion', detail: 'must name criteria of this phase' })),
    ...Object.entries(scores).filter(([, score]) => !Number.isInteger(score) || score < 0 || score > highestScore).map(([id]) => ({ pointer: `/scores/${showId('criterion', id)}`, code: 'range', detail: `must be whole numbers from 0 to ${highestScore}` })),
  ];
  if (errors.length > 0) throw requestProblems.invalid({ errors: errors.slice(0, 20) });
}
