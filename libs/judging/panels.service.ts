import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { actingAs, type Actor, type ChallengeId, type PhaseId, type Problem, systemActor } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { type Challenge, Challenges, type Phase } from '@app/challenges';
import { MailCaps } from '@app/identity';
import { Rivals } from '@app/submissions';
import { assignmentLifecycle, seatLifecycle } from './assignment.lifecycle';
import { judgeInvited, judgeReplaced, judgingBegun, sendInvitationOff, sendJudgeInvitation } from './judging.events';
import { mayRunPanel, maySpeakOf, maySubstitute } from './judging.policy';
import { endOf, problems } from './judging.problems';
import { Assignment, Panel, PanelSeat } from './panel.entity';

const mostJudges = 25;

/** The judges of a phase, and what whoever asks may do about them now. */
export interface Seats {
  seats: PanelSeat[];
  /** How many scorecards that count each has locked; a seat without any is not in it. */
  locked: ReadonlyMap<string, number>;
  mayInvite: boolean;
  mayReplace: boolean;
}

/** The judges of a phase: who is asked, who is taken off, and when the panel is looked at again. */
@Injectable()
export class Panels {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly rivals: Rivals,
    private readonly mailCaps: MailCaps,
  ) {}

  /** Seats of a phase, for the sponsor and staff. @throws notFound */
  async seats(actor: Actor, challengeId: string, phaseId: string): Promise<Seats> {
    const { challenge, phase } = await this.phaseOf(challengeId, phaseId);
    if (!mayRunPanel(actor, challenge) && !(await this.maySubstitute(this.db, actor, challenge))) throw requestProblems.notFound();
    const seats = await this.db.find(PanelSeat, { phaseId: phaseId as PhaseId }, { number: 'ASC' });
    const isClosed = closedTo(actor, challenge, phase) !== undefined;
    return { seats, locked: await this.lockedIn(phase), mayInvite: !isClosed && seats.length < mostJudges, mayReplace: !isClosed };
  }

  /** Asks somebody to judge; until the decision. The mail leaves once staff have approved the challenge. */
  async invite(actor: Actor, challengeId: string, phaseId: string, email: string): Promise<PanelSeat> {
    const runner = await this.runnerOf(actor, challengeId);
    return this.db.change(runner, async (tx) => {
      const challenge = await this.challenges.lock(tx, challengeId, 'share');
      if (runner.capacity === 'staff' && !(await this.maySubstitute(tx, actor, challenge))) throw requestProblems.notFound();
      const phase = await this.lockPhase(tx, challenge, phaseId, 'share');
      const closed = closedTo(actor, challenge, phase);
      if (closed) throw closed;
      const panel = await this.lockedPanel(tx, phase);
      const seats = await tx.find(PanelSeat, { phaseId: phase.id });
      if (seats.length >= mostJudges) throw problems.panelIsFull();
      if (seats.some((seat) => seat.email.toLowerCase() === email.toLowerCase())) throw problems.alreadyInvited();
      if (!challenge.judgeRoles.includes('sponsor') && (await this.isOfSponsor(tx, challenge, email))) throw problems.ownPeople();
      const number = Math.max(0, ...seats.map((seat) => seat.number)) + 1;
      const seat = await tx.save(PanelSeat.invited(panel, number, email, actor.personId, tx.now), { action: 'panel.invite' });
      if (maySpeakOf(challenge)) await this.ask(tx, seat);
      tx.emit(judgeInvited, { seatId: seat.id });
      return seat;
    });
  }

  /** Writes to those who were invited before staff approved. */
  async askInvited(tx: Tx, challengeId: string): Promise<void> {
    if (!maySpeakOf(await this.challenges.lock(tx, challengeId, 'share'))) return;
    for (const seat of await tx.lockAll(PanelSeat, { challengeId: challengeId as ChallengeId, state: 'invited', askedAt: IsNull() })) await this.ask(tx, seat);
  }

  /** The text changed before the mail left: it waits for the next approval. */
  async askLater(seatId: string): Promise<void> {
    await this.db.change(systemActor('judging.ask_later'), async (tx) => {
      const seat = await tx.lock(PanelSeat, seatId);
      if (seat) await tx.save(Object.assign(seat, { askedAt: null }));
    });
  }

  /** Takes an invitation back or a judge off the panel. What the judge has locked stays and counts: nobody drops scores they dislike. */
  async replace(actor: Actor, challengeId: string, phaseId: string, seatId: string, reason: string): Promise<void> {
    const runner = await this.runnerOf(actor, challengeId);
    await this.db.change(runner, async (tx) => {
      const challenge = await this.challenges.lock(tx, challengeId, 'share');
      if (runner.capacity === 'staff' && !(await this.maySubstitute(tx, actor, challenge))) throw requestProblems.notFound();
      const phase = await this.lockPhase(tx, challenge, phaseId, 'share');
      const closed = closedTo(actor, challenge, phase);
      if (closed) throw closed;
      const panel = await this.lockedPanel(tx, phase);
      const seat = await tx.lock(PanelSeat, { id: seatId as never, phaseId: phase.id });
      if (!seat) throw requestProblems.notFound();
      seat.state = seatLifecycle.next(seat.state, 'replace');
      await tx.save(seat, { action: 'panel.replace', reason });
      if (seat.personId) tx.emit(judgeReplaced, { seatId: seat.id, by: runner.capacity === 'staff' ? 'staff' : 'sponsor' });
      await this.rivals.stand(tx, phase.id, seat.personId);
      await this.dropOpen(tx, seat, 'replace', reason);
      await this.lookAgain(tx, panel);
    });
  }

  /** The judge leaves: what they have not locked nobody waits for. */
  async dropOpen(tx: Tx, seat: PanelSeat, verb: 'replace' | 'decline', reason?: string): Promise<void> {
    for (const assignment of await tx.lockAll(Assignment, { seatId: seat.id })) {
      if (!assignmentLifecycle.allows(assignment.state, verb)) continue;
      assignment.state = assignmentLifecycle.next(assignment.state, verb);
      await tx.save(assignment, { action: `assignment.${verb}`, reason });
    }
  }

  /** The phase has closed and its submissions are unsealed: judging begins. */
  async begin(tx: Tx, phaseId: string, isNothingSubmitted: boolean): Promise<void> {
    const phase = await this.challenges.lockPhase(tx, phaseId, 'share');
    const panel = await this.lockedPanel(tx, phase);
    if (panel.state !== 'waiting') return;
    panel.state = 'scoring';
    panel.dueAt = isNothingSubmitted ? tx.now : phase.judgingEndsAt;
    await tx.save(panel, { action: 'panel.begin' });
    if (isNothingSubmitted) return;
    tx.emit(judgingBegun, { challengeId: phase.challengeId, phaseId: phase.id });
  }

  /** The challenge has ended: nobody judges on, and what is not decided never is. Returns the phases that were not. */
  async stop(tx: Tx, challengeId: string): Promise<PhaseId[]> {
    const panels = (await tx.lockAll(Panel, { challengeId: challengeId as ChallengeId })).filter(({ state }) => state !== 'decided');
    for (const panel of panels) await tx.save(Object.assign(panel, { state: 'stopped', dueAt: null }), { action: 'panel.stop' });
    return panels.map(({ phaseId }) => phaseId);
  }

  /** Tells all who were asked to judge in one of these phases, and do not judge in another, that no answer is needed any more; each address once. */
  async tellAsked(tx: Tx, phaseIds: readonly PhaseId[]): Promise<void> {
    const seats = await tx.query<{ id: PanelSeat['id'] }>(
      `select distinct on (email) id from panel_seat s where phase_id = any ($1) and state = 'invited' and asked_at is not null
         and not exists (select from panel_seat o where o.phase_id = any ($1) and o.email = s.email and o.state in ('accepted', 'ready')) order by email, invited_at`,
      [phaseIds],
    );
    for (const { id } of seats) tx.enqueue(sendInvitationOff, { seatId: id });
  }

  /** Something was finished: the tick looks whether the phase can be decided. The caller has locked the panel, before seats and assignments. */
  async lookAgain(tx: Tx, panel: Panel): Promise<void> {
    if (panel.state !== 'scoring') return;
    panel.dueAt = tx.now;
    await tx.save(panel);
  }

  /** Staff who stand on neither side: not the sponsor's, nor in an entry or an organisation that entered. */
  async maySubstitute(from: Db | Tx, actor: Actor, challenge: Challenge): Promise<boolean> {
    return maySubstitute(actor) && this.rivals.isNeutral(from, actor, challenge);
  }

  /** Made when it is first needed. */
  async lockedPanel(tx: Tx, phase: Phase): Promise<Panel> {
    await tx.query(`insert into panel (phase_id, challenge_id, state) values ($1, $2, 'waiting') on conflict do nothing`, [phase.id, phase.challengeId]);
    return (await tx.lock(Panel, { phaseId: phase.id }))!;
  }

  /** A number for each seat, and nothing of whose work it is. */
  private async lockedIn({ id }: Phase): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db.query<{ seatId: string; locked: number }>(
      `select a.seat_id as "seatId", count(*)::int as locked from assignment a join submission s on s.id = a.submission_id
       where a.phase_id = $1 and a.state = 'done' and s.state in ('under_review', 'judged') group by a.seat_id`,
      [id],
    );
    return new Map(rows.map(({ seatId, locked }) => [seatId, locked]));
  }

  private async isOfSponsor(tx: Tx, { sponsorId }: Challenge, email: string): Promise<boolean> {
    return (await tx.query('select from member m join person p on p.id = m.person_id where m.organisation_id = $1 and p.email = $2 limit 1', [sponsorId, email])).length > 0;
  }

  /** In which capacity somebody changes a panel: for the sponsor, or as staff. @throws notFound */
  private async runnerOf(actor: Actor, challengeId: string): Promise<Actor> {
    const challenge = await this.challenges.find(challengeId);
    if (challenge && mayRunPanel(actor, challenge)) return actingAs(actor, 'member', challenge.sponsorId);
    if (challenge && (await this.maySubstitute(this.db, actor, challenge))) return actingAs(actor, 'staff');
    throw requestProblems.notFound();
  }

  private async ask(tx: Tx, seat: PanelSeat): Promise<void> {
    await tx.save(Object.assign(seat, { askedAt: tx.now }), { action: 'panel.ask' });
    await this.mailCaps.promiseInTurn(tx, sendJudgeInvitation, { seatId: seat.id }, seat.email);
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

/** Why who judges is not theirs to change: it has ended, or the sponsor has seen the order, after which only staff do. */
function closedTo(actor: Actor, challenge: Challenge, phase: Phase): Problem | undefined {
  return endOf(challenge, phase) ?? (phase.orderShownAt && mayRunPanel(actor, challenge) ? problems.panelClosed() : undefined);
}
