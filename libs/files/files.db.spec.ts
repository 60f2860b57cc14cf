import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { INestApplicationContext } from '@nestjs/common';
import { newId, systemActor } from '@app/kernel';
import { Db, Relay, Runner, Tick } from '@app/platform';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';
import { startPlatform, testConfig } from '../platform/testing/test-platform';
import { fileLimits } from './file.limits';
import { Files } from './files.service';
import { FilesModule } from './files.module';
import { Seals } from './seals.service';
import type { StoredFile } from './stored-file.entity';

const secret = () => randomBytes(32).toString('base64');
const [first, second] = [`one:${secret()}`, `two:${secret()}`];
const actor = systemActor('spec');

let database: TestDatabase;
let dataDir: string;
let app: INestApplicationContext;
const start = (keys: string) => startPlatform(testConfig(database.databaseUrl, { SECRETS_KEYS: keys, DATA_DIR: dataDir }), { imports: [FilesModule] });
const restart = async (keys: string) => {
  await app.close();
  app = await start(keys);
};

beforeAll(async () => {
  database = await testDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'guildhall-files-'));
  app = await start(first!);
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const db = () => app.get(Db);
const files = () => app.get(Files);
const seals = () => app.get(Seals);

async function aThing(sealKeyId = newId('phase')): Promise<string> {
  const id = newId('submission');
  await db().change(actor, (tx) => seals().create(tx, id, sealKeyId));
  return id;
}

async function aFile(thing: string, content = Buffer.from('some words'), name = 'a.txt'): Promise<StoredFile> {
  const file = await db().change(actor, (tx) => files().begin(tx, thing, { name, size: content.length, allowed: ['text/plain'] }));
  const received = await files().receive(file, Readable.from([content]));
  return db().change(actor, (tx) => files().keep(tx, file, received));
}

const read = async (file: StoredFile) => (await buffer(await files().content(file))).toString();
const onDisk = () => readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;
const masters = async (thing: string) => (await db().query<{ key_id: string }>('select s.key_id from seal_key s join data_key d on d.seal_key_id = s.id where d.id = $1', [thing]))[0]!.key_id;

it('moves keys to a new master key, after which the old one can go', async () => {
  const thing = await aThing();
  const file = await aFile(thing);
  await restart(`${second},${first}`);
  expect([await read(file), await masters(thing)]).toEqual(['some words', 'one']);
  await app.get(Tick).run();
  expect(await masters(thing)).toBe('two');
  await restart(second!);
  expect(await read(file)).toBe('some words');
  await restart(first!);
  await expect(files().content(file)).rejects.toThrow('sealed bytes do not open');
  await restart(`${second},${first}`);
});

it('gives the things of one phase different keys under one', async () => {
  const phase = newId('phase');
  const things = await Promise.all([aThing(phase), aThing(phase)]);
  const keys = await Promise.all(things.map((thing) => seals().open(thing)));
  expect(keys[0]!.equals(keys[1]!)).toBe(false);
  expect(await db().query('select count(*)::int as count from seal_key where id = $1', [phase])).toEqual([{ count: 1 }]);
});

it('does not open a key, a name or a file that was put in another place', async () => {
  const [one, other] = [await aThing(), await aThing()];
  const [file, foreign] = [await aFile(one), await aFile(other)];
  await expect(files().content({ ...file, blobKey: foreign.blobKey }).then(buffer)).rejects.toThrow('sealed bytes do not open');
  await expect(files().details({ ...file, details: foreign.details })).rejects.toThrow('sealed bytes do not open');
  await db().query('update data_key set wrapped = (select wrapped from data_key where id = $2) where id = $1', [one, other]);
  await expect(seals().open(one)).rejects.toThrow('sealed bytes do not open');
});

it('erases for good: key, rows and blobs', async () => {
  const thing = await aThing();
  const [file, blobs] = [await aFile(thing), onDisk()];
  await db().change(actor, (tx) => files().erase(tx, [thing]));
  for (const { id, handler } of await app.get(Relay).take()) await app.get(Runner).run(id, handler);
  expect(onDisk()).toBe(blobs - 1);
  expect(await db().query('select wrapped, destroyed_at is not null as is_destroyed from data_key where id = $1', [thing])).toEqual([{ wrapped: null, is_destroyed: true }]);
  await expect(files().content(file)).rejects.toMatchObject({ code: 'file_erased' });
  await expect(aFile(thing)).rejects.toMatchObject({ code: 'file_erased' });
});

it('numbers files of one name, and stops at the limits', async () => {
  const thing = await aThing();
  const announce = (name: string, size: number) => db().change(actor, (tx) => files().begin(tx, thing, { name, size, allowed: ['text/plain'] }));
  const names = [await announce('a.txt', 1), await announce('A.TXT', 1)];
  expect(await Promise.all(names.map(async (file) => (await files().details(file)).name))).toEqual(['a.txt', 'A (2).TXT']);
  await expect(announce('b.txt', fileLimits.fileBytes + 1)).rejects.toMatchObject({ code: 'file_too_large' });
  for (let number = 0; number < 3; number++) await announce('c.txt', fileLimits.fileBytes);
  await expect(announce('d.txt', fileLimits.fileBytes)).rejects.toMatchObject({ code: 'file_too_many' });
  for (let number = 5; number < fileLimits.files; number++) await announce('e.txt', 1);
  await expect(announce('f.txt', 1)).rejects.toMatchObject({ code: 'file_too_many' });
});

it('stores nothing of a file whose bytes are refused', async () => {
  const thing = await aThing();
  const before = onDisk();
  const file = await db().change(actor, (tx) => files().begin(tx, thing, { name: 'a.txt', size: 0, allowed: ['text/plain'] }));
  await expect(files().receive(file, Readable.from([Buffer.from('good'), Buffer.from([0xff])]))).rejects.toMatchObject({ code: 'file_content_refused' });
  expect(onDisk()).toBe(before);
});
