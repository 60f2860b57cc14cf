import { Injectable } from '@nestjs/common';
import { sum } from '@app/kernel';
import { Db, type Tx } from '@app/platform';
import { Challenge, Challenges, Phase } from '@app/challenges';
import { Fundings, Refunds } from '@app/payments';
import { Announcement } from './announcement.entity';
import { Award } from './award.entity';
import { NonUse } from './non-use.service';
import { completionBlockers, type FeeToKeep, restToRefund, type SettlingFacts, waitsForDeclaration } from './settling.rules';

/** Gives back what nobody was awarded, and completes a challenge when everything is over. */
@Injectable()
export class Settlement {
  constructor(
    private readonly challenges: Challenges,
    private readonly fundings: Fundings,
    private readonly refunds: Refunds,
    private readonly nonUse: NonUse,
  ) {}

  /** Does what can be done now; harmless to repeat. The caller has locked the challenge. Returns whether anything was done. */
  async settle(tx: Tx, challengeId: string): Promise<boolean> {
    const facts = await this.facts(tx, challengeId);
    // nothing more is paid in, whatever the rest still waits for
    if (isDecided(facts)) await this.refunds.closeOpen(tx, challengeId);
    // nothing goes back before the sponsor has declared that it does not use what it read
    if (waitsForDeclaration(facts)) return this.nonUse.ask(tx, challengeId);
    const feeToKeep = restToRefund(facts);
    if (feeToKeep) await this.giveBack(tx, challengeId, feeToKeep, reasonOf(facts, feeToKeep));

    const isOver = completionBlockers(feeToKeep ? await this.facts(tx, challengeId) : facts).length === 0;
    if (isOver) await this.challenges.complete(tx, challengeId, facts.awards.some(({ state }) => state === 'released') ? 'awarded' : 'unawarded');
    if (feeToKeep) await this.count(tx, challengeId);
    return isOver || feeToKeep !== undefined;
  }

  /** Of a fee not yet earned. */
  async percentKept(challengeId: string, keep: FeeToKeep): Promise<number> {
    return keep === 'all' ? 100 : keep === 'none' ? 0 : (await this.challenges.numbersOf(challengeId)).feeKeptWhenUnawardedPercent;
  }

  /** How things stand: read without locks it is what would be decided if nothing changed. */
  async facts(from: Db | Tx, challengeId: string): Promise<SettlingFacts> {
    const now = from instanceof Db ? await from.now() : from.now;
    const challenge = (await from.findOne(Challenge, challengeId))!;
    const phases = await from.find(Phase, { challengeId: challenge.id });
    const announcements = await from.find(Announcement, { challengeId: challenge.id });
    const awards = await from.find(Award, { challengeId: challenge.id });
    const { bounty, fee } = await this.fundings.held(from, challengeId);
    return {
      challengeState: challenge.state,
      decided: phases.filter(({ state }) => state === 'decided').length,
      announced: announcements.length,
      hasSubmissions: announcements.some(({ isEmpty }) => !isEmpty),
      mayBeObjected: announcements.some(({ objectBy }) => objectBy !== null && now < objectBy),
      needsDeclaration: await this.nonUse.isUndeclared(from, challengeId),
      awards,
      bounty,
      reserved: sum(awards.filter(({ isPending }) => isPending).map(({ amount }) => amount)),
      fee,
    };
  }

  /** Who gets money back reads nothing more that was not awarded. */
  private async giveBack(tx: Tx, challengeId: string, feeToKeep: FeeToKeep, reason: string): Promise<void> {
    const keepFeePercent = await this.percentKept(challengeId, feeToKeep);
    const refunds = await this.refunds.refundRest(tx, { subjectId: challengeId, keepFeePercent, keptAs: feeToKeep === 'all' ? 'earned' : 'kept', reason });
    if (refunds.length > 0) await this.challenges.closeToSponsor(tx, challengeId, 'refund');
  }

  /** What went back is not there any more: `funded` is what the books say. */
  private async count(tx: Tx, challengeId: string): Promise<void> {
    const proofs = await this.fundings.proof(challengeId, tx);
    const there = sum(proofs.map(({ captured, refunded }) => captured - refunded));
    if (there !== (await tx.findOne(Challenge, challengeId))!.funded) await this.challenges.setFunded(tx, challengeId, there);
  }
}

function isDecided({ challengeState }: SettlingFacts): boolean {
  return challengeState === 'decided' || challengeState === 'completed' || challengeState === 'cancelled';
}

/** The word for it in refunds and statements. */
function reasonOf({ challengeState, awards }: SettlingFacts, feeToKeep: FeeToKeep): string {
  if (challengeState === 'cancelled') return 'challenge_cancelled';
  if (feeToKeep === 'none') return 'nothing_submitted';
  return awards.some(({ state }) => state === 'released') ? 'rest_of_bounty' : 'nobody_awarded';
}
