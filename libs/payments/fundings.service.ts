import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Actor, Currency } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { splitIntoCharges } from './amounts.rules';
import { Books } from './books.service';
import { cancelCharges } from './cancel-charges';
import { Charge } from './charge.entity';
import { Checkout } from './checkout.service';
import { Funding } from './funding.entity';
import { balancesOf, type Held, heldIn, heldOf, type Proof, proofOf, type Queryable, unreservedOf } from './fundings.queries';
import { fundingLifecycle } from './payments.lifecycle';
import { mayReadFunding } from './payments.policy';
import { problems } from './payments.problems';

export interface FundingTerms {
  subjectId: string;
  organisationId: Funding['organisationId'];
  /** Minor units; positive. */
  bounty: bigint;
  fee: bigint;
  currency: Currency;
}

/** Money in: what a sponsor promises, pays, and what of it is held. */
@Injectable()
export class Fundings {
  constructor(
    private readonly db: Db,
    private readonly books: Books,
    private readonly checkout: Checkout,
  ) {}

  /**
   * The open funding of a subject: the one there is when its terms are the same, else a new one in its place.
   * The caller has locked the subject. @throws partlyPaid when the old one cannot be replaced any more.
   */
  async create(tx: Tx, terms: FundingTerms): Promise<Funding> {
    const [open] = await tx.lockAll(Funding, { subjectId: terms.subjectId, state: In(['created', 'pending']) });
    if (open && isSame(open, terms)) return open;
    if (open) await this.expire(tx, open);
    const funding = Funding.of(terms, tx.now);
    await tx.save(funding);
    await tx.saveAll(splitIntoCharges(terms.bounty, terms.fee).map((parts, at) => Charge.of(funding.id, at + 1, parts)));
    return funding;
  }

  /** The provider's page for the next charge to pay. Talks to the provider: never call it inside a change. */
  openCheckout(actor: Actor, fundingId: string, options: { returnUrl: string }): Promise<{ url: string }> {
    return this.checkout.open(actor, fundingId, options.returnUrl);
  }

  /** The fee of everything captured for a subject becomes the platform's. Doing it twice is harmless. */
  async earnFee(tx: Tx, subjectId: string): Promise<void> {
    for (const funding of await tx.lockAll(Funding, { subjectId, state: 'captured' })) {
      const { fee } = await heldOf(tx, subjectId, funding.id);
      if (fee > 0n) await this.books.feeEarned(tx, funding, fee, 'earned');
    }
  }

  /** What is held for a subject now, from the ledger: bounty, what of it is reserved, and fee not yet earned. */
  held(queryable: Queryable, subjectId: string): Promise<Held> {
    return heldOf(queryable, subjectId);
  }

  /** The same of many subjects, in one query. */
  async heldBy(queryable: Queryable, subjectIds: readonly string[]): Promise<Map<string, Held>> {
    const balances = await balancesOf(queryable, subjectIds);
    return new Map(subjectIds.map((id) => [id, heldIn(balances.filter(({ subjectId }) => subjectId === id))]));
  }

  /** Of many subjects: what is held and reserved for nobody, fee included. */
  unreserved(subjectIds: readonly string[]): Promise<Map<string, { amount: bigint; currency: Currency }>> {
    return unreservedOf(this.db, subjectIds);
  }

  /** Proof of funding, from the ledger. */
  proof(subjectId: string, from: Queryable = this.db): Promise<Proof[]> {
    return proofOf(from, subjectId);
  }

  /** @throws notFound also for those who may not see it. */
  async get(actor: Actor, id: string): Promise<{ funding: Funding; charges: Charge[] }> {
    const funding = await this.db.findOne(Funding, id);
    if (!funding || !mayReadFunding(actor, funding.organisationId)) throw requestProblems.notFound();
    return { funding, charges: await this.db.find(Charge, { fundingId: funding.id }, { position: 'ASC' }) };
  }

  /** In their order; readable inside the change that made them. */
  async charges(from: Pick<Tx, 'find'> | Pick<Db, 'find'>, fundingId: string): Promise<Charge[]> {
    const charges = await (from as Pick<Tx, 'find'>).find(Charge, { fundingId: fundingId as Funding['id'] });
    return charges.sort((a, b) => a.position - b.position);
  }

  /** With their charges, oldest first; two queries, however many there are. */
  async ofSubject(subjectId: string): Promise<{ funding: Funding; charges: Charge[] }[]> {
    const fundings = await this.db.find(Funding, { subjectId }, { createdAt: 'ASC', id: 'ASC' });
    const charges = await this.db.find(Charge, { fundingId: In(fundings.map(({ id }) => id)) }, { position: 'ASC' });
    return fundings.map((funding) => ({ funding, charges: charges.filter(({ fundingId }) => fundingId === funding.id) }));
  }

  private async expire(tx: Tx, funding: Funding): Promise<void> {
    const charges = await tx.lockAll(Charge, { fundingId: funding.id, isSurplus: false });
    if (charges.some(({ state }) => state === 'paid')) throw problems.partlyPaid();
    await cancelCharges(tx, charges);
    funding.state = fundingLifecycle.next(funding.state, 'expire');
    await tx.save(funding);
  }
}

function isSame(funding: Funding, terms: FundingTerms): boolean {
  return (['organisationId', 'bounty', 'fee', 'currency'] as const).every((name) => funding[name] === terms[name]);
}
