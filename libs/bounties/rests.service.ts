import { Injectable } from '@nestjs/common';
import { type Actor, after, type Currency, hour, latest, sum } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Challenges, type FullChallenge, type FullPhase } from '@app/challenges';
import { Decisions, isPassing, type Ranking } from '@app/judging';
import { Refunds, type RestSums } from '@app/payments';
import { Announcement } from './announcement.entity';
import { awardsOf, type Placed } from './award.rules';
import { mayReadRest } from './bounties.policy';
import { dependsOnAwards, feeToKeep, type SettlingFacts } from './settling.rules';
import { Settlement } from './settlement.service';

export const restWaits = ['objections', 'awards', 'declaration'] as const;

/** What nobody is awarded and goes back to the sponsor, as things stand; in minor units. */
export interface Rest extends RestSums {
  currency: Currency;
  /** The first instant at which it may go back; null where that is over. */
  notBefore: Date | null;
  /** What has to happen first. */
  waitsFor: (typeof restWaits)[number][];
}

/** What would become of the money if nobody got a placement of a phase. */
export interface RestIfNobody extends RestSums {
  currency: Currency;
  /** Shared by the no-award rule, among so many. */
  shared: bigint;
  sharers: number;
  /** It would be the end of the challenge: else what is not shared stays held until then. */
  isLast: boolean;
  objectionHours: number;
  /** Somebody of the sponsor has opened a submission, and nothing is signed. */
  needsDeclaration: boolean;
}

/** A decision whose awards are still to be announced. */
interface Unannounced {
  prizes: FullPhase['prizes'];
  places: readonly Placed[];
  passing: readonly string[];
  isEmpty: boolean;
  /** Null where nobody submitted. */
  objectBy: Date | null;
}

/**
 * What becomes of the money nobody is awarded, told before it moves: by the rules and the sums that settling goes by. All of it
 * is read while the challenge is locked: were awards announced between two reads, they would be counted twice.
 */
@Injectable()
export class Rests {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly decisions: Decisions,
    private readonly refunds: Refunds,
    private readonly settlement: Settlement,
  ) {}

  /** @throws notFound, also while nothing goes back */
  async read(actor: Actor, challengeId: string): Promise<Rest> {
    const challenge = await this.challenges.find(challengeId);
    const rest = challenge && mayReadRest(actor, challenge.sponsorId) ? await this.of(challengeId) : undefined;
    if (!rest) throw requestProblems.notFound();
    return rest;
  }

  /** Undefined before the last decision, without money, and where nothing is left. */
  of(challengeId: string): Promise<Rest | undefined> {
    return this.db.reading(async (tx) => {
      const full = await this.locked(tx, challengeId);
      if (!full.challenge.currency || !['decided', 'completed', 'cancelled'].includes(full.challenge.state)) return undefined;
      const { facts, sums, objectBy } = await this.expected(tx, full);
      if (sums.bounty + sums.fee === 0n) return undefined;
      const ahead = objectBy.filter((at) => at > tx.now);
      const waits = { objections: ahead.length > 0, awards: dependsOnAwards(facts), declaration: facts.needsDeclaration };
      return { ...sums, currency: full.challenge.currency, notBefore: ahead.reduce<Date | null>((last, at) => latest(last ?? at, at), null), waitsFor: restWaits.filter((one) => waits[one]) };
    });
  }

  /** Before a sponsor who chooses decides, once they have opened the order. @throws notFound, rankingNotReady, rankingNotOpened */
  async ifNobody(actor: Actor, phaseId: string): Promise<RestIfNobody> {
    const { ranking } = await this.decisions.ranking(actor, phaseId);
    const { challengeId } = (await this.challenges.findPhase(phaseId))!;
    return this.db.reading(async (tx) => this.supposing(tx, await this.locked(tx, challengeId), phaseId, ranking));
  }

  private async supposing(tx: Tx, full: FullChallenge, phaseId: string, ranking: Ranking): Promise<RestIfNobody> {
    const { challenge, phases } = full;
    const phase = phases.find(({ id }) => id === phaseId)!;
    if (phase.state !== 'judging' || challenge.decisionRule !== 'sponsor_choice' || !challenge.currency) throw requestProblems.notFound();

    const passing = ranking.ranked.filter(({ score }) => isPassing(score, challenge.passMark, 'sponsor_choice')).map(({ submission }) => submission);
    const supposed = { prizes: phase.prizes, places: [], passing, isEmpty: false, objectBy: null };
    const shares = awardsOf({ ...supposed, noAwardRule: challenge.noAwardRule });
    const { facts, sums } = await this.expected(tx, full, [supposed]);
    return {
      ...sums,
      currency: challenge.currency,
      shared: sum(shares.map(({ amount }) => amount)),
      sharers: new Set(shares.map(({ submissionId }) => submissionId)).size,
      isLast: passing.length === 0 || phases.at(-1) === phase,
      objectionHours: (await this.challenges.numbersOf(challenge.id, tx)).appealHours,
      needsDeclaration: facts.needsDeclaration,
    };
  }

  private async locked(tx: Tx, challengeId: string): Promise<FullChallenge> {
    return this.challenges.fullOf(await this.challenges.lock(tx, challengeId, 'share'), tx);
  }

  /** How things will stand when all awards are announced, those of a decision that is only supposed as well. */
  private async expected(tx: Tx, full: FullChallenge, supposed: readonly Unannounced[] = []): Promise<{ facts: SettlingFacts; sums: RestSums; objectBy: Date[] }> {
    const { challenge } = full;
    const announced = await tx.find(Announcement, { challengeId: challenge.id });
    const toCome = [...(await this.unannounced(tx, full, announced)), ...supposed];
    const awards = toCome.flatMap(({ prizes, places, passing }) => awardsOf({ prizes, places, passing, noAwardRule: challenge.noAwardRule }));
    const now = await this.settlement.facts(tx, challenge.id);
    const facts = { ...now, hasSubmissions: now.hasSubmissions || toCome.some(({ isEmpty }) => !isEmpty), awards: [...now.awards, ...awards.map(() => ({ state: 'announced' as const }))] };
    const rest = await this.refunds.rest(tx, challenge.id, await this.settlement.percentKept(challenge.id, feeToKeep(facts)));
    return { facts, sums: { ...rest, bounty: rest.bounty - sum(awards.map(({ amount }) => amount)) }, objectBy: [...announced, ...toCome].flatMap((one) => one.objectBy ?? []) };
  }

  private async unannounced(tx: Tx, { challenge, phases }: FullChallenge, announced: readonly Announcement[]): Promise<Unannounced[]> {
    const { appealHours } = await this.challenges.numbersOf(challenge.id, tx);
    const found: Unannounced[] = [];
    for (const { id, prizes, resultsAt } of phases.filter((one) => one.state === 'decided' && !announced.some(({ phaseId }) => phaseId === one.id))) {
      const { how, places, passing } = await this.decisions.outcomeOf(tx, id);
      const isEmpty = how === 'nothing_submitted';
      found.push({ prizes, places, passing, isEmpty, objectBy: isEmpty ? null : after(resultsAt!, appealHours * hour) });
    }
    return found;
  }
}
