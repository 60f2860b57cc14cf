import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { PhaseId } from '@app/kernel';
import type { Phase } from '@app/challenges';
import type { Db, Tx } from '@app/platform';
import { Rivals, Submissions } from '@app/submissions';
import { assignmentLifecycle, seatLifecycle } from './assignment.lifecycle';
import { judgeExcluded } from './judging.events';
import { Assignment, Conflict, PanelSeat } from './panel.entity';

/**
 * Finds ties between judges and those they judge, whenever they come to light. Whoever takes part, or joins a sponsor who is to stay out, loses the whole seat; a
 * colleague of one solver steps back from that one. Scores given till then count no more, and stay where they are.
 */
@Injectable()
export class Conflicts {
  constructor(
    private readonly rivals: Rivals,
    private readonly submissions: Submissions,
  ) {}

  /** Looks at all judges of a phase. The caller holds its panel. True where something changed. */
  async settle(tx: Tx, phase: Phase): Promise<boolean> {
    const seats = (await tx.lockAll(PanelSeat, { phaseId: phase.id })).filter((seat) => seat.personId !== null && (hasLeft(seat) || seatLifecycle.allows(seat.state, 'exclude')));
    const rivals = new Set(await this.sidesOf(tx, phase, seats.map(({ personId }) => personId!)));
    let hasChanged = false;
    for (const seat of seats.filter(({ personId }) => rivals.has(personId!))) hasChanged = (await this.exclude(tx, seat)) || hasChanged;
    const hasDetected = await this.detect(tx, phase.id, seats.filter(({ personId, declaredAt }) => declaredAt && !rivals.has(personId!)));
    return hasChanged || hasDetected;
  }

  /** Who takes part; and people of the sponsor where the rule card keeps them off, until the order was seen: a sponsor could take in whose scores it dislikes. */
  private async sidesOf(tx: Tx, phase: Phase, personIds: readonly string[]): Promise<string[]> {
    const insiders = await tx.query<{ id: string }>(
      `select m.person_id as id from member m join challenge c on c.sponsor_id = m.organisation_id join phase f on f.id = $1
       where c.id = $2 and f.order_shown_at is null and not ('sponsor' = any(c.judge_roles)) and m.person_id = any($3)`,
      [phase.id, phase.challengeId, personIds],
    );
    return [...(await this.rivals.among(tx, phase.challengeId, personIds)), ...insiders.map(({ id }) => id)];
  }

  /** A judge who left before keeps that state, and loses what still counts. */
  private async exclude(tx: Tx, seat: PanelSeat): Promise<boolean> {
    const recused = await this.void(tx, await tx.lockAll(Assignment, { seatId: seat.id }));
    if (hasLeft(seat)) return recused;
    seat.state = seatLifecycle.next(seat.state, 'exclude');
    await tx.save(seat, { action: 'panel.exclude', reason: 'conflict' });
    await this.rivals.stand(tx, seat.phaseId, seat.personId);
    tx.emit(judgeExcluded, { seatId: seat.id });
    return true;
  }

  /** The ties this judge knows of: those they named, in other phases of the challenge too, and those the platform saw when they declared. */
  toldTo(from: Db | Tx, seat: PanelSeat): Promise<Conflict[]> {
    return from.query<Conflict>(
      `select distinct on (c.organisation_id) c.seat_id as "seatId", c.organisation_id as "organisationId", c.kind, c.note, c.at from conflict c join panel_seat s on s.id = c.seat_id
       where s.challenge_id = $1 and s.person_id = $2 and (c.kind = 'declared' or (s.id = $3 and c.at <= s.declared_at)) order by c.organisation_id, c.at`,
      [seat.challengeId, seat.personId, seat.id],
    );
  }

  /** Ties the platform sees are kept like declared ones, and these seats step back from all they are tied to; in as many queries as for one seat. */
  async detect(tx: Tx, phaseId: PhaseId, seats: readonly PanelSeat[]): Promise<boolean> {
    if (seats.length === 0) return false;
    const seatIds = seats.map(({ id }) => id);
    const ties = await tx.find(Conflict, { seatId: In(seatIds) });
    const isTied = (seatId: string, organisationId: string) => ties.some((tie) => tie.seatId === seatId && tie.organisationId === organisationId);
    for (const { personId, organisationId } of await this.rivals.colleaguesOf(tx, phaseId, seats.map((seat) => seat.personId!))) {
      for (const { id } of seats.filter((seat) => seat.personId === personId && !isTied(seat.id, organisationId))) {
        ties.push(await tx.save(Conflict.between(id, organisationId, 'detected', null, tx.now)));
      }
    }
    const solvers = new Map((await this.submissions.submittedIn(tx, phaseId)).map(({ submissionId, organisationId }) => [submissionId as string, organisationId]));
    const assignments = await tx.lockAll(Assignment, { seatId: In(seatIds) });
    return this.void(tx, assignments.filter(({ seatId, submissionId }) => isTied(seatId, solvers.get(submissionId) ?? '')));
  }

  private async void(tx: Tx, assignments: readonly Assignment[]): Promise<boolean> {
    let hasChanged = false;
    for (const assignment of assignments) {
      if (!assignmentLifecycle.allows(assignment.state, 'exclude')) continue;
      assignment.state = assignmentLifecycle.next(assignment.state, 'exclude');
      assignment.reason = 'conflict';
      await tx.save(assignment, { action: 'assignment.exclude', reason: 'conflict' });
      hasChanged = true;
    }
    return hasChanged;
  }
}

/** Taken off, or stepped off: what they locked counts on. */
function hasLeft({ state }: PanelSeat): boolean {
  return state === 'replaced' || state === 'declined';
}
