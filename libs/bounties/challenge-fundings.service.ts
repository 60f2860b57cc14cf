import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, after, type Currency, day, type Money, sum } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { type Challenge, Challenges, type FullChallenge, mayRead, type Prize } from '@app/challenges';
import { Silence } from '@app/judging';
import { type Charge, type Funding, fundingLifecycle, Fundings, Refunds } from '@app/payments';
import { AwardLists } from './awards.queries';
import { mayFund, mayReadFundings } from './bounties.policy';
import { problems } from './bounties.problems';
import { feeOfPart, fundingBlocker, payable, isForOtherTerms, moneyByPrize, type PrizeMoney, withCompensation } from './funding.rules';
import type { BountyNumbers } from './numbers';
import { Settlement } from './settlement.service';

export interface FundingWithCharges {
  funding: Funding;
  charges: readonly Charge[];
}

/** What anybody may know about the money of a challenge; amounts in minor units. */
export interface ProofOfFunding {
  challenge: Challenge;
  currency: Currency | null;
  prizes: (PrizeMoney & { prize: Prize; paid: bigint })[];
  /** What came in for prizes, and when the provider took it. */
  payments: { amount: bigint; at: Date }[];
  /** When nobody decides: from this instant the no-award rule runs. Null when every phase is decided. */
  silentAt: Date | null;
  /** That rule only extends judging, this once. */
  mayExtend: boolean;
  numbers: BountyNumbers;
}

/** The money of a challenge: paying it in, and proving that it is there. */
@Injectable()
export class ChallengeFundings {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly fundings: Fundings,
    private readonly refunds: Refunds,
    private readonly silence: Silence,
    private readonly lists: AwardLists,
    private readonly settlement: Settlement,
  ) {}

  /** The open funding of a challenge; asking again for the same gives the same. Default: all that is not funded yet. @throws notFound, forbidden, and every blocker */
  async create(actor: Actor, challengeId: string, wanted?: Money): Promise<FundingWithCharges> {
    const found = await this.challenges.find(challengeId);
    if (!found || !mayFund(actor, found.sponsorId)) throw found && mayRead(actor, found) ? requestProblems.forbidden() : requestProblems.notFound();
    return this.db.change(actingAs(actor, 'member', found.sponsorId), async (tx) => {
      const challenge = await this.challenges.lock(tx, challengeId);
      const blocker = fundingBlocker(challenge, wanted?.amount);
      if (blocker) throw problems[blocker](blocker === 'outOfRange' ? { errors: [{ pointer: '/amount/amount', code: 'range', detail: rangeOf(challenge) }] } : {});
      const currency = challenge.currency!;
      if (wanted && wanted.currency !== currency) throw problems.otherCurrency({ errors: [{ pointer: '/amount/currency', code: 'currency', detail: `must be ${currency}` }] });

      const bounty = wanted?.amount ?? challenge.bountyTotal - challenge.funded;
      const fee = feeOfPart(challenge.funded, bounty, challenge.numbers!.feeBasisPoints);
      const funding = await this.fundings.create(tx, { subjectId: challenge.id, organisationId: challenge.sponsorId, bounty, fee, currency });
      return { funding, charges: await this.fundings.charges(tx, funding.id) };
    });
  }

  /** Oldest first. @throws notFound, forbidden */
  async list(actor: Actor, challengeId: string): Promise<FundingWithCharges[]> {
    const challenge = await this.challenges.find(challengeId);
    if (!challenge || !mayRead(actor, challenge)) throw requestProblems.notFound();
    if (!mayReadFundings(actor, challenge.sponsorId)) throw requestProblems.forbidden();
    return this.fundings.ofSubject(challengeId);
  }

  /** Counts again what is captured for the prizes. What comes for other terms, or when nothing is to be paid any more, goes back. */
  async recount(tx: Tx, challengeId: string): Promise<void> {
    const challenge = await this.challenges.lock(tx, challengeId);
    await this.refunds.refundRest(tx, { subjectId: challengeId, reason: 'terms_changed', keepFeePercent: 0, only: (funding) => isForOtherTerms(funding, challenge) });
    const proofs = await this.fundings.proof(challengeId);
    await this.challenges.setFunded(tx, challengeId, sum(proofs.map(({ captured, refunded }) => captured - refunded)));
    await this.settlement.settle(tx, challengeId);
  }

  /** Nobody pays for terms that are being changed: what is open is closed, and what was paid of it goes back. */
  async close(tx: Tx, challengeId: string): Promise<void> {
    await this.challenges.lock(tx, challengeId);
    await this.refunds.refundRest(tx, { subjectId: challengeId, reason: 'terms_changed', keepFeePercent: 0, only: ({ state }) => fundingLifecycle.allows(state, 'expire') });
  }

  /** Public where the challenge is. @throws notFound */
  async proof(actor: Actor, challengeId: string): Promise<ProofOfFunding> {
    const full = await this.challenges.full(challengeId);
    if (!full || !mayRead(actor, full.challenge)) throw requestProblems.notFound();
    const [proofs, money, numbers] = await Promise.all([this.fundings.proof(challengeId), this.lists.moneyByPrize(challengeId), this.challenges.numbersOf(challengeId)]);
    const prizes = full.phases.flatMap((phase) => phase.prizes);
    const none = { paid: 0n, reserved: 0n, released: 0n };
    const facts = withCompensation(prizes.map(({ id, amount }) => ({ amount, ...none, ...money.get(id) })), money.get(null) ?? none);
    const isRestReturned = sum(proofs.map(({ left, reserved }) => left - reserved)) === 0n;
    const byPrize = moneyByPrize(facts, sum(proofs.map(({ captured }) => captured)), isRestReturned);
    return {
      challenge: full.challenge,
      currency: full.challenge.currency,
      prizes: prizes.map((prize, at) => ({ prize, paid: facts[at]!.paid, ...byPrize[at]! })),
      payments: proofs.flatMap(({ captured, chargedAt }) => (chargedAt.length > 0 ? [{ amount: captured, at: chargedAt.at(-1)! }] : [])),
      silentAt: await this.silentAt(full, numbers),
      mayExtend: await this.silence.mayExtend(full.challenge),
      numbers,
    };
  }

  /** When the no-award rule runs for the first phase that is not decided; null before it has dates, and when nothing is decided any more. */
  private async silentAt({ challenge, phases }: FullChallenge, { silentDays }: BountyNumbers): Promise<Date | null> {
    const next = phases.find(({ state }) => state !== 'decided');
    const isOver = challenge.state === 'cancelled' || challenge.state === 'decided' || challenge.state === 'completed';
    return !isOver && next?.judgingEndsAt ? after(await this.silence.beginsAt(next), silentDays * day) : null;
  }
}

function rangeOf(challenge: Challenge): string {
  const { least, left } = payable(challenge);
  return left < 2n * least ? `must be ${left}` : `must be ${left}, or from ${least} to ${left - least}: the provider takes no payment of less than ${least}`;
}

