import type { INestApplicationContext } from '@nestjs/common';
import { Client } from 'pg';
import { anonymous, newId, showId } from '@app/kernel';
import { Db } from '@app/platform';
import { startPlatform, testConfig } from '../platform/testing/test-platform';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';
import { runChecks } from '../../apps/cli/check';
import { contentDigest, createLogKey, openCheckpoint, Provenance, provenanceChecks, ProvenanceModule, receiptHolds, verifyConsistency, verifyReceipt } from './index';

const { signingKey, publicKey } = createLogKey('guildhall.test');
const content = (n: number) => ({ fields: { answer: `text ${n}` }, files: [] });
const subject = () => showId('challenge', newId('challenge'));

describe('the log in the database', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let db: Db;
  let log: Provenance;

  beforeAll(async () => {
    database = await testDatabase();
    app = await startPlatform(testConfig(database.databaseUrl, { LOG_SIGNING_KEY: signingKey }), { imports: [ProvenanceModule] });
    db = app.get(Db);
    log = app.get(Provenance);
  });

  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const append = (n: number) => db.change(anonymous, (tx) => log.append(tx, { type: 'spec', subject: subject(), digest: contentDigest(content(n)) }));

  it('numbers without gaps under concurrency, and every receipt holds offline', async () => {
    const places = await Promise.all(Array.from({ length: 40 }, (_, n) => append(n)));
    expect(places.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n));
    for (const [n, { seq }] of places.entries()) {
      const receipt = await log.receipt(seq);
      expect(receiptHolds(verifyReceipt(receipt, publicKey, content(n)))).toBe(true);
      expect(receiptHolds(verifyReceipt(receipt, publicKey, content(n + 1)))).toBe(false);
    }
  });

  it('leaves no record behind when the change fails', async () => {
    const size = await log.size();
    await expect(db.change(anonymous, async (tx) => { await log.append(tx, { type: 'spec', subject: subject(), digest: contentDigest(content(1)) }); throw new Error('no'); })).rejects.toThrow('no');
    expect(await log.size()).toBe(size);
  });

  it('proves that it only ever grew', async () => {
    const before = openCheckpoint(await log.checkpoint(), publicKey);
    for (let n = 0; n < 5; n++) await append(n);
    const after = openCheckpoint(await log.checkpoint(), publicKey);
    expect(verifyConsistency(before.size, before.root, after.size, after.root, await log.consistencyProof(before.size, after.size))).toBe(true);
    expect(verifyConsistency(before.size, before.root, after.size, before.root, await log.consistencyProof(before.size, after.size))).toBe(false);
  });

  it('forgets content and keeps the proof', async () => {
    const { seq } = await append(1);
    const receipt = await log.receipt(seq);
    await db.change(anonymous, (tx) => log.forget(tx, seq));
    await expect(log.receipt(seq)).rejects.toMatchObject({ code: 'log_no_such_record' });
    expect(receiptHolds(verifyReceipt(receipt, publicKey, content(1)))).toBe(true);
    expect(await log.inclusionProof(seq)).not.toEqual([]);
  });

  it.each(['update log_record set type = $$x$$', 'delete from log_record', 'truncate log_record cascade', 'update log_node set hash = hash', 'delete from log_node', 'truncate log_node'])('refuses the serving role: %s', async (sql) => {
    await expect(db.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it.each(['update log_record set type = $$x$$', 'delete from log_node', 'truncate log_record cascade'])('refuses even its owner: %s', async (sql) => {
    const owner = new Client(database.migrationUrl);
    await owner.connect();
    await expect(owner.query(sql)).rejects.toThrow('append-only');
    await owner.end();
  });

  describe('a tampered log is reported', () => {
    const tamper: [string, string][] = [
      ['log-has-no-gap', 'update log_head set size = size + 1'],
      ['log-leaves-are-in-the-tree', `update log_record set subject = 'chl_${'0'.repeat(32)}' where seq = 3`],
      ['log-nodes-hash-their-children', `update log_node set hash = sha256('x') where level = 2 and index = 0`],
      ['log-openings-open', `update log_opening set salt = sha256('x') where seq = 4`],
    ];

    it.each(tamper)('%s', async (name, sql) => {
      expect(await runChecks(database.superuserUrl, provenanceChecks)).toEqual([]);
      const client = new Client(database.superuserUrl);
      await client.connect();
      await client.query('set session_replication_role = replica');
      await client.query(sql);
      expect((await runChecks(database.superuserUrl, provenanceChecks)).map((broken) => broken.name)).toContain(name);
      await client.end();
    });

    it('names a broken check for each of them', () => expect(tamper.map(([name]) => name).sort()).toEqual(provenanceChecks.map(({ name }) => name).sort()));

    afterEach(async () => {
      await app.close();
      await database.drop();
      database = await testDatabase();
      app = await startPlatform(testConfig(database.databaseUrl, { LOG_SIGNING_KEY: signingKey }), { imports: [ProvenanceModule] });
      db = app.get(Db);
      log = app.get(Provenance);
    });

    beforeEach(async () => {
      for (let n = 0; n < 9; n++) await append(n);
    });
  });
});
