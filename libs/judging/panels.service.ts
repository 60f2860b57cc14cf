import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, isMember, type PhaseId } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { type Challenge, Challenges, type Phase } from '@app/challenges';
import { Organisations, People } from '@app/identity';
import { Submissions } from '@app/submissions';
import { assignmentLifecycle, seatLifecycle } from './assignment.lifecycle';
import { judgeInvited, sendJudgeInvitation } from './judging.events';
import { isOwnSeat, mayRunPanel, maySubstitute } from './judging.policy';
import { problems } from './judging.problems';
import { Assignment, Conflict, Panel, PanelSeat } from './panel.entity';

const mostJudges = 25;

/** Somebody who entered, as a judge sees the list for declaring conflicts: a name, and nothing that leads to a submission. */
export interface Entrant {
  organisationId: string;
  name: string;
}

/** Who judges what: invitations, promises, conflicts and assignments. */
@Injectable()
export class Panels {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly organisations: Organisations,
    private readonly people: People,
    private readonly submissions: Submissions,
  ) {}

  /** Seats of a phase, for the sponsor and staff. @throws notFound */
  async seats(actor: Actor, challengeId: string, phaseId: string): Promise<PanelSeat[]> {
    const { challenge } = await this.phaseOf(challengeId, phaseId);
    if (!mayRunPanel(actor, challenge) && !maySubstitute(actor, challenge)) throw requestProblems.notFound();
    return this.db.find(PanelSeat, { phaseId: phaseId as PhaseId }, { number: 'ASC' });
  }

  /** Asks somebody to judge, by mail; until the decision. */
  async invite(actor: Actor, challengeId: string, phaseId: string, email: string): Promise<PanelSeat> {
    return this.db.change(actor, async (tx) => {
      const challenge = await this.challenges.lock(tx, challengeId, 'share');
      if (!mayRunPanel(actor, challenge) && !maySubstitute(actor, challenge)) throw requestProblems.notFound();
      const phase = await this.lockPhase(tx, challenge, phaseId, 'share');
      if (phase.state === 'decided' || challenge.state === 'cancelled') throw problems.alreadyDecided();
      const panel = await this.lockedPanel(tx, phase);
      const seats = await tx.find(PanelSeat, { phaseId: phase.id });
      if (seats.length >= mostJudges) throw problems.panelIsFull();
      if (seats.some((seat) => seat.email.toLowerCase() === email.toLowerCase())) throw problems.alreadyInvited();
      const number = Math.max(0, ...seats.map((seat) => seat.number)) + 1;
      const seat = await tx.save(PanelSeat.invited(panel, number, email, actor.personId, tx.now), { action: 'panel.invite' });
      tx.enqueue(sendJudgeInvitation, { seatId: seat.id });
      tx.emit(judgeInvited, { seatId: seat.id });
      return seat;
    });
  }

  /** Takes an invitation back or a judge off the panel. What the judge has locked stays and counts: nobody drops scores they dislike. */
  async replace(actor: Actor, challengeId: string, phaseId: string, seatId: string, reason: string): Promise<void> {
    await this.db.change(actor, async (tx) => {
      const challenge = await this.challenges.lock(tx, challengeId, 'share');
      if (!mayRunPanel(actor, challenge) && !maySubstitute(actor, challenge)) throw requestProblems.notFound();
      const phase = await this.lockPhase(tx, challenge, phaseId, 'share');
      if (phase.state === 'decided') throw problems.alreadyDecided();
      await this.lockedPanel(tx, phase);
      const seat = await tx.lock(PanelSeat, { id: seatId as never, phaseId: phase.id });
      if (!seat) throw requestProblems.notFound();
      seat.state = seatLifecycle.next(seat.state, 'replace');
      await tx.save(seat, { action: 'panel.replace', reason });
      for (const assignment of await tx.find(Assignment, { seatId: seat.id })) {
        if (!assignmentLifecycle.allows(assignment.state, 'replace')) continue;
        assignment.state = assignmentLifecycle.next(assignment.state, 'replace');
        await tx.save(assignment, { action: 'assignment.replace', reason });
      }
      await this.lookAgain(tx, phase);
    });
  }

  /** Seats of the person: accepted ones, and invitations to their verified address. */
  async seatsOf(actor: Actor): Promise<PanelSeat[]> {
    const person = await this.people.find(this.db, actor.personId!);
    if (!person?.emailVerifiedAt) return [];
    const seats = await this.db.find(PanelSeat, [{ personId: actor.personId }, { email: person.email, state: 'invited' }], { invitedAt: 'DESC' });
    return seats.filter(({ state }) => state !== 'replaced');
  }

  /** Says yes and promises confidentiality, or says no. */
  async answer(actor: Actor, seatId: string, accepts: boolean): Promise<PanelSeat> {
    return this.db.change(actor, async (tx) => {
      const person = await this.people.find(tx, actor.personId!);
      const seat = await tx.lock(PanelSeat, seatId);
      const isTheirs = seat && person?.emailVerifiedAt && (seat.personId === actor.personId || (seat.personId === null && seat.email.toLowerCase() === person.email.toLowerCase()));
      if (!seat || !isTheirs) throw requestProblems.notFound();
      seat.state = seatLifecycle.next(seat.state, accepts ? 'accept' : 'decline');
      if (accepts) {
        const challenge = (await this.challenges.find(seat.challengeId))!;
        if (isMember(actor, challenge.sponsorId) && !challenge.judgeRoles.includes('sponsor')) {
          throw problems.mayNotJudge({ detail: 'The rule card keeps people of the sponsor off this panel.' });
        }
        seat.personId = actor.personId!;
        seat.confidentialityAt = tx.now;
      }
      return tx.save(seat, { action: accepts ? 'panel.accept' : 'panel.decline' });
    });
  }

  /** The names of all who entered, in an order of this judge's own, not linked to any submission. */
  async entrants(actor: Actor, seatId: string): Promise<{ entrants: Entrant[]; conflicts: Conflict[] }> {
    const seat = await this.ownSeat(actor, seatId);
    const panel = await this.db.findOne(Panel, { phaseId: seat.phaseId });
    if (panel?.state === 'waiting') throw problems.notOpenYet();
    const submitted = await this.submissions.submittedIn(this.db, seat.phaseId);
    const ids = [...new Set(submitted.map(({ organisationId }) => organisationId))];
    const organisations = await Promise.all(ids.map((id) => this.organisations.get(id)));
    const entrants = organisations.map(({ id, name }) => ({ organisationId: id, name }));
    return { entrants: entrants.sort((a, b) => shuffleKey(seat.id, a.organisationId).localeCompare(shuffleKey(seat.id, b.organisationId))), conflicts: await this.db.find(Conflict, { seatId: seat.id }) };
  }

  /** Declares conflicts, adds those the platform sees, and hands out what is left to score. May be repeated to add more. */
  async declare(actor: Actor, seatId: string, declared: readonly { organisationId: string; note: string | null }[]): Promise<PanelSeat> {
    const { phaseId, challengeId } = await this.ownSeat(actor, seatId);
    return this.db.change(actor, async (tx) => {
      await this.challenges.lock(tx, challengeId, 'share');
      const phase = await this.challenges.lockPhase(tx, phaseId, 'share');
      if (phase.state !== 'judging') throw phase.state === 'decided' ? problems.alreadyDecided() : problems.notOpenYet();
      const panel = await this.lockedPanel(tx, phase);
      if (panel.state !== 'scoring') throw problems.notOpenYet();
      const seat = (await tx.lock(PanelSeat, seatId))!;
      const submitted = await this.submissions.submittedIn(tx, phaseId);
      const entered = new Set<string>(submitted.map(({ organisationId }) => organisationId));
      const unknown = declared.findIndex(({ organisationId }) => !entered.has(organisationId));
      if (unknown >= 0) throw requestProblems.invalid({ errors: [{ pointer: `/conflicts/${unknown}/organisationId`, code: 'not_entered', detail: 'must be one of the entrants' }] });

      seat.state = seatLifecycle.next(seat.state, 'declare');
      seat.declaredAt = tx.now;
      await tx.save(seat, { action: 'panel.declare' });
      const known = new Map((await tx.find(Conflict, { seatId: seat.id })).map((conflict) => [conflict.organisationId as string, conflict]));
      const detected = submitted.filter((one) => isMember(actor, one.organisationId) || one.memberPersonIds.includes(actor.personId!));
      const all = [...declared.map((one) => ({ ...one, kind: 'declared' as const })), ...detected.map(({ organisationId }) => ({ organisationId, note: null, kind: 'detected' as const }))];
      for (const { organisationId, note, kind } of all) {
        if (known.has(organisationId)) continue;
        known.set(organisationId, await tx.save(Conflict.between(seat.id, organisationId as never, kind, note, tx.now)));
      }
      await this.assign(tx, seat, submitted.filter(({ organisationId }) => !known.has(organisationId)), submitted.filter(({ organisationId }) => known.has(organisationId)));
      await this.lookAgain(tx, phase);
      return seat;
    });
  }

  /** The phase has closed and its submissions are unsealed: judging begins. */
  async begin(tx: Tx, phaseId: string, isNothingSubmitted: boolean): Promise<void> {
    const phase = await this.challenges.lockPhase(tx, phaseId, 'share');
    const panel = await this.lockedPanel(tx, phase);
    panel.state = 'scoring';
    panel.dueAt = isNothingSubmitted ? tx.now : phase.judgingEndsAt;
    await tx.save(panel, { action: 'panel.begin' });
  }

  /** Something was finished: the tick looks whether the phase can be decided. */
  async lookAgain(tx: Tx, phase: Phase): Promise<void> {
    const panel = await tx.lock(Panel, { phaseId: phase.id });
    if (panel?.state !== 'scoring') return;
    panel.dueAt = tx.now;
    await tx.save(panel);
  }

  async ownSeat(actor: Actor, seatId: string): Promise<PanelSeat> {
    const seat = await this.db.findOne(PanelSeat, seatId);
    if (!seat || !isOwnSeat(actor, seat)) throw requestProblems.notFound();
    return seat;
  }

  private async assign(tx: Tx, seat: PanelSeat, free: readonly { submissionId: string }[], conflicted: readonly { submissionId: string }[]): Promise<void> {
    const existing = await tx.find(Assignment, { seatId: seat.id });
    for (const assignment of existing) {
      if (!conflicted.some(({ submissionId }) => submissionId === assignment.submissionId) || !assignmentLifecycle.allows(assignment.state, 'recuse')) continue;
      assignment.state = assignmentLifecycle.next(assignment.state, 'recuse');
      await tx.save(assignment, { action: 'assignment.recuse', reason: 'conflict' });
    }
    const fresh = free.filter(({ submissionId }) => !existing.some((assignment) => assignment.submissionId === submissionId));
    const shuffled = [...fresh].sort((a, b) => shuffleKey(seat.id, a.submissionId).localeCompare(shuffleKey(seat.id, b.submissionId)));
    for (const [index, { submissionId }] of shuffled.entries()) await tx.save(Assignment.to(seat, submissionId as never, existing.length + index + 1));
  }

  private async lockedPanel(tx: Tx, phase: Phase): Promise<Panel> {
    await tx.query(`insert into panel (phase_id, challenge_id, state) values ($1, $2, 'waiting') on conflict do nothing`, [phase.id, phase.challengeId]);
    return (await tx.lock(Panel, { phaseId: phase.id }))!;
  }

  private async lockPhase(tx: Tx, challenge: Challenge, phaseId: string, mode: 'update' | 'share'): Promise<Phase> {
    const phase = await this.challenges.lockPhase(tx, phaseId, mode);
    if (phase.challengeId !== challenge.id) throw requestProblems.notFound();
    return phase;
  }

  private async phaseOf(challengeId: string, phaseId: string): Promise<{ challenge: Challenge; phase: Phase }> {
    const [challenge, phase] = [await this.challenges.find(challengeId), await this.challenges.findPhase(phaseId)];
    if (!challenge || !phase || phase.challengeId !== challenge.id) throw requestProblems.notFound();
    return { challenge, phase };
  }
}

/** An order of each judge's own that says nothing about when somebody entered. */
function shuffleKey(seatId: string, id: string): string {
  return createHash('sha256').update(`${seatId} ${id}`).digest('hex');
}
