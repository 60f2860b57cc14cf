import { Injectable } from '@nestjs/common';
import { sum } from '@app/kernel';
import type { Tx } from '@app/platform';
import { takeInOrder } from './amounts.rules';
import { Books, type FeeReason } from './books.service';
import { cancelCharges } from './cancel-charges';
import { Charge } from './charge.entity';
import { Funding } from './funding.entity';
import { balancesOf, fundingRest, heldOf, type Queryable, type RestSums } from './fundings.queries';
import { fundingLifecycle } from './payments.lifecycle';
import { chargeRoom } from './payouts.queries';
import { Refund } from './refund.entity';

export interface RestOrder {
  subjectId: string;
  reason: string;
  keepFeePercent: number;
  keptAs?: FeeReason;
  /** Of these fundings, and no others. */
  only?: (funding: Funding) => boolean;
}

/** Money back to sponsors: only what no award has reserved. */
@Injectable()
export class Refunds {
  constructor(private readonly books: Books) {}

  /**
   * Gives back everything held for a subject that is not reserved, and closes fundings that are still open. Of the fee it
   * keeps nothing, half (rounded down) or all; what is kept is earned, `keptAs` says why. Nothing is kept of a funding that was never captured.
   * Doing it again refunds only what came free since.
   */
  async refundRest(tx: Tx, { subjectId, reason, keepFeePercent, keptAs, only = () => true }: RestOrder): Promise<Refund[]> {
    const refunds: Refund[] = [];
    for (const funding of (await tx.lockAll(Funding, { subjectId })).filter(only)) {
      await this.close(tx, funding);
      refunds.push(...(await this.giveBack(tx, funding, reason, keepFeePercent, keptAs)));
    }
    return refunds;
  }

  /** What `refundRest` would give back now of each subject, by the percent of the fee it would keep: the same sums, in one query, and nothing moves. */
  async rests(from: Queryable, keepFeePercents: ReadonlyMap<string, number>): Promise<Map<string, RestSums>> {
    const balances = await balancesOf(from, [...keepFeePercents.keys()]);
    return new Map([...keepFeePercents].map(([id, percent]) => {
      const rests = balances.filter(({ subjectId }) => subjectId === id).map((balance) => fundingRest(balance, percent));
      return [id, { bounty: sum(rests.map(({ bounty }) => bounty)), fee: sum(rests.map(({ fee }) => fee)), feeKept: sum(rests.map((rest) => rest.feeKept)) }];
    }));
  }

  /** Nobody pays for a subject any more; what was paid stays where it is. */
  async closeOpen(tx: Tx, subjectId: string): Promise<void> {
    for (const funding of await tx.lockAll(Funding, { subjectId })) await this.close(tx, funding);
  }

  /** What of one funding, which the caller has locked, is held and not reserved. */
  async giveBack(tx: Tx, funding: Funding, reason: string, keepFeePercent: number, keptAs: FeeReason = 'kept'): Promise<Refund[]> {
    const { bounty, fee, feeKept } = fundingRest({ ...(await heldOf(tx, funding.subjectId, funding.id)), state: funding.state }, keepFeePercent);
    if (feeKept > 0n) await this.books.feeEarned(tx, funding, feeKept, keptAs);
    return this.refund(tx, funding, bounty, fee, reason);
  }

  /** Newest charge first: awards take the oldest, so what they will need stays where they look for it. */
  private async refund(tx: Tx, funding: Funding, bounty: bigint, fee: bigint, reason: string): Promise<Refund[]> {
    if (bounty + fee === 0n) return [];
    const charges = (await tx.find(Charge, { fundingId: funding.id, state: 'paid', isSurplus: false })).sort((a, b) => b.position - a.position);
    const room = await chargeRoom(tx, funding.id);
    const from = (what: 'bounty' | 'fee', amount: bigint) => new Map(takeInOrder(amount, charges.map(({ id }) => ({ id, left: room.get(id)![what] }))).map((part) => [part.id, part.amount]));
    const [bounties, fees] = [from('bounty', bounty), from('fee', fee)];

    const refunds: Refund[] = [];
    for (const { id: chargeRowId } of charges) {
      const parts = { bounty: bounties.get(chargeRowId) ?? 0n, fee: fees.get(chargeRowId) ?? 0n };
      const amount = sum([parts.bounty, parts.fee]);
      if (amount === 0n) continue;
      const { id: fundingId, subjectId, organisationId, currency } = funding;
      const refund = Refund.of({ fundingId, subjectId, organisationId, chargeRowId, currency, amount, ...parts, reason }, tx.now);
      await tx.save(refund);
      await this.books.refundMade(tx, refund);
      refunds.push(refund);
    }
    return refunds;
  }

  private async close(tx: Tx, funding: Funding): Promise<void> {
    if (!fundingLifecycle.allows(funding.state, 'expire')) return;
    await cancelCharges(tx, await tx.lockAll(Charge, { fundingId: funding.id, isSurplus: false }));
    funding.state = fundingLifecycle.next(funding.state, 'expire');
    await tx.save(funding);
  }
}
