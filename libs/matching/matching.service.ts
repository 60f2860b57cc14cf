import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { actingAs, type Actor, type OrganisationId } from '@app/kernel';
import { challengeMatched } from '@app/challenges';
import { Organisations } from '@app/identity';
import { Db, requestProblems, type Tx } from '@app/platform';
import { compareSolvers, matchChallenge, recommendTo } from './matching.events';
import { maySwitchMatching } from './matching.policy';
import { bestPlaces, drawn, explorationPlaces, isConcerned, type Match, type Standing } from './matching.rules';
import { MatchingSolver } from './matching-solver.entity';
import type { Problem } from './nearness';
import type { Scored } from './scoring';
import type { SolverIndex } from './solver-index';
import { isOpenToAll, WarmIndex } from './warm-index.service';

/** How many challenges are kept for a solver: twice what is shown, since some of them close and others it enters. */
export const mostKept = 40;
const solversPerJob = 100;

type Recommendation = Scored & { organisationId: string; challengeId: string };
type Pair = Pick<Recommendation, 'organisationId' | 'challengeId'>;

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

  /** It gets its list, and is compared with everybody who shares a word with it. */
  async open(tx: Tx, challengeId: string): Promise<void> {
    await this.match(tx, challengeId);
    const { solvers, problems } = await this.warmIndex.current();
    this.compareLater(tx, challengeId, solvers.sharing(problems.get(challengeId)?.terms ?? []));
  }

  /** Nobody can enter it any more: something else takes its place among the recommendations. */
  async end(tx: Tx, challengeId: string): Promise<void> {
    const rows = await tx.query<{ id: string }>('select organisation_id as id from recommendation where challenge_id = $1 order by 1', [challengeId]);
    this.compareLater(tx, challengeId, rows.map(({ id }) => id));
  }

  /** The best solvers for a challenge, and some to explore, in place of who stood there before. */
  async match(tx: Tx, challengeId: string): Promise<void> {
    // two workers would both put their list in place of the same one
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`match ${challengeId}`]);
    const related = await this.relatedToSponsor(tx, challengeId);
    const { solvers, problems } = await this.warmIndex.current();
    const problem = problems.get(challengeId);
    if (!problem) return;
    const isWelcome = (id: string) => !related.has(id) && isOpenIn(problem, solvers.countryOf(id));
    await this.keepList(tx, challengeId, listOf(problem, solvers, isWelcome));
  }

  /** What suits a solver after something about it changed; lists it may stand on are made again. */
  async recommend(tx: Tx, organisationId: string): Promise<void> {
    await this.compare(tx, [organisationId]);
    const related = (await this.organisations.relatedTo(tx, [organisationId])).get(organisationId)!;
    const standings = await this.standings(tx);
    const { solvers, problems } = await this.warmIndex.current();
    for (const standing of standings) {
      const problem = problems.get(standing.challengeId);
      if (!problem) continue;
      const isWelcome = !related.has(problem.sponsorId) && isOpenIn(problem, solvers.countryOf(organisationId));
      const explain = solvers.explainer(problem.terms);
      if (isConcerned(standing, organisationId, isWelcome, (id) => explain(id).score)) tx.enqueue(matchChallenge, { challengeId: problem.id });
    }
  }

  /**
   * What is nearest to each of these solvers among all that is open. Where a challenge came or went only what that moves is
   * written, where the solver changed everything. One at a time for a solver: who waits for its row reads a newer index.
   */
  async compare(tx: Tx, organisationIds: readonly string[], challengeId?: string): Promise<void> {
    await tx.lockAll(MatchingSolver, { organisationId: In([...organisationIds]) });
    const related = await this.organisations.relatedTo(tx, organisationIds);
    const kept = new Set((await this.pairsIn(tx, 'recommendation', organisationIds)).map(keyOf));
    const listed = new Set((await this.pairsIn(tx, 'challenge_match', organisationIds)).map(keyOf));
    const { solvers, nearness } = await this.warmIndex.current();
    const rows = organisationIds.flatMap((organisationId) => {
      const near = nearness
        .nearest(organisationId)
        .filter(({ problem }) => !related.get(organisationId)!.has(problem.sponsorId) && isOpenIn(problem, solvers.countryOf(organisationId)))
        .map(({ problem }) => ({ organisationId, challengeId: problem.id, problem }));
      return [...near.filter((pair) => listed.has(keyOf(pair))), ...near.filter((pair) => !listed.has(keyOf(pair)))].slice(0, mostKept);
    });
    const moved = rows.filter((pair) => challengeId === undefined || pair.challengeId === challengeId || !kept.has(keyOf(pair)));
    await this.keepRecommendations(tx, organisationIds, rows, moved.map(({ problem, ...pair }) => ({ ...pair, ...nearness.explain(pair.organisationId, problem) })));
  }

  private async forget(tx: Tx, organisationId: string): Promise<void> {
    await tx.query('delete from recommendation where organisation_id = $1', [organisationId]);
    const left = await tx.query<{ challengeId: string }>('delete from challenge_match where organisation_id = $1 returning challenge_id as "challengeId"', [organisationId]);
    for (const { challengeId } of left) tx.enqueue(matchChallenge, { challengeId });
  }

  private compareLater(tx: Tx, challengeId: string, ids: readonly string[]): void {
    for (let from = 0; from < ids.length; from += solversPerJob) tx.enqueue(compareSolvers, { challengeId, organisationIds: ids.slice(from, from + solversPerJob) });
  }

  private async relatedToSponsor(tx: Tx, challengeId: string): Promise<Set<string>> {
    const [row] = await tx.query<{ sponsorId: string }>('select sponsor_id as "sponsorId" from challenge where id = $1', [challengeId]);
    return row ? (await this.organisations.relatedTo(tx, [row.sponsorId])).get(row.sponsorId)! : new Set();
  }

  private standings(tx: Tx): Promise<Standing[]> {
    return tx.query<Standing>(
      `select c.id as "challengeId", coalesce(array_agg(m.organisation_id) filter (where m.place = 'best'), '{}') as best,
         coalesce(array_agg(m.organisation_id) filter (where m.place = 'exploration'), '{}') as explored
       from challenge c left join challenge_match m on m.challenge_id = c.id where ${isOpenToAll} group by c.id order by c.id`,
    );
  }

  private pairsIn(tx: Tx, table: 'recommendation' | 'challenge_match', organisationIds: readonly string[]): Promise<Pair[]> {
    return tx.query<Pair>(`select organisation_id as "organisationId", challenge_id as "challengeId" from ${table} where organisation_id = any($1::uuid[])`, [organisationIds]);
  }

  /** Who turned matching off since the index was asked, or became related, is left out; nobody turns it off while the list is written. */
  private async keepList(tx: Tx, challengeId: string, matches: readonly Match[]): Promise<void> {
    const before = await tx.query<{ id: OrganisationId }>('select organisation_id as id from challenge_match where challenge_id = $1', [challengeId]);
    const locked = await tx.lockAll(MatchingSolver, { organisationId: In([...before, ...matches].map(({ id }) => id)) }, 'share');
    const on = new Set<string>(locked.filter(({ isOn }) => isOn).map(({ organisationId }) => organisationId));
    const related = await this.relatedToSponsor(tx, challengeId);
    const staying = matches.filter(({ id }) => on.has(id) && !related.has(id));
    if (staying.length < matches.length) tx.enqueue(matchChallenge, { challengeId });
    await tx.query('delete from challenge_match where challenge_id = $1', [challengeId]);
    await tx.query(
      `insert into challenge_match (challenge_id, organisation_id, place, score, reasons, matched_at)
       select $1, id, place, score, reasons, $3 from jsonb_to_recordset($2::jsonb) as m(id uuid, place text, score float8, reasons jsonb)`,
      [challengeId, JSON.stringify(staying), tx.now],
    );
    const known = new Set<string>(before.map(({ id }) => id));
    const organisationIds = staying.map(({ id }) => id).filter((id) => !known.has(id));
    if (organisationIds.length === 0) return;
    tx.emit(challengeMatched, { challengeId, organisationIds });
    this.compareLater(tx, challengeId, organisationIds);
  }

  /** `rows` are all there is to keep for these solvers, `moved` those of them to write. */
  private async keepRecommendations(tx: Tx, organisationIds: readonly string[], rows: readonly Pair[], moved: readonly Recommendation[]): Promise<void> {
    await tx.query(
      `delete from recommendation where organisation_id = any($1::uuid[])
         and (organisation_id, challenge_id) not in (select "organisationId", "challengeId" from jsonb_to_recordset($2::jsonb) as r("organisationId" uuid, "challengeId" uuid))`,
      [organisationIds, JSON.stringify(rows.map(({ organisationId, challengeId }) => ({ organisationId, challengeId })))],
    );
    await tx.query(
      `insert into recommendation (organisation_id, challenge_id, score, reasons)
       select "organisationId", "challengeId", score, reasons from jsonb_to_recordset($1::jsonb) as r("organisationId" uuid, "challengeId" uuid, score float8, reasons jsonb)
       on conflict (organisation_id, challenge_id) do update set score = excluded.score, reasons = excluded.reasons`,
      [JSON.stringify(moved)],
    );
  }
}

function listOf({ id: challengeId, terms }: Problem, solvers: SolverIndex, isWelcome: (id: string) => boolean): Match[] {
  const best = solvers.best(terms, bestPlaces, isWelcome);
  const taken = new Set(best.map(({ id }) => id));
  const others = solvers.ids().filter((id) => !taken.has(id) && isWelcome(id));
  const explored = drawn(challengeId, others, explorationPlaces(best.length)).map(solvers.explainer(terms));
  return [...best.map((one) => ({ ...one, place: 'best' as const })), ...explored.map((one) => ({ ...one, place: 'exploration' as const }))];
}

function isOpenIn({ countries }: Pick<Problem, 'countries'>, country: string | undefined): boolean {
  return country !== undefined && (countries === null || countries.includes(country));
}

function keyOf({ organisationId, challengeId }: Pair): string {
  return `${organisationId} ${challengeId}`;
}
