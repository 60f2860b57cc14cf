import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Actor, after, type Currency, hour, latest, sum } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Challenges, type FullChallenge, type FullPhase } from '@app/challenges';
import { Decisions, isPassing, type Ranking } from '@app/judging';
import { Refunds, type RestSums } from '@app/payments';
import { Announcement } from './announcement.entity';
import { isPending } from './award.lifecycle';
import { awardsOf, type Placed } from './award.rules';
import { mayReadRest } from './bounties.policy';
import { dependsOnAwards, feeToKeep, percentKept, type SettlingFacts } from './settling.rules';
import { Settlement } from './settlement.service';

export const restWaits = ['objections', 'awards', 'declaration'] as const;

/** What nobody is awarded and goes back to the sponsor, as things stand; in minor units. */
export interface Rest extends RestSums {
  currency: Currency;
  /** The first instant at which it may go back; null where that is over. */
  notBefore: Date | null;
  /** What has to happen first. */
  waitsFor: (typeof restWaits)[number][];
  /** No award may be given up any more. */
  isFinal: boolean;
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

/** How things will stand with a challenge, and when nobody may object to its results any more. */
interface Expected {
  facts: SettlingFacts;
  sums: RestSums;
  objectBy: Date[];
}

/**
 * What becomes of the money nobody is awarded, told before it moves: by the rules and the sums that settling goes by. All of it
 * is read as of one moment: were awards announced between two reads, they would be counted twice.
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
  async of(challengeId: string): Promise<Rest | undefined> {
    return (await this.ofAll([challengeId])).get(challengeId);
  }

  /** By challenge, of those where there is one; in as many queries as for one, but for decisions that are still to be announced. */
  ofAll(challengeIds: readonly string[]): Promise<Map<string, Rest>> {
    return this.db.reading(async (tx) => {
      const ended = (await this.challenges.wholes(tx, challengeIds)).filter(({ challenge }) => ['decided', 'completed', 'cancelled'].includes(challenge.state));
      const expected = await this.expected(tx, ended);
      return new Map(ended.flatMap(({ challenge: { id, currency } }) => {
        const rest = currency && restOf(expected.get(id)!, currency, tx.now);
        return rest ? [[id as string, rest] as const] : [];
      }));
    });
  }

  /** Before a sponsor who chooses decides, once they have opened the order. @throws notFound, rankingNotReady, rankingNotOpened */
  async ifNobody(actor: Actor, phaseId: string): Promise<RestIfNobody> {
    const { ranking } = await this.decisions.ranking(actor, phaseId);
    const { challengeId } = (await this.challenges.findPhase(phaseId))!;
    return this.db.reading(async (tx) => {
      const [full] = await this.challenges.wholes(tx, [challengeId]);
      return this.supposing(tx, full!, phaseId, ranking);
    });
  }

  /** Were nobody to decide the last phase, and the no-award rule to give everything back; undefined where that is not so, and without money. */
  async ifSilent(challengeId: string): Promise<(RestSums & Pick<Rest, 'currency' | 'isFinal'>) | undefined> {
    return this.db.reading(async (tx) => {
      const [full] = await this.challenges.wholes(tx, [challengeId]);
      const { challenge: { id, currency, noAwardRule }, phases } = full!;
      const phase = phases.at(-1)!;
      if (phase.state !== 'judging' || noAwardRule !== 'refund' || !currency) return undefined;
      const { facts, sums } = (await this.expected(tx, [full!], [{ prizes: phase.prizes, places: [], passing: [], isEmpty: false, objectBy: null }])).get(id)!;
      return { ...sums, currency, isFinal: isFinal(facts) };
    });
  }

