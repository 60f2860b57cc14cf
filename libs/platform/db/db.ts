import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type EntityManager, type EntityTarget, type FindOptionsOrder, type FindOptionsWhere, type ObjectLiteral, type QueryRunner } from 'typeorm';
import { type Actor, systemActor } from '@app/kernel';
import { refuseSuspended } from '../suspended';
import { readClock, Tx } from './tx';

const serializationFailure = '40001';
const deadlock = '40P01';
const attempts = 4;

/** The only door to the database. Reads go straight through; every write is a `change`. */
@Injectable()
export class Db {
  /** The transaction of `together`, which every change inside it joins. */
  private readonly current = new AsyncLocalStorage<Tx>();
  /**
   * The change that is running. Reads inside it use its connection: were each to take a second one from the pool, as many
   * changes at once as the pool is large would wait for one another for ever.
   */
  private readonly running = new AsyncLocalStorage<Tx>();

  constructor(@Inject(DataSource) readonly dataSource: DataSource) {}

  /**
   * Runs `work` in one transaction of `actor`: rows, audit entries, events and jobs commit together or not at all.
   * Joins the transaction of `together` where there is one. No network inside. @throws suspended
   */
  async change<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    refuseSuspended(actor);
    const outer = this.current.getStore();
    if (outer) return outer.as(actor, work);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(actor, work);
      } catch (error) {
        if (attempt === attempts || !isWorthRetrying(error)) throw error;
      }
    }
  }

  /** Makes every `change` inside `work` part of one transaction (a POST with an idempotency key). */
  async together<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.once(actor, (tx) => this.current.run(tx, () => work(tx)));
  }

  /**
   * For reads that have to agree with one another: in a snapshot of their own, where locks to share are not needed and not taken, so
   * that they wait for nobody. Inside a change, where each read sees what was committed before it, those locks are taken.
   */
  async reading<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const inside = this.running.getStore();
    return inside ? work(inside) : this.once(systemActor('reading'), work, true);
  }

  /** A read as a named prepared statement, for hot lists. */
  async prepared<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const inside = this.running.getStore();
    if (inside) return inside.query<Row>(text, values);
    return (await this.pool.query<Row>({ name, text, values })).rows;
  }

  async query<Row = Record<string, unknown>>(sql: string, params: unknown[] = []): Promise<Row[]> {
    const inside = this.running.getStore();
    if (inside) return inside.query<Row>(sql, params);
    return (await this.pool.query(sql, params)).rows as Row[];
  }

  find<E extends ObjectLiteral>(entity: EntityTarget<E>, where: FindOptionsWhere<E> | FindOptionsWhere<E>[], order?: FindOptionsOrder<E>): Promise<E[]> {
    if (Array.isArray(where) && where.length === 0) throw new Error('no condition at all finds every row: ask for none with In([])');
    return this.reads.find(entity, { where, order });
  }

  async findOne<E extends ObjectLiteral>(entity: EntityTarget<E>, where: FindOptionsWhere<E> | string): Promise<E | undefined> {
    const condition = typeof where === 'string' ? ({ id: where } as unknown as FindOptionsWhere<E>) : where;
    return (await this.reads.findOne(entity, { where: condition })) ?? undefined;
  }

  /** The platform's time, for reads; a change uses `tx.now`. */
  now(): Promise<Date> {
    return readClock(this.reads);
  }

  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  /** Inside a change a read sees what was written there so far. */
  private get reads(): EntityManager {
    return this.running.getStore()?.manager ?? this.dataSource.manager;
  }

  private async once<T>(actor: Actor, work: (tx: Tx) => Promise<T>, isSnapshot = false): Promise<T> {
    const runner = this.dataSource.createQueryRunner() as QueryRunner & { isTransactionActive: boolean };
    const client = (await runner.connect()) as PoolClient;
    const inTurn = takeTurns(runner);
    try {
      const tx = new Tx(actor, runner.manager, await begin(client, isSnapshot), isSnapshot);
      // TypeORM refuses locks outside a transaction that it began itself; beginning here saves two round trips
      runner.isTransactionActive = true;
      const result = await this.running.run(tx, () => work(tx));
      await tx.flush();
      await inTurn(() => client.query('commit'));
      return result;
    } catch (error) {
      await inTurn(() => client.query('rollback')).catch(() => undefined);
      throw error;
    } finally {
      runner.isTransactionActive = false;
      await runner.release();
    }
  }
}

/**
 * A connection runs one statement at a time: what is asked of it beside another waits here, since pg is going to refuse it.
 * Returns what else has to wait its turn.
 */
function takeTurns(runner: QueryRunner): <T>(ask: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
    const answer = last.then(ask);
    last = answer.catch(() => undefined);
    return answer;
  };
  const query = runner.query.bind(runner);
  runner.query = ((...asked: Parameters<typeof query>) => inTurn(() => query(...asked))) as typeof runner.query;
  return inTurn;
}

/** Begins a transaction and reads the platform's time, in one round trip. */
async function begin(client: PoolClient, isSnapshot: boolean): Promise<Date> {
  const results = (await client.query(`begin${isSnapshot ? ' isolation level repeatable read read only' : ''}; select app_now() as now`)) as unknown as { rows: { now: Date }[] }[];
  return results[1]!.rows[0]!.now;
}

function isWorthRetrying(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === serializationFailure || code === deadlock;
}
