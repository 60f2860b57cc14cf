import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Tx } from '@app/platform';
import { takeInOrder } from './amounts.rules';
import { Books } from './books.service';
import { Funding } from './funding.entity';
import { heldOf } from './fundings.queries';
import { reservationLifecycle } from './payments.lifecycle';
import { problems } from './payments.problems';
import { Reservation } from './reservation.entity';

/** Keeps part of what is held for an award, so that neither another award nor a refund can take it. */
@Injectable()
export class Reservations {
  constructor(private readonly books: Books) {}

  /** Reserves `amount` on the captured fundings of a subject, oldest first. An award that has its money already keeps it. @throws notEnoughHeld */
  async reserve(tx: Tx, { awardId, subjectId, amount }: { awardId: string; subjectId: string; amount: bigint }): Promise<void> {
    const fundings = (await tx.lockAll(Funding, { subjectId, state: 'captured' })).sort(byAge);
    if (await tx.findOne(Reservation, { awardId, state: In(['open', 'released']) })) return;
    const sources = [];
    for (const { id } of fundings) {
      const { bounty, reserved } = await heldOf(tx, subjectId, id);
      sources.push({ id, left: bounty - reserved });
    }
    if (sources.reduce((left, one) => left + one.left, 0n) < amount) throw problems.notEnoughHeld();
    for (const part of takeInOrder(amount, sources)) {
      const reservation = Reservation.of({ awardId, fundingId: part.id, amount: part.amount });
      await tx.save(reservation);
      await this.books.reserved(tx, fundings.find(({ id }) => id === part.id)!, reservation);
    }
  }

  /** Gives back what is kept for an award; nothing where nothing is kept. */
  async free(tx: Tx, awardId: string): Promise<void> {
    for (const reservation of await this.open(tx, awardId)) {
      reservation.state = reservationLifecycle.next(reservation.state, 'free');
      await tx.save(reservation);
      await this.books.freed(tx, reservation);
    }
  }

  /** What is kept for an award and not yet released, locked behind its fundings. */
  async open(tx: Tx, awardId: string): Promise<Reservation[]> {
    const known = await tx.find(Reservation, { awardId, state: 'open' });
    if (known.length === 0) return [];
    const fundings = (await tx.lockAll(Funding, { id: In(known.map(({ fundingId }) => fundingId)) })).sort(byAge);
    const place = (reservation: Reservation) => fundings.findIndex(({ id }) => id === reservation.fundingId);
    return (await tx.lockAll(Reservation, { awardId, state: 'open' })).sort((a, b) => place(a) - place(b));
  }
}

function byAge(a: Funding, b: Funding): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1);
}
