import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Actor, type OrganisationId, type Page, pageOf, sum } from '@app/kernel';
import { Db, type PageQuery, positionOf, requestProblems, type Tx } from '@app/platform';
import { type ContentManifest, Provenance, type Receipt } from '@app/provenance';
import { layOver, mergeShares, takeInOrder } from './amounts.rules';
import { Books } from './books.service';
import { Charge } from './charge.entity';
import { Funding } from './funding.entity';
import { Payee } from './payee.entity';
import { type PayoutState, reservationLifecycle } from './payments.lifecycle';
import { mayReadMoney } from './payments.policy';
import type { PayoutHold } from './payout-hold.entity';
import { PayoutHolds } from './payout-holds.service';
import { Payout } from './payout.entity';
import { payoutManifest } from './payout.record';
import { chargeRoom } from './payouts.queries';
import { Reservations } from './reservations.service';
import { Transfer } from './transfer.entity';

export interface Share {
  organisationId: OrganisationId;
  /** Minor units; zero is nobody's payout. */
  amount: bigint;
}

/** Money out: what was reserved for an award becomes payable to its payees, and each is paid on their own. */
@Injectable()
export class Payouts {
  constructor(
    private readonly db: Db,
    private readonly books: Books,
    private readonly reservations: Reservations,
    private readonly provenance: Provenance,
    private readonly holds: PayoutHolds,
  ) {}

  /**
   * Releases an award: the books, one payout per payee and its transfers over the charges, oldest first, all at once.
   * The shares are exactly what was reserved. Releasing again returns the payouts of the first time. The caller has locked the award.
   * @throws RangeError when the shares are not what was reserved
   */
  async release(tx: Tx, { awardId, subjectId, shares }: { awardId: string; subjectId: string; shares: readonly Share[] }): Promise<Payout[]> {
    const reservations = await this.reservations.open(tx, awardId);
    if (reservations.length === 0) {
      const before = await tx.find(Payout, { awardId });
      if (before.length === 0) throw new RangeError(`nothing is reserved for award ${awardId}`);
      return before;
    }
    const merged = mergeShares(shares);
    if (sum(merged.map(({ amount }) => amount)) !== sum(reservations.map(({ amount }) => amount))) throw new RangeError(`the shares of award ${awardId} are not what was reserved`);
    const laid = layOver(merged.map(({ organisationId, amount }) => ({ id: organisationId, amount })), reservations.map(({ fundingId, amount }) => ({ id: fundingId, amount })));

    const fundings = await tx.find(Funding, { id: In(reservations.map(({ fundingId }) => fundingId)) });
    for (const reservation of reservations) {
      const mine = laid.filter(({ source }) => source === reservation.fundingId).map(({ part, amount }) => ({ organisationId: part, amount }));
      await this.books.released(tx, fundings.find(({ id }) => id === reservation.fundingId)!, reservation, mine);
      reservation.state = reservationLifecycle.next(reservation.state, 'release');
      await tx.save(reservation);
    }

    const payees = await tx.lockAll(Payee, { organisationId: In(merged.map(({ organisationId }) => organisationId)) }, 'share');
    const payouts = merged.map(({ organisationId, amount }) => {
      const isPayable = payees.some((payee) => payee.organisationId === organisationId && payee.status === 'active');
      return Payout.of({ awardId, subjectId, organisationId, currency: fundings[0]!.currency, amount }, isPayable, tx.now);
    });
    await tx.saveAll(payouts);
    for (const payout of payouts) {
      for (const { source, amount } of laid.filter(({ part }) => part === payout.organisationId)) await this.allocate(tx, payout, source, amount);
    }
    return payouts;
  }

  /** Payouts to an organisation, newest first. @throws notFound for those who do not keep its money */
  async list<View>(actor: Actor, organisationId: string, { state, ...page }: PageQuery & { state?: PayoutState }, show: (payout: Payout, hold: PayoutHold | undefined) => View): Promise<Page<View>> {
    if (!mayReadMoney(actor, organisationId)) throw requestProblems.notFound();
    const [at, id] = positionOf(page, 2) ?? [null, null];
    const rows = await this.db.dataSource.manager
      .createQueryBuilder(Payout, 'payout')
      .where('payout.organisationId = :organisationId and (:state::text is null or payout.state = :state) and (:id::uuid is null or (payout.createdAt, payout.id) < (:at::timestamptz, :id::uuid))', { organisationId, at, id, state: state ?? null })
      .orderBy('payout.createdAt', 'DESC').addOrderBy('payout.id', 'DESC')
      .limit(page.limit + 1)
      .getMany();
    const holds = await this.holds.of(rows);
    return pageOf(rows, page.limit, (payout) => [payout.createdAt.toISOString(), payout.id], (payout) => show(payout, holds.get(payout.id)));
  }

  /** Proof of a payout that was sent, for those who keep its organisation's money. @throws notFound */
  async receipt(actor: Actor, organisationId: string, id: string): Promise<Receipt & { content: ContentManifest }> {
    const payout = mayReadMoney(actor, organisationId) ? await this.db.findOne(Payout, { id: id as Payout['id'], organisationId: organisationId as OrganisationId }) : undefined;
    if (!payout || payout.record === null) throw requestProblems.notFound();
    return this.provenance.receiptWith(payout.record, payoutManifest(payout, await this.db.find(Transfer, { payoutId: payout.id })));
  }

  /** Payouts made for an award, whatever their state. */
  ofAward(queryable: Pick<Tx, 'find'> | Pick<Db, 'find'>, awardId: string): Promise<Payout[]> {
    return (queryable as Pick<Tx, 'find'>).find(Payout, { awardId });
  }

  private async allocate(tx: Tx, payout: Payout, fundingId: string, amount: bigint): Promise<void> {
    const charges = (await tx.find(Charge, { fundingId: fundingId as Charge['fundingId'], state: 'paid', isSurplus: false })).sort((a, b) => a.position - b.position);
    const room = await chargeRoom(tx, fundingId);
    const sources = charges.map(({ id }) => ({ id, left: room.get(id)!.bounty }));
    await tx.saveAll(takeInOrder(amount, sources).map((part) => Transfer.of({ payoutId: payout.id, chargeRowId: part.id, amount: part.amount })));
  }
}
