import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { sum } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Challenge, Challenges, Phase } from '@app/challenges';
import { Fundings, Refunds } from '@app/payments';
import { Announcement } from './announcement.entity';
import { Award } from './award.entity';
import { NonUse } from './non-use.service';
import { completionBlockers, type FeeToKeep, percentKept, restToRefund, type SettlingFacts, waitsForDeclaration } from './settling.rules';

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

  async facts(tx: Tx, challengeId: string): Promise<SettlingFacts> {
    const challenge = (await tx.findOne(Challenge, challengeId))!;
    return (await this.factsOf(tx, [{ challenge, phases: await tx.find(Phase, { challengeId: challenge.id }) }])).get(challengeId)!;
  }

  /** How things stand with each; in as many queries as for one. */
  async factsOf(tx: Tx, challenges: readonly { challenge: Pick<Challenge, 'id' | 'state'>; phases: readonly Pick<Phase, 'state'>[] }[]): Promise<Map<string, SettlingFacts>> {
    const ids = challenges.map(({ challenge }) => challenge.id);
    const where = { challengeId: In(ids) };
    const [announcements, awards] = [await tx.find(Announcement, where), await tx.find(Award, where)];
    const held = await this.fundings.heldBy(tx, ids);
    const undeclared = await this.nonUse.undeclared(tx, ids);
    return new Map(challenges.map(({ challenge: { id, state }, phases }) => {
      const of = <Row extends { challengeId: string }>(rows: readonly Row[]) => rows.filter(({ challengeId }) => challengeId === id);
      const [announced, mine] = [of(announcements), of(awards)];
      return [id, {
        challengeState: state,
        decided: phases.filter((phase) => phase.state === 'decided').length,
        announced: announced.length,
        hasSubmissions: announced.some(({ isEmpty }) => !isEmpty),
        mayBeObjected: announced.some(({ objectBy }) => objectBy !== null && tx.now < objectBy),
        needsDeclaration: undeclared.has(id),
        awards: mine,
        bounty: held.get(id)!.bounty,
        reserved: sum(mine.filter(({ isPending }) => isPending).map(({ amount }) => amount)),
        fee: held.get(id)!.fee,
      }];
    }));
  }

  /** Who gets money back reads nothing more that was not awarded. */
  private async giveBack(tx: Tx, challengeId: string, feeToKeep: FeeToKeep, reason: string): Promise<void> {
    const keepFeePercent = percentKept(feeToKeep, await this.challenges.numbersOf(challengeId, tx));
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
