import { isDeepStrictEqual } from 'node:util';
import type { EntityManager, EntityMetadata, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { Actor, EventType, JobType } from '@app/kernel';
import { type AuditEntry, auditedValues, insertAudit, type SignedEntry } from './audit';
import { lockRank } from './locking';
import { insertOutbox, type OutboxMessage } from './outbox';
import { updateTogether } from './update-together';

type Class<E> = abstract new (...args: never[]) => E;
type Values = Record<string, unknown>;

export interface SaveOptions {
  /** Why, in the words of whoever decided; kept in the audit entry. */
  reason?: string;
  /** What was done, e.g. `challenge.approve`; default `<table>.insert` or `<table>.update`. */
  action?: string;
}

/** One database transaction of one actor: what is locked, saved, audited and promised to others in it commits together. */
export class Tx {
  private clock: Date;
  private isRooted = false;
  private highestRank = -1;
  private readonly known = new Map<object, Values>();
  private readonly outbox: OutboxMessage[] = [];
  private readonly audits: SignedEntry[] = [];

  constructor(
    private who: Actor,
    /** For `Db` only. */
    readonly manager: EntityManager,
    startedAt: Date,
    /** Nothing changes in it: locks to share are not taken. */
    private readonly isSnapshot = false,
  ) {
    this.clock = startedAt;
  }

  /** Who acts in the change that runs now. */
  get actor(): Actor {
    return this.who;
  }

  /** The platform's time, read once after the root row was locked (before that: when the transaction began). */
  get now(): Date {
    return this.clock;
  }

  async query<Row = Values>(sql: string, params: unknown[] = []): Promise<Row[]> {
    const result: unknown = await this.manager.query(sql, params);
    // TypeORM answers [rows, count] for UPDATE and DELETE
    return (Array.isArray(result) && Array.isArray(result[0]) && typeof result[1] === 'number' ? result[0] : result) as Row[];
  }

  /** Reads and locks one row; undefined when there is none. `share` lets others read-lock too (submitting), `update` is alone (closing). */
  async lock<E extends ObjectLiteral>(entity: Class<E>, where: FindOptionsWhere<E> | string, mode: 'update' | 'share' = 'update'): Promise<E | undefined> {
    const rows = await this.lockAll(entity, where, mode);
    return rows[0];
  }

  /** Reads and locks rows in the order of their ids. */
  async lockAll<E extends ObjectLiteral>(entity: Class<E>, where: FindOptionsWhere<E> | string, mode: 'update' | 'share' = 'update'): Promise<E[]> {
    this.keepOrder(entity);
    const chosen = this.manager
      .createQueryBuilder(entity as EntityTarget<E>, 'row')
      .where(typeof where === 'string' ? ({ id: where } as unknown as FindOptionsWhere<E>) : where)
      .orderBy(Object.fromEntries(this.manager.connection.getMetadata(entity).primaryColumns.map(({ propertyName }) => [`row.${propertyName}`, 'ASC' as const])));
    const needsLock = !this.isSnapshot || mode === 'update';
    const rows = await (needsLock ? chosen.setLock(mode === 'update' ? 'pessimistic_write' : 'pessimistic_read') : chosen).getMany();
    if (!this.isRooted) {
      this.isRooted = true;
      this.clock = await readClock(this.manager);
    }
    return rows.map((row) => this.remember(row));
  }

  /** Reads without a lock. */
  async find<E extends ObjectLiteral>(entity: Class<E>, where: FindOptionsWhere<E>): Promise<E[]> {
    const rows = await this.manager.find(entity as EntityTarget<E>, { where });
    return rows.map((row) => this.remember(row));
  }

  async findOne<E extends ObjectLiteral>(entity: Class<E>, where: FindOptionsWhere<E> | string): Promise<E | undefined> {
    const condition = typeof where === 'string' ? ({ id: where } as unknown as FindOptionsWhere<E>) : where;
    const row = await this.manager.findOne(entity as EntityTarget<E>, { where: condition });
    return row ? this.remember(row) : undefined;
  }

  /** Inserts a new row, or updates the columns that changed since it was read here. Writes an audit entry. */
  async save<E extends ObjectLiteral>(row: E, options: SaveOptions = {}): Promise<E> {
    const before = this.known.get(row);
    if (before === undefined) {
      await this.manager.insert(row.constructor as EntityTarget<E>, row);
      this.audit(this.auditOf(row, options, 'insert', {}, this.columns(row)));
      return this.remember(row);
    }
    const changes = this.changesOf(row, before);
    if (Object.keys(changes).length === 0) return row;
    const id = this.metadata(row).getEntityIdMap(row)!;
    await this.manager.update(row.constructor as EntityTarget<ObjectLiteral>, id, changes);
    return this.updated(row, changes, before, options);
  }

  /** Like `save` of each; rows of one table in which the same columns changed are updated by one statement. */
  async saveAll<E extends ObjectLiteral>(rows: readonly E[], options: SaveOptions = {}): Promise<void> {
    const alike = new Map<string, { row: E; before: Values; changes: Values }[]>();
    for (const row of new Set(rows)) {
      const before = this.known.get(row);
      if (before === undefined) {
        await this.save(row, options);
        continue;
      }
      const changes = this.changesOf(row, before);
      if (Object.keys(changes).length === 0) continue;
      const kind = [row.constructor.name, ...Object.keys(changes)].join(' ');
      const group = alike.get(kind) ?? [];
      group.push({ row, before, changes });
      alike.set(kind, group);
    }
    for (const group of alike.values()) {
      await updateTogether(this.manager, this.metadata(group[0]!.row), group);
      for (const { row, before, changes } of group) this.updated(row, changes, before, options);
    }
  }

  async remove<E extends ObjectLiteral>(row: E, options: SaveOptions = {}): Promise<void> {
    await this.manager.delete(row.constructor as EntityTarget<E>, this.metadata(row).getEntityIdMap(row)!);
    this.audit(this.auditOf(row, options, 'delete', this.columns(row), {}));
    this.known.delete(row);
  }

  /** Like `remove` of each, by one statement. */
  async removeAll<E extends { id: string }>(rows: readonly E[], options: SaveOptions = {}): Promise<void> {
    if (rows.length === 0) return;
    await this.manager.createQueryBuilder().delete().from(rows[0]!.constructor as EntityTarget<E>).where('id = any(:ids)', { ids: rows.map(({ id }) => id) }).execute();
    for (const row of rows) {
      this.audit(this.auditOf(row, options, 'delete', this.columns(row), {}));
      this.known.delete(row);
    }
  }

  /** Says that something happened; whoever listens hears of it after the commit. */
  emit<P extends object>(event: EventType<P>, payload: P): void {
    this.outbox.push({ kind: 'event', name: event.name, queue: null, handler: null, payload });
  }

  /** Asks for something to be done after the commit, not before `at` (wall time; business times are `due_at` rows). */
  enqueue<P extends object>(job: JobType<P>, payload: P, at?: Date): void {
    this.outbox.push({ kind: 'job', name: job.name, queue: job.queue, handler: job.name, payload, at });
  }

  /** Records what was done where no row was saved (an opening of sealed work, a refusal that matters). */
  audit(entry: AuditEntry): void {
    this.audits.push({ ...entry, actor: this.who });
  }

  /** For `Db` only: a change that joins this transaction, with the actor it names. */
  async as<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const before = this.who;
    this.who = actor;
    try {
      return await work(this);
    } finally {
      this.who = before;
    }
  }

  /** For `Db` only: writes what was collected, last in the transaction. */
  async flush(): Promise<void> {
    await insertAudit(this.manager, this.clock, this.audits.splice(0));
    await insertOutbox(this.manager, this.outbox.splice(0));
  }

  private changesOf(row: ObjectLiteral, before: Values): Values {
    return Object.fromEntries(Object.entries(this.columns(row)).filter(([name, value]) => !isDeepStrictEqual(snapshot(value), before[name])));
  }

  private updated<E extends ObjectLiteral>(row: E, changes: Values, before: Values, options: SaveOptions): E {
    const version = this.metadata(row).versionColumn;
    if (version) version.setEntityValue(row, (version.getEntityValue(row) as number) + 1);
    this.audit(this.auditOf(row, options, 'update', before, changes));
    return this.remember(row);
  }

  private keepOrder(entity: Class<ObjectLiteral>): void {
    const rank = lockRank(entity);
    if (rank === undefined) return;
    if (rank < this.highestRank) throw new Error(`${entity.name} is locked too late: see lockOrder`);
    this.highestRank = rank;
  }

  private remember<E extends ObjectLiteral>(row: E): E {
    this.known.set(row, Object.fromEntries(Object.entries(this.columns(row)).map(([name, value]) => [name, snapshot(value)])));
    return row;
  }

  private metadata(row: ObjectLiteral): EntityMetadata {
    return this.manager.dataSource.getMetadata(row.constructor);
  }

  private columns(row: ObjectLiteral): Values {
    const columns = this.metadata(row).columns.filter((column) => !column.isVersion && !column.isGenerated && column.isUpdate);
    return Object.fromEntries(columns.map((column) => [column.propertyName, column.getEntityValue(row) as unknown] as const).filter(([, value]) => value !== undefined));
  }

  private auditOf(row: ObjectLiteral, options: SaveOptions, verb: string, before: Values, changes: Values): AuditEntry {
    const metadata = this.metadata(row);
    return {
      action: options.action ?? `${metadata.tableName}.${verb}`,
      subject: metadata.tableName,
      subjectId: Object.values(metadata.getEntityIdMap(row)!).join(' '),
      reason: options.reason,
      changes: auditedValues(row, before, changes),
    };
  }
}

/** A copy that later changes to the row cannot reach; jsonb becomes plain objects whatever class it was built from. */
function snapshot(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.getTime();
  if (Buffer.isBuffer(value)) return value.toString('base64');
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** The platform's clock, in the database, to the millisecond. */
export async function readClock(manager: Pick<EntityManager, 'query'>): Promise<Date> {
  const [row] = (await manager.query('select app_now() as now')) as { now: Date }[];
  return row!.now;
}
