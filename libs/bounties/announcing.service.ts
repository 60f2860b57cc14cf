import { Injectable } from '@nestjs/common';
import { after, hour, showId } from '@app/kernel';
import { sendHint, type Tx } from '@app/platform';
import { type Challenge, Challenges, Prize } from '@app/challenges';
import { Decisions } from '@app/judging';
import { Reservations } from '@app/payments';
import { contentDigest, Provenance } from '@app/provenance';
import { type LastSubmission, Submission } from '@app/submissions';
import { Announcement } from './announcement.entity';
import { Award } from './award.entity';
import { awardManifest } from './award.record';
import { awardsOf, excessOf, nextInLine, type PlannedAward, sharesAfterFallback } from './award.rules';
import { awardAnnounced, awardContested } from './bounties.events';
import type { AwardNumbers } from './award.clock.rules';
import { peopleOf, type Recipient, Recipients } from './recipients.service';
import { Settlement } from './settlement.service';
import { type Standing, Standings } from './standings.service';

/** Turns a decision into awards, and passes on what was given up. What is announced is reserved in the same change. */
@Injectable()
export class Announcing {
  constructor(
    private readonly challenges: Challenges,
    private readonly decisions: Decisions,
    private readonly standings: Standings,
    private readonly reservations: Reservations,
    private readonly recipients: Recipients,
    private readonly settlement: Settlement,
    private readonly provenance: Provenance,
  ) {}

  /** Announces the awards of a phase, once; where nobody submitted, everything goes back at once. */
  async announce(tx: Tx, challengeId: string, phaseId: string): Promise<void> {
    const standing = await this.standings.lock(tx, challengeId, phaseId);
    if (await tx.findOne(Announcement, { phaseId: standing.phase.id })) return;
    const { challenge, phase, prizes, places, passing, numbers } = standing;
    const decision = standing.decision!;
    const isEmpty = decision.how === 'nothing_submitted';
    const objectBy = isEmpty ? null : after(phase.resultsAt!, numbers.appealHours * hour);
    await tx.save(Announcement.of({ phaseId: phase.id, challengeId: challenge.id, decisionId: decision.id, isEmpty, at: tx.now, objectBy }));
    const awards = await this.announceAll(tx, standing, awardsOf({ prizes, places, passing, noAwardRule: challenge.noAwardRule }));
    await this.finish(tx, challengeId, awards);
  }

  /** An award was lost: its money is free again, and goes to the next in line, or by the no-award rule. */
  async passOn(tx: Tx, standing: Standing, lost: Award): Promise<void> {
    const { challenge, prizes, awards: earlier, passing, numbers } = standing;
    await this.reservations.free(tx, lost.id);
    if (lost.kind !== 'placement') return this.finish(tx, challenge.id, []);
    const prize = prizes.find(({ id }) => id === lost.prizeId)!;
    const next = nextInLine(prize.id, earlier, passing, numbers.fallbacks);
    await this.decisions.passPlacement(tx, lost.phaseId, prize.id, next);
    const planned: PlannedAward[] = next
      ? [{ prizeId: prize.id, kind: 'placement', place: prize.place, submissionId: next, amount: lost.amount }]
      : sharesAfterFallback(prize, earlier, passing, challenge.noAwardRule);
    await this.finish(tx, challenge.id, await this.announceAll(tx, standing, planned));
  }

  /** The challenge was cancelled: parts of its bounty for who handed something in, and the rest goes back. The caller has locked the challenge and its phases. */
  async compensate(tx: Tx, challenge: Challenge, shares: readonly (Pick<LastSubmission, 'entryId' | 'submissionId' | 'phaseId'> & { amount: bigint })[]): Promise<void> {
    const numbers = await this.challenges.numbersOf(challenge.id);
    const awards: Award[] = [];
    for (const { entryId, submissionId, phaseId, amount } of shares) {
      const plan = { prizeId: null, kind: 'compensation' as const, place: null, submissionId, amount };
      awards.push(await this.announceOne(tx, challenge, plan, { phaseId, entryId: entryId as Award['entryId'], resultsAt: tx.now }, numbers));
    }
    await this.finish(tx, challenge.id, awards);
  }

  /** Open pages of those behind an award are read again. */
  hint(tx: Tx, award: Award, recipient: Recipient): void {
    tx.enqueue(sendHint, { people: peopleOf(recipient), type: 'award', id: award.id });
  }

  private async announceAll(tx: Tx, { challenge, phase, numbers }: Standing, planned: readonly PlannedAward[]): Promise<Award[]> {
    const awards: Award[] = [];
    for (const plan of planned) {
      await this.requireRoom(tx, plan);
      const { entryId } = (await tx.findOne(Submission, plan.submissionId))!;
      awards.push(await this.announceOne(tx, challenge, plan, { phaseId: phase.id, entryId, resultsAt: phase.resultsAt! }, numbers));
    }
    return awards;
  }

  private async announceOne(tx: Tx, challenge: Challenge, plan: PlannedAward, about: Pick<Award, 'phaseId' | 'entryId'> & { resultsAt: Date }, numbers: AwardNumbers): Promise<Award> {
    const recipient = await this.recipients.of(tx, about.entryId);
    const award = Award.announced(plan, { ...about, challengeId: challenge.id, currency: plan.amount > 0n ? challenge.currency : null }, numbers, tx.now);
    const isRelated = await this.recipients.isRelated(tx, challenge.sponsorId, recipient);
    if (isRelated) award.contest('related_party');
    await tx.save(award, { action: 'award.announce' });
    if (award.amount > 0n) await this.reservations.reserve(tx, { awardId: award.id, subjectId: challenge.id, amount: award.amount });
    tx.emit(isRelated ? awardContested : awardAnnounced, { challengeId: challenge.id, awardId: award.id });
    if (!isRelated) this.hint(tx, award, recipient);
    return award;
  }

  /** Under the prize's lock: whatever went wrong before, its awards never exceed it. */
  private async requireRoom(tx: Tx, plan: PlannedAward): Promise<void> {
    const prize = (await tx.lock(Prize, plan.prizeId!))!;
    const live = (await tx.find(Award, { prizeId: prize.id })).filter(({ isLive }) => isLive);
    const excess = excessOf(prize, [...live, plan]);
    if (excess > 0n) throw new Error(`awards of prize ${prize.id} would exceed it by ${excess}`);
  }

  /** The log is locked last, after all money. */
  private async finish(tx: Tx, challengeId: string, awards: readonly Award[]): Promise<void> {
    await this.settlement.settle(tx, challengeId);
    for (const award of awards) {
      const { seq } = await this.provenance.append(tx, { type: 'award', subject: showId('award', award.id), digest: contentDigest(awardManifest(award)) });
      award.recordSeq = seq;
      await tx.save(award, { action: 'award.record' });
    }
  }
}