  private async supposing(tx: Tx, full: FullChallenge, phaseId: string, ranking: Ranking): Promise<RestIfNobody> {
    const { challenge, phases } = full;
    const phase = phases.find(({ id }) => id === phaseId)!;
    if (phase.state !== 'judging' || challenge.decisionRule !== 'sponsor_choice' || !challenge.currency) throw requestProblems.notFound();

    const passing = ranking.ranked.filter(({ score }) => isPassing(score, challenge.passMark, 'sponsor_choice')).map(({ submission }) => submission);
    const supposed = { prizes: phase.prizes, places: [], passing, isEmpty: false, objectBy: null };
    const shares = awardsOf({ ...supposed, noAwardRule: challenge.noAwardRule });
    const { facts, sums } = (await this.expected(tx, [full], [supposed])).get(challenge.id)!;
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

  /** How things will stand when all awards are announced, those of a decision that is only supposed as well. */
  private async expected(tx: Tx, challenges: readonly FullChallenge[], supposed: readonly Unannounced[] = []): Promise<Map<string, Expected>> {
    const ids = challenges.map(({ challenge }) => challenge.id);
    const announcements = await tx.find(Announcement, { challengeId: In(ids) });
    const standing = await this.settlement.factsOf(tx, challenges);
    const planned: (Omit<Expected, 'sums'> & { id: string; awarded: bigint; keepFeePercent: number })[] = [];
    for (const full of challenges) {
      const { id, noAwardRule } = full.challenge;
      const numbers = full.challenge.numbers ?? (await this.challenges.presentNumbers(tx));
      const announced = announcements.filter(({ challengeId }) => challengeId === id);
      const toCome = [...(await this.unannounced(tx, full, announced, numbers)), ...supposed];
      const awards = toCome.flatMap(({ prizes, places, passing }) => awardsOf({ prizes, places, passing, noAwardRule }));
      const facts = withAwards(standing.get(id)!, awards, toCome);
      planned.push({ id, facts, awarded: sum(awards.map(({ amount }) => amount)), keepFeePercent: percentKept(feeToKeep(facts), numbers), objectBy: [...announced, ...toCome].flatMap((one) => one.objectBy ?? []) });
    }
    const rests = await this.refunds.rests(tx, new Map(planned.map(({ id, keepFeePercent }) => [id, keepFeePercent])));
    return new Map(planned.map(({ id, facts, awarded, objectBy }) => {
      const rest = rests.get(id)!;
      return [id, { facts, objectBy, sums: { ...rest, bounty: rest.bounty - awarded } }];
    }));
  }

  private async unannounced(tx: Tx, { phases }: FullChallenge, announced: readonly Announcement[], { appealHours }: { appealHours: number }): Promise<Unannounced[]> {
    const found: Unannounced[] = [];
    for (const { id, prizes, resultsAt } of phases.filter((one) => one.state === 'decided' && !announced.some(({ phaseId }) => phaseId === one.id))) {
      const { how, places, passing } = await this.decisions.outcomeOf(tx, id);
      const isEmpty = how === 'nothing_submitted';
      found.push({ prizes, places, passing, isEmpty, objectBy: isEmpty ? null : after(resultsAt!, appealHours * hour) });
    }
    return found;
  }
}

/** As once these awards are announced. */
function withAwards(facts: SettlingFacts, awards: readonly unknown[], decisions: readonly Unannounced[]): SettlingFacts {
  const announced = awards.map(() => ({ state: 'announced' as const }));
  return { ...facts, hasSubmissions: facts.hasSubmissions || decisions.some(({ isEmpty }) => !isEmpty), awards: [...facts.awards, ...announced] };
}

/** Undefined where nothing is left. */
function restOf({ facts, sums, objectBy }: Expected, currency: Currency, now: Date): Rest | undefined {
  if (sums.bounty + sums.fee === 0n) return undefined;
  const ahead = objectBy.filter((at) => at > now);
  const waits = { objections: ahead.length > 0, awards: dependsOnAwards(facts), declaration: facts.needsDeclaration };
  return {
    ...sums, currency, notBefore: ahead.reduce<Date | null>((last, at) => latest(last ?? at, at), null), waitsFor: restWaits.filter((one) => waits[one]),
    isFinal: isFinal(facts),
  };
}

function isFinal({ awards }: SettlingFacts): boolean {
  return !awards.some(({ state }) => isPending(state));
}
