import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { actingAs, type Actor, type OrganisationId } from '@app/kernel';
import { Challenge } from '@app/challenges';
import { Organisations } from '@app/identity';
import { Db, requestProblems, type Tx } from '@app/platform';
import { challengeMatched, matchChallenge, recommendTo } from './matching.events';
import { maySwitchMatching } from './matching.policy';
import { bestPlaces, drawn, explorationPlaces, isConcerned, type Match, type MatchPlace } from './matching.rules';
import { MatchingSolver } from './matching-solver.entity';
import type { Scored } from './scoring';
import type { SolverIndex } from './solver-index';
import { type Term, termsOf } from './text';
import { WarmIndex } from './warm-index.service';

/** Everybody may read it, and enter now. */
const openToAll = `c.state = 'open' and c.visibility = 'public' and c.entry <> 'invited'
  and exists (select from phase p where p.challenge_id = c.id and p.position = 1 and p.state = 'open')`;

/** Finds solvers for challenges and challenges for solvers. Runs in a worker, where the index is. */
@Injectable()
export class Matching {
  constructor(
    private readonly db: Db,
    private readonly warmIndex: WarmIndex,
    private readonly organisations: Organisations,
  ) {}

  /** On or off; off takes the organisation from all lists at once. @throws notFound, forbidden */
  async turn(actor: Actor, organisationId: OrganisationId, isOn: boolean): Promise<MatchingSolver> {
    if (!actor.memberships.some((membership) => membership.organisationId === organisationId)) throw requestProblems.notFound();
    if (!maySwitchMatching(actor, organisationId)) throw requestProblems.forbidden();
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      await this.warmIndex.changed(tx, [organisationId]);
      const solver = (await tx.lock(MatchingSolver, { organisationId }))!;
      solver.isOn = isOn;
      await tx.save(solver, { action: isOn ? 'matching.turn_on' : 'matching.turn_off' });
      if (!isOn) await this.forget(tx, organisationId);
      tx.enqueue(recommendTo, { organisationId });
      return solver;
    });
  }

  /** The best solvers for a challenge, and some to explore, in place of who stood there before. */
  async match(tx: Tx, challengeId: string): Promise<void> {
    // two workers would both put their list in place of the same one
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`match ${challengeId}`]);
    const [challenge] = await this.openChallenges(tx, challengeId);
    if (!challenge) return;
    const index = await this.warmIndex.current();
    const problem = problemOf(challenge);
    const isWelcome = await this.welcomeTo(tx, index, challenge);
    const best = index.best(problem, bestPlaces, isWelcome);
    const taken = new Set(best.map(({ id }) => id));
    const others = index.ids().filter((id) => !taken.has(id) && isWelcome(id));
    const explored = drawn(challengeId, others, explorationPlaces(best.length)).map((id) => index.explain(problem, id));
    const matches = [...best.map((one) => ({ ...one, place: 'best' as const })), ...explored.map((one) => ({ ...one, place: 'exploration' as const }))];
    await this.keepList(tx, challengeId, matches);
    await this.keepRecommendations(tx, matches.map(({ id }) => ({ organisationId: id, challengeId, ...index.nearness(problem, id) })));
  }

  /** What suits one solver among all that is open, after something about it changed; lists it may stand on are made again. */
  async recommend(tx: Tx, organisationId: string): Promise<void> {
    const index = await this.warmIndex.current();
    const related = (await this.organisations.relatedTo(tx, [organisationId])).get(organisationId)!;
    const lists = await this.lists(tx);
    const isKnown = index.has(organisationId);
    await tx.query('delete from recommendation where organisation_id = $1', [organisationId]);
    const suiting: (Scored & { organisationId: string; challengeId: string })[] = [];
    for (const challenge of await this.openChallenges(tx)) {
      const problem = problemOf(challenge);
      if (isConcerned(lists.get(challenge.id) ?? [], index.explain(problem, organisationId), isKnown)) tx.enqueue(matchChallenge, { challengeId: challenge.id });
      const isWelcome = isKnown && !related.has(challenge.sponsorId) && isOpenIn(challenge, index.countryOf(organisationId));
      if (isWelcome) suiting.push({ organisationId, challengeId: challenge.id, ...index.nearness(problem, organisationId) });
    }
    await this.keepRecommendations(tx, suiting);
  }

  /** Nobody can enter it any more. */
  async end(tx: Tx, challengeId: string): Promise<void> {
    await tx.query('delete from recommendation where challenge_id = $1', [challengeId]);
  }

  private async forget(tx: Tx, organisationId: string): Promise<void> {
    await tx.query('delete from recommendation where organisation_id = $1', [organisationId]);
    await tx.query('delete from challenge_match where organisation_id = $1', [organisationId]);
  }

  private async openChallenges(tx: Tx, id?: string): Promise<Challenge[]> {
    const rows = await tx.query<{ id: string }>(`select c.id from challenge c where ${openToAll} and ($1::uuid is null or c.id = $1)`, [id ?? null]);
    const challenges = await tx.find(Challenge, { id: In(rows.map((row) => row.id)) });
    return challenges.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Not the sponsor nor who is related to it, and only where its rules let the country enter. */
  private async welcomeTo(tx: Tx, index: SolverIndex, challenge: Challenge): Promise<(id: string) => boolean> {
    const related = (await this.organisations.relatedTo(tx, [challenge.sponsorId])).get(challenge.sponsorId)!;
    return (id) => !related.has(id) && isOpenIn(challenge, index.countryOf(id));
  }

  private async lists(tx: Tx): Promise<Map<string, { id: string; score: number; place: MatchPlace }[]>> {
    const rows = await tx.query<{ challengeId: string; id: string; score: number; place: MatchPlace }>(
      `select m.challenge_id as "challengeId", m.organisation_id as id, m.score, m.place from challenge_match m join challenge c on c.id = m.challenge_id where ${openToAll}`,
    );
    const lists = new Map<string, typeof rows>();
    for (const row of rows) lists.set(row.challengeId, [...(lists.get(row.challengeId) ?? []), row]);
    return lists;
  }

  private async keepList(tx: Tx, challengeId: string, matches: readonly Match[]): Promise<void> {
    const before = await tx.query<{ id: string }>('delete from challenge_match where challenge_id = $1 returning organisation_id as id', [challengeId]);
    await tx.query(
      `insert into challenge_match (challenge_id, organisation_id, place, score, reasons, matched_at)
       select $1, id, place, score, reasons, $3 from jsonb_to_recordset($2::jsonb) as m(id uuid, place text, score float8, reasons jsonb)`,
      [challengeId, JSON.stringify(matches), tx.now],
    );
    const known = new Set(before.map(({ id }) => id));
    const organisationIds = matches.map(({ id }) => id).filter((id) => !known.has(id));
    if (organisationIds.length > 0) tx.emit(challengeMatched, { challengeId, organisationIds });
  }

  private async keepRecommendations(tx: Tx, rows: readonly (Scored & { organisationId: string; challengeId: string })[]): Promise<void> {
    await tx.query(
      `insert into recommendation (organisation_id, challenge_id, score, reasons)
       select "organisationId", "challengeId", score, reasons from jsonb_to_recordset($1::jsonb) as r("organisationId" uuid, "challengeId" uuid, score float8, reasons jsonb)
       order by "organisationId", "challengeId"
       on conflict (organisation_id, challenge_id) do update set score = excluded.score, reasons = excluded.reasons`,
      [JSON.stringify(rows.filter(({ score }) => score > 0))],
    );
  }
}

/** What everybody reads of a challenge before entering. What was tried is left out: it names what is not wanted. */
export function problemOf({ title, topics, summary, brief }: Pick<Challenge, 'title' | 'topics' | 'summary' | 'brief'>): Term[] {
  return termsOf([title, ...topics, summary, brief.need, brief.context, brief.limits, brief.success, brief.deliverables].filter(Boolean).join('\n'));
}

function isOpenIn({ countries }: Pick<Challenge, 'countries'>, country: string | undefined): boolean {
  return country !== undefined && (countries === null || countries.includes(country));
}
