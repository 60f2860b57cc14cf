import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Id, PayoutId } from '@app/kernel';
import { Organisations } from '@app/identity';
import { Db, requestProblems, sendHint, type Tx } from '@app/platform';
import { payoutHeld, payoutHoldReleased } from './payments.events';
import { payoutHoldLifecycle } from './payments.lifecycle';
import { mayHoldPayout } from './payments.policy';
import { problems } from './payments.problems';
import { type HoldTerms, PayoutHold } from './payout-hold.entity';
import { Payout } from './payout.entity';

/** Stops a payout that was not sent yet, and lets it go again by a second person. Who decides calls it in the transaction of the decision. */
@Injectable()
export class PayoutHolds {
  constructor(
    private readonly db: Db,
    private readonly organisations: Organisations,
  ) {}

  /** @throws notFound, ownOrganisation, onItsWay, alreadyHeld */
  async hold(tx: Tx, payoutId: PayoutId, terms: HoldTerms): Promise<PayoutHold> {
    const payout = await this.locked(tx, payoutId);
    if (!isUnsent(payout)) throw problems.onItsWay({ state: payout.state });
    if (await tx.findOne(PayoutHold, { payoutId, state: 'in_force' })) throw problems.alreadyHeld();
    const hold = await tx.save(PayoutHold.of(payoutId, terms, tx.actor.personId!, tx.now), { action: 'payout.hold', reason: terms.reason });
    tx.emit(payoutHeld, { holdId: hold.id, payoutId, awardId: payout.awardId, subjectId: payout.subjectId });
    await this.hint(tx, payout);
    return hold;
  }

  /** It goes on as if nothing had been. @throws notFound, ownOrganisation, releasedByAnother, wrongState */
  async release(tx: Tx, id: Id<'payoutHold'>, { reason }: { reason: string }): Promise<PayoutHold> {
    const seen = await tx.findOne(PayoutHold, id);
    if (!seen) throw requestProblems.notFound();
    const payout = await this.locked(tx, seen.payoutId);
    const hold = (await tx.lock(PayoutHold, id))!;
    hold.state = payoutHoldLifecycle.next(hold.state, 'release');
    if (hold.placedBy === tx.actor.personId && (hold.aloneFrom === null || tx.now < hold.aloneFrom)) throw problems.releasedByAnother();
    Object.assign(hold, { releasedAt: tx.now, releasedBy: tx.actor.personId! });
    await tx.save(hold, { action: 'payout.release_hold', reason });
    if (payout.state === 'awaiting_payee') await tx.save(Object.assign(payout, { remindAt: tx.now }));
    tx.emit(payoutHoldReleased, { holdId: id, payoutId: payout.id, awardId: payout.awardId, subjectId: payout.subjectId });
    await this.hint(tx, payout);
    return hold;
  }

  /** Who placed it may release it after this, since nobody else is there to; who decides tells both sides of the wait. */
  async allowAlone(tx: Tx, id: Id<'payoutHold'>, aloneFrom: Date): Promise<void> {
    const hold = await tx.lock(PayoutHold, id);
    if (hold?.state !== 'in_force' || hold.aloneFrom !== null) return;
    Object.assign(hold, { aloneFrom, dueAt: null } satisfies Partial<PayoutHold>);
    await tx.save(hold, { action: 'payout.allow_alone' });
  }

  /** Whether it is to be asked now if anybody else is there to release it. */
  async isDue(tx: Tx, id: Id<'payoutHold'>): Promise<boolean> {
    const hold = await tx.lock(PayoutHold, id);
    return hold?.state === 'in_force' && hold.dueAt !== null && tx.now >= hold.dueAt;
  }

  /** Somebody else is there to release it; whether that stays so is asked again. */
  async askAgain(tx: Tx, id: Id<'payoutHold'>, dueAt: Date): Promise<void> {
    const hold = (await tx.lock(PayoutHold, id))!;
    hold.dueAt = dueAt;
    await tx.save(hold, { action: 'payout_hold.look_again' });
  }

  /** Those in force, by their payout. */
  async of(payouts: readonly Pick<Payout, 'id'>[], from: Db | Tx = this.db): Promise<Map<string, PayoutHold>> {
    const holds = await from.find(PayoutHold, { payoutId: In(payouts.map(({ id }) => id)), state: 'in_force' });
    return new Map(holds.map((hold) => [hold.payoutId, hold]));
  }

  /** @throws notFound, ownOrganisation */
  private async locked(tx: Tx, id: PayoutId): Promise<Payout> {
    const payout = await tx.lock(Payout, id);
    if (!payout) throw requestProblems.notFound();
    if (!mayHoldPayout(tx.actor, payout.organisationId)) throw problems.ownOrganisation();
    return payout;
  }

  private async hint(tx: Tx, { id, organisationId }: Payout): Promise<void> {
    const people = await this.organisations.membersWith(organisationId, 'owner', 'manager', 'treasurer');
    tx.enqueue(sendHint, { people: people.map(({ personId }) => personId), type: 'payout', id });
  }
}

/** Nothing of it is with the provider, nor may be. */
function isUnsent({ state }: Payout): boolean {
  return ['awaiting_payee', 'ready', 'failed', 'blocked'].includes(state);
}
