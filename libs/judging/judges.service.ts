import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, type OrganisationId, type SubmissionId } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { type Challenge, Challenges } from '@app/challenges';
import { People } from '@app/identity';
import { Rivals, Submissions } from '@app/submissions';
import { seatLifecycle } from './assignment.lifecycle';
import { Conflicts } from './conflicts.service';
import { isOwnSeat, mayJudge } from './judging.policy';
import { problems, refuseEnded } from './judging.problems';
import { Assignment, Conflict, Panel, PanelSeat } from './panel.entity';
import { Panels } from './panels.service';

/** Somebody who entered, as a judge sees the list for declaring conflicts: a name, and nothing that leads to a submission. */
export interface Entrant {
  organisationId: string;
  name: string;
}

/** What somebody who is asked to judge does: answers, promises, declares conflicts; then they are given what to score. */
@Injectable()
export class Judges {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly people: People,
    private readonly submissions: Submissions,
    private readonly panels: Panels,
    private readonly rivals: Rivals,
    private readonly conflicts: Conflicts,
  ) {}

  /** Seats of the person: accepted ones, and invitations to their verified address. */
  async seatsOf(actor: Actor): Promise<PanelSeat[]> {
    const person = await this.people.find(this.db, actor.personId!);
    if (!person?.emailVerifiedAt) return [];
    const seats = await this.db.find(PanelSeat, [{ personId: actor.personId }, { email: person.email, state: 'invited' }], { invitedAt: 'DESC' });
    return seats.filter(({ state }) => state !== 'replaced');
  }

  /**
   * Says yes and promises confidentiality, or says no, also after a yes: then what is locked counts on, and the rest is dropped. Who takes part in
   * the challenge cannot judge it. @throws notFound, mayNotJudge, alreadyDecided, panelClosed
   */
  async answer(actor: Actor, seatId: string, accepts: boolean): Promise<PanelSeat> {
    return this.db.change(actor, async (tx) => {
      const person = await this.people.find(tx, actor.personId!);
      const seen = await tx.findOne(PanelSeat, seatId);
      const isTheirs = seen && person?.emailVerifiedAt && (seen.personId === actor.personId || (seen.personId === null && seen.email.toLowerCase() === person.email.toLowerCase()));
      if (!isTheirs) throw requestProblems.notFound();
      // Alone: nobody of theirs enters at the same moment
      const challenge = await this.challenges.lock(tx, seen.challengeId, accepts ? 'update' : 'share');
      const phase = await this.challenges.lockPhase(tx, seen.phaseId, 'share');
      const panel = await this.panels.lockedPanel(tx, phase);
      const seat = (await tx.lock(PanelSeat, seatId))!;
      const hasBegun = seat.state === 'ready';
      if ((accepts || hasBegun) && seat.isClosedBy(phase)) throw problems.panelClosed();
      if (hasBegun) refuseEnded(challenge, phase);
      seat.state = seatLifecycle.next(seat.state, accepts ? 'accept' : 'decline');
      if (accepts) {
        refuseEnded(challenge, phase);
        await this.requireUntied(tx, actor, challenge);
        seat.personId = actor.personId!;
        seat.confidentialityAt = tx.now;
        await this.rivals.sit(tx, seat, actor.personId!);
      } else {
        await this.rivals.stand(tx, seat.phaseId, seat.personId);
        await this.panels.dropOpen(tx, seat, 'decline');
        await this.panels.lookAgain(tx, panel);
      }
      return tx.save(seat, { action: accepts ? 'panel.accept' : 'panel.decline' });
    });
  }

  /**
   * The names of all who entered, in an order of this judge's own, not linked to any submission, and the ties known when they declared. One found
   * later is not told: an entry leaves their list with it.
   */
  async entrants(actor: Actor, seatId: string): Promise<{ entrants: Entrant[]; conflicts: Conflict[] }> {
    const seat = await this.ownSeat(actor, seatId);
    const panel = await this.db.findOne(Panel, { phaseId: seat.phaseId });
    if (panel?.state === 'waiting') throw problems.notOpenYet();
    const entrants = await this.submissions.solversIn(this.db, seat.phaseId);
    const told = await this.conflicts.toldTo(this.db, seat);
    return {
      entrants: inOrderOf(seat, entrants, ({ organisationId }) => organisationId),
      conflicts: told.filter((conflict) => entrants.some(({ organisationId }) => organisationId === conflict.organisationId)),
    };
  }

  /**
   * Declares conflicts, adds those the platform sees, and hands out what is left to score. Names are given once: after that each would say whose
   * the entry is that leaves the list. Who turns out to take part is off the panel instead. @throws notFound, invalid, conflictsDeclared, notOpenYet, alreadyDecided
   */
  async declare(actor: Actor, seatId: string, declared: readonly { organisationId: string; note: string | null }[]): Promise<PanelSeat> {
    const { phaseId, challengeId } = await this.ownSeat(actor, seatId);
    return this.db.change(actor, async (tx) => {
      const challenge = await this.challenges.lock(tx, challengeId, 'share');
      const phase = await this.challenges.lockPhase(tx, phaseId, 'share');
      refuseEnded(challenge, phase);
      if (phase.state !== 'judging') throw problems.notOpenYet();
      const panel = await this.panels.lockedPanel(tx, phase);
      if (panel.state !== 'scoring') throw problems.notOpenYet();
      await this.conflicts.settle(tx, phase); // locks all seats of the phase
      const seat = (await tx.findOne(PanelSeat, seatId))!;
      if (seat.isClosedBy(phase)) throw problems.panelClosed();
      if (seat.state !== 'excluded' && !mayJudge(actor, challenge)) throw problems.mayNotJudge();
      if (seat.state !== 'excluded') await this.declareFor(tx, seat, declared);
      await this.panels.lookAgain(tx, panel);
      return seat;
    });
  }

  async ownSeat(actor: Actor, seatId: string): Promise<PanelSeat> {
    const seat = await this.db.findOne(PanelSeat, seatId);
    if (!seat || !isOwnSeat(actor, seat)) throw requestProblems.notFound();
    return seat;
  }

  /** @throws mayNotJudge */
  private async requireUntied(tx: Tx, actor: Actor, challenge: Challenge): Promise<void> {
    if (!mayJudge(actor, challenge)) throw problems.mayNotJudge();
    if ((await this.rivals.among(tx, challenge.id, [actor.personId!])).length > 0) throw problems.takesPart();
  }

  private async declareFor(tx: Tx, seat: PanelSeat, declared: readonly { organisationId: string; note: string | null }[]): Promise<void> {
    const told = await this.conflicts.toldTo(tx, seat);
    const isNew = declared.some(({ organisationId }) => !told.some((conflict) => conflict.organisationId === organisationId));
    const isFirst = !(await this.hasDeclared(tx, seat));
    if (isNew && !isFirst) throw problems.conflictsDeclared();
    const submitted = await this.submissions.submittedIn(tx, seat.phaseId);
    const entered = new Set((await this.submissions.solversIn(tx, seat.phaseId)).map(({ organisationId }) => organisationId));
    const unknown = declared.findIndex(({ organisationId }) => !entered.has(organisationId));
    if (unknown >= 0) throw requestProblems.invalid({ errors: [{ pointer: `/conflicts/${unknown}/organisationId`, code: 'not_entered', detail: 'must be one of the entrants' }] });

    seat.state = seatLifecycle.next(seat.state, 'declare');
    seat.declaredAt ??= tx.now;
    await tx.save(seat, { action: 'panel.declare' });
    const known = new Set<string>((await tx.find(Conflict, { seatId: seat.id })).map(({ organisationId }) => organisationId));
    for (const { organisationId, note } of [...declared, ...told.filter((conflict) => entered.has(conflict.organisationId))]) {
      if (!known.has(organisationId)) await tx.save(Conflict.between(seat.id, organisationId as OrganisationId, 'declared', note, tx.now));
      known.add(organisationId);
    }
    await this.conflicts.detect(tx, seat.phaseId, [seat]);
    const tied = new Set<string>((await tx.find(Conflict, { seatId: seat.id })).map(({ organisationId }) => organisationId));
    const untied = submitted.filter(({ organisationId }) => !tied.has(organisationId));
    if (isFirst && namesOf(untied).size === 1 && namesOf(submitted).size > 1) throw problems.oneNameLeft();
    await this.assign(tx, seat, untied.map(({ submissionId }) => submissionId));
  }

  /** On this seat, or on one of the same phase they left. */
  private async hasDeclared(tx: Tx, seat: PanelSeat): Promise<boolean> {
    const seats = await tx.find(PanelSeat, { phaseId: seat.phaseId, personId: seat.personId! });
    return seats.some(({ declaredAt }) => declaredAt !== null);
  }

  /** Hands out what this judge does not have yet. */
  private async assign(tx: Tx, seat: PanelSeat, submissionIds: readonly string[]): Promise<void> {
    const existing = await tx.find(Assignment, { seatId: seat.id });
    const fresh = submissionIds.filter((id) => !existing.some(({ submissionId }) => submissionId === id));
    for (const [index, id] of inOrderOf(seat, fresh, (one) => one).entries()) await tx.save(Assignment.to(seat, id as SubmissionId, existing.length + index + 1));
  }
}

function namesOf(submitted: readonly { organisationId: string }[]): Set<string> {
  return new Set(submitted.map(({ organisationId }) => organisationId));
}

/** An order of each judge's own that says nothing about when somebody entered. */
function inOrderOf<T>(seat: PanelSeat, things: readonly T[], idOf: (thing: T) => string): T[] {
  const key = (thing: T) => createHash('sha256').update(`${seat.id} ${idOf(thing)}`).digest('hex');
  return [...things].sort((a, b) => key(a).localeCompare(key(b)));
}
