import { Injectable } from '@nestjs/common';
import { Db, Due, type Tx } from '@app/platform';
import { SolverIndex, type SolverTexts } from './solver-index';

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

/**
 * The index of this process. It is made of the database when a worker starts, and takes in what changed since before it is
 * asked; so all workers answer alike, whoever of them heard the event.
 */
@Injectable()
export class WarmIndex {
  private readonly index = new SolverIndex();
  private seen = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: Db) {}

  /** The index as of now. */
  async current(): Promise<SolverIndex> {
    const turn = this.last.then(() => this.catchUp());
    this.last = turn.catch(() => undefined);
    await turn;
    return this.index;
  }

  /** Only workers tick: in an api process there is no index. */
  @Due('matching.warm_index')
  async warm(_limit: number): Promise<number> {
    await this.current();
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

  private async catchUp(): Promise<void> {
    for (let rows = atOnce; rows === atOnce; ) {
      const changed = await this.db.query<SolverTexts & { revision: number }>(changedSolvers, [this.seen, atOnce]);
      for (const solver of changed) this.index.put(solver);
      this.seen = changed.at(-1)?.revision ?? this.seen;
      rows = changed.length;
    }
  }
}
