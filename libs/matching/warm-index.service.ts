import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { ChallengeId } from '@app/kernel';
import { Challenge } from '@app/challenges';
import { Db, Due, type Tx } from '@app/platform';
import { Nearness, type Problem } from './nearness';
import { SolverIndex, type SolverTexts } from './solver-index';
import { termsOf } from './text';

const atOnce = 1000;

/**
 * Everything public that says what an organisation can do, and nothing else: its profile, and challenges everybody may read
 * in which it holds a place. None where it does not want to be matched.
 */
const changedSolvers = `
  select s.revision::float8 as revision, o.id, o.country, case when s.is_on and o.state = 'active' then
      array[array_to_string(o.topics, ' ') || ' ' || coalesce(o.about, '')] || array(
        select concat_ws(' ', c.title, array_to_string(c.topics, ' '), c.summary, c.brief->>'need') from challenge c
        where c.visibility = 'public' and exists (select from placement p join entry e on e.id = p.entry_id where e.challenge_id = c.id and e.organisation_id = o.id)
        order by c.id)
    else '{}' end as documents
  from matching_solver s join organisation o on o.id = s.organisation_id
  where s.revision > $1 order by s.revision limit $2`;

/** Everybody may read it, and enter now. */
export const isOpenToAll = `c.state = 'open' and c.visibility = 'public' and c.entry <> 'invited'
  and exists (select from phase p where p.challenge_id = c.id and p.position = 1 and p.state = 'open')`;

/** What a worker knows, at one moment. */
export interface Known {
  solvers: SolverIndex;
  problems: ReadonlyMap<string, Problem>;
  nearness: Nearness;
}

/**
 * The index of this process. It is made of the database when a worker starts, and takes in what changed since before it is
 * asked; so all workers answer alike, whoever of them heard the event.
 */
@Injectable()
export class WarmIndex {
  private readonly solvers = new SolverIndex();
  private problems = new Map<string, Problem>();
  private nearness?: Nearness;
  private seen = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: Db) {}

  /** As of now; good until the next `await`. */
  async current(): Promise<Known> {
    await this.caughtUp();
    this.nearness ??= new Nearness(this.solvers, [...this.problems.values()]);
    return { solvers: this.solvers, problems: this.problems, nearness: this.nearness };
  }

  /** Only workers tick: in an api process there is no index. */
  @Due('matching.warm_index')
  async warm(_limit: number): Promise<number> {
    await this.caughtUp();
    return 0;
  }

  /** Tells the indexes of all processes to read these again. Revisions are given out one change after another, so that none is passed over. */
  async changed(tx: Tx, organisationIds: readonly string[]): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('matching_revision'))`);
    await tx.query(
      `insert into matching_solver (organisation_id) select o.id from organisation o where o.id = any($1::uuid[]) order by o.id
       on conflict (organisation_id) do update set revision = excluded.revision`,
      [organisationIds],
    );
  }

  private async caughtUp(): Promise<void> {
    const turn = this.last.then(async () => {
      await this.takeInSolvers();
      await this.takeInProblems();
    });
    this.last = turn.catch(() => undefined);
    await turn;
  }

  private async takeInSolvers(): Promise<void> {
    for (let rows = atOnce; rows === atOnce; ) {
      const changed = await this.db.query<SolverTexts & { revision: number }>(changedSolvers, [this.seen, atOnce]);
      if (changed.length > 0) this.nearness = undefined;
      for (const solver of changed) this.solvers.put(solver);
      this.seen = changed.at(-1)?.revision ?? this.seen;
      rows = changed.length;
    }
  }

  /** Reads the texts of those only that are new or another version. */
  private async takeInProblems(): Promise<void> {
    const open = await this.db.query<{ id: string; version: number }>(`select c.id, c.version from challenge c where ${isOpenToAll} order by c.id`);
    const ids = open.filter(({ id, version }) => this.problems.get(id)?.version !== version).map(({ id }) => id as ChallengeId);
    if (ids.length === 0 && open.length === this.problems.size) return;
    const read = ids.length === 0 ? [] : await this.db.find(Challenge, { id: In(ids) });
    const known = new Map([...this.problems, ...read.map((challenge) => [challenge.id, problemOf(challenge)] as const)]);
    this.problems = new Map(open.map(({ id }) => [id, known.get(id)!]));
    this.nearness = undefined;
  }
}

/** What everybody reads of a challenge before entering. What was tried is left out: it names what is not wanted. */
function problemOf({ id, version, sponsorId, countries, title, topics, summary, brief }: Challenge): Problem {
  const terms = termsOf([title, ...topics, summary, brief.need, brief.context, brief.limits, brief.success, brief.deliverables].filter(Boolean).join('\n'));
  return { id, version, sponsorId, countries, terms };
}
