import type { INestApplicationContext } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Client } from 'pg';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type Actor, actingAs, anonymous, defineEvent, defineLifecycle, newId, systemActor } from '@app/kernel';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres';
import { startPlatform, testConfig } from '../testing/test-platform';
import { Audited } from './audit';
import { AmountColumn, StateColumn } from './columns';
import { Db } from './db';
import { Lockable } from './locking';
import type { Tx } from './tx';

const boxes = defineLifecycle('box', { closed: { open: 'open' }, open: { close: 'closed' } });

@Entity()
@Lockable('phase')
@Audited('label')
class Box {
  @PrimaryColumn('uuid') id: string;
  @StateColumn(boxes) state: string;
  @Column('text') label: string;
  @Column('text') secret: string;
  @AmountColumn() amount: bigint;
  @Column('jsonb') notes: object;
  @VersionColumn() version: number;

  static make(parts: Partial<Box> = {}): Box {
    return Object.assign(new Box(), { id: newId('file'), state: 'closed', label: 'a', secret: 's3cret', amount: 5n, notes: { n: 1 } }, parts);
  }
}

@Entity()
@Lockable('challenge')
class Shelf {
  @PrimaryColumn('uuid') id: string;
}

const happened = defineEvent<{ boxId: string }>('box.happened');

describe('Db', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let db: Db;
  let other: Client;

  beforeAll(async () => {
    database = await testDatabase();
    const owner = new Client(database.migrationUrl);
    await owner.connect();
    await owner.query(`create table box (id uuid primary key, state text, label text, secret text, amount bigint, notes jsonb, version int not null);
      create table shelf (id uuid primary key);
      grant all on box, shelf to guildhall_app`);
    await owner.end();
    other = new Client(database.migrationUrl);
    await other.connect();
    app = await startPlatform(testConfig(database.databaseUrl), { imports: [TypeOrmModule.forFeature([Box, Shelf])] });
    db = app.get(Db);
  });

  afterAll(async () => {
    await app?.close();
    await other?.end();
    await database?.drop();
  });

  const rows = (sql: string, ...params: unknown[]) => db.query(sql, params);

  it('commits rows, audit entries and events together', async () => {
    const box = Box.make();
    await db.change(systemActor('spec'), async (tx) => {
      await tx.save(box, { reason: 'because' });
      tx.emit(happened, { boxId: box.id });
    });
    expect(await db.findOne(Box, box.id)).toEqual({ ...box, version: 1 });
    expect(await rows('select action, subject, subject_id, reason, capacity, request_id, changes from audit_entry where subject_id = $1', box.id)).toEqual([
      {
        action: 'box.insert', subject: 'box', subject_id: box.id, reason: 'because', capacity: 'system', request_id: 'spec',
        changes: { id: {}, state: { after: 'closed' }, label: { after: 'a' }, secret: {}, amount: {}, notes: {} },
      },
    ]);
    expect(await rows(`select kind, name, payload from outbox where payload->>'boxId' = $1`, box.id)).toEqual([{ kind: 'event', name: 'box.happened', payload: { boxId: box.id } }]);
  });

  it('undoes everything when the work fails', async () => {
    const box = Box.make();
    const failing = db.change(anonymous, async (tx) => {
      await tx.save(box);
      tx.emit(happened, { boxId: box.id });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await db.findOne(Box, box.id)).toBeUndefined();
    expect(await rows('select 1 from audit_entry where subject_id = $1', box.id)).toEqual([]);
    expect(await rows(`select 1 from outbox where payload->>'boxId' = $1`, box.id)).toEqual([]);
  });

  it('updates only what changed, and says so without the secret', async () => {
    const { id } = await db.change(anonymous, (tx) => tx.save(Box.make()));
    await db.change(anonymous, async (tx) => {
      const box = (await tx.lock(Box, id))!;
      await db.pool.query('select 1');
      Object.assign(box, { label: 'b', secret: 'other', state: 'open', notes: { n: 1 }, amount: 5n });
      await tx.save(box);
      await tx.save(box);
    });
    expect(await db.findOne(Box, id)).toMatchObject({ label: 'b', secret: 'other', state: 'open', amount: 5n, version: 2 });
    expect(await rows(`select changes from audit_entry where subject_id = $1 and action = 'box.update'`, id)).toEqual([
      { changes: { state: { before: 'closed', after: 'open' }, label: { before: 'a', after: 'b' }, secret: {} } },
    ]);
  });

  it('updates many rows by one statement for each set of columns, as one by one: values, versions, audit entries', async () => {
    await other.query(`create table updates (at int generated always as identity);
      create function count_updates() returns trigger language plpgsql security definer as 'begin insert into updates default values; return null; end';
      create trigger count_updates after update on box for each statement execute function count_updates()`);
    const boxes = Array.from({ length: 5 }, () => Box.make());
    await db.change(anonymous, (tx) => tx.saveAll(boxes));
    await db.change(anonymous, async (tx) => {
      const locked = await tx.lockAll(Box, {});
      const ours = boxes.map(({ id }) => locked.find((box) => box.id === id)!);
      ours.slice(0, 4).forEach((box, at) => Object.assign(box, { label: `it's "${at}"`, amount: 9_007_199_254_740_993n + BigInt(at), notes: { n: [at, null, 'x'] } }));
      ours[4]!.state = 'open';
      await tx.saveAll([...ours, ours[0]!], { action: 'box.move' });
      await tx.saveAll(ours);
      expect(ours.map(({ version }) => version)).toEqual([2, 2, 2, 2, 2]);
    });
    expect((await other.query('select count(*)::int as n from updates')).rows).toEqual([{ n: 2 }]);
    const { rows: stored } = await other.query('select state, label, secret, amount, notes, version from box where id = any($1) order by array_position($1::uuid[], id)', [boxes.map(({ id }) => id)]);
    expect(stored).toEqual([
      ...[0, 1, 2, 3].map((at) => ({ state: 'closed', label: `it's "${at}"`, secret: 's3cret', amount: String(9_007_199_254_740_993n + BigInt(at)), notes: { n: [at, null, 'x'] }, version: 2 })),
      { state: 'open', label: 'a', secret: 's3cret', amount: '5', notes: { n: 1 }, version: 2 },
    ]);
    expect(await rows(`select action, changes from audit_entry where subject_id = $1 order by id desc limit 1`, boxes[1]!.id)).toEqual([{ action: 'box.move', changes: { label: { before: 'a', after: `it's "1"` }, amount: {}, notes: {} } }]);
    expect(await rows(`select count(*)::int as n from audit_entry where action = $1`, 'box.move')).toEqual([{ n: 5 }]);
    await db.change(anonymous, async (tx) => tx.removeAll((await tx.lockAll(Box, {})).filter(({ id }) => boxes.slice(1).some((box) => box.id === id)), { action: 'box.drop' }));
    expect((await other.query('select id from box where id = any($1)', [boxes.map(({ id }) => id)])).rows).toEqual([{ id: boxes[0]!.id }]);
    expect(await rows(`select count(*)::int as n from audit_entry where action = $1`, 'box.drop')).toEqual([{ n: 4 }]);
  });

  it('reads the time once, after the root is locked', async () => {
    const { id } = await db.change(anonymous, (tx) => tx.save(Box.make()));
    let release!: () => void;
    const first = db.change(anonymous, async (tx) => {
      await tx.lock(Box, id);
      await new Promise<void>((resolve) => (release = resolve));
      return db.now();
    });
    while (!release) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = db.change(anonymous, async (tx) => {
      await tx.lock(Box, id);
      const locked = tx.now;
      await new Promise((resolve) => setTimeout(resolve, 20));
      await tx.lock(Box, id);
      expect(tx.now).toBe(locked);
      return locked;
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    release();
    expect((await second).getTime()).toBeGreaterThanOrEqual((await first).getTime());
  });

  it('reads under locks in the change that is running', async () => {
    const { id } = await db.change(anonymous, (tx) => tx.save(Box.make()));
    expect(await db.change(anonymous, (tx) => db.reading(async (inside) => inside === tx))).toBe(true);
    await db.change(anonymous, async () => {
      await db.reading((inside) => inside.lock(Box, id, 'share'));
      await expect(other.query(`select from box where id = $1 for update nowait`, [id])).rejects.toThrow('could not obtain lock');
    });
  });

  it('and else as of one moment, waiting for nobody and writing nothing', async () => {
    const { id } = await db.change(anonymous, (tx) => tx.save(Box.make()));
    await other.query('begin');
    await other.query('update box set label = $2 where id = $1', [id, 'moved']);
    const labelOf = async (tx: Tx) => (await tx.lock(Box, id, 'share'))!.label;
    const seen = await db.reading(async (tx) => {
      const before = await labelOf(tx);
      await other.query('commit');
      return [before, await labelOf(tx)];
    });
    expect([new Set(seen).size, await db.reading(labelOf)]).toEqual([1, 'moved']);
    await expect(db.reading((tx) => tx.save(Box.make()))).rejects.toThrow('read-only transaction');
    await expect(db.reading((tx) => tx.lock(Box, id))).rejects.toThrow('read-only transaction');
  });

  it('refuses to lock against the order', async () => {
    const backwards = db.change(anonymous, async (tx) => {
      await tx.lock(Box, newId('file'));
      await tx.lock(Shelf, newId('file'));
    });
    await expect(backwards).rejects.toThrow('Shelf is locked too late');
  });

  it('lets the serving role neither change nor remove an audit entry', async () => {
    for (const sql of ['update audit_entry set reason = null', 'delete from audit_entry', 'truncate audit_entry', 'update platform set mode = $$production$$', 'create table mine ()']) {
      await expect(rows(sql)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('joins one transaction when asked to', async () => {
    const [a, b] = [Box.make(), Box.make()];
    const failing = db.together(anonymous, async () => {
      await db.change(anonymous, (tx) => tx.save(a));
      await db.change(anonymous, (tx) => tx.save(b));
      throw new Error('both gone');
    });
    await expect(failing).rejects.toThrow('both gone');
    expect(await db.find(Box, [{ id: a.id }, { id: b.id }])).toEqual([]);
  });

  it('keeps who acted in each change that joined: capacity, person and organisation', async () => {
    const [a, b, c] = [Box.make(), Box.make(), Box.make()];
    const [person, organisation] = [newId('person'), newId('organisation')];
    const visitor: Actor = { ...anonymous, capacity: 'person', personId: person };
    await db.together(visitor, async (tx) => {
      await db.change(actingAs(visitor, 'member', organisation), (inner) => inner.save(a));
      await db.change(actingAs(visitor, 'staff'), (inner) => inner.save(b));
      await tx.save(c);
    });
    expect(await rows('select subject_id, capacity, person_id, organisation_id from audit_entry where subject_id = any ($1) order by id', [a.id, b.id, c.id])).toEqual([
      { subject_id: a.id, capacity: 'member', person_id: person, organisation_id: organisation },
      { subject_id: b.id, capacity: 'staff', person_id: person, organisation_id: null },
      { subject_id: c.id, capacity: 'person', person_id: person, organisation_id: null },
    ]);
  });

  it('reads inside a change over its own connection: more changes at once than connections do not wait for one another', async () => {
    const boxes = Array.from({ length: 60 }, (_, n) => Box.make({ label: `crowd ${n}` }));
    const found = await Promise.all(boxes.map((box) => db.change(anonymous, async (tx) => (await tx.save(box), (await db.findOne(Box, box.id))?.label))));
    expect(found).toEqual(boxes.map(({ label }) => label));
  });

  it('asks one thing at a time of its connection, whatever is asked at once; what stood behind a failure is undone with it', async () => {
    const answers = await db.change(anonymous, async (tx) => {
      const { _queryQueue: waiting } = (await tx.manager.queryRunner!.connect()) as { _queryQueue: unknown[] };
      const asked = Promise.all([db.query<{ n: number }>('select 1 as n from pg_sleep(0.02)'), tx.query<{ n: number }>('select 2 as n'), db.findOne(Box, newId('file'))]);
      await new Promise(setImmediate);
      return [waiting.length, ...(await asked)];
    });
    expect(answers).toEqual([0, [{ n: 1 }], [{ n: 2 }], undefined]);
    const label = newId('file');
    const insert = `insert into box (id, state, label, version) values (gen_random_uuid(), 'closed', $1, 1)`;
    await expect(db.change(anonymous, (tx) => Promise.all([tx.query('select 1/0'), tx.query(insert, [label]), tx.query(insert, [label])]))).rejects.toThrow('division by zero');
    expect(await db.query('select from box where label = $1', [label])).toEqual([]);
  });
});
