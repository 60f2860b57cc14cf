import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSigningKey } from '@app/provenance';
import { openSecrets } from './secrets';
import { chooseAddresses, chooseSecrets } from './settings';

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'guildhall-spec-'))));
afterEach(() => rmSync(dataDir, { recursive: true }));

const secretsOf = (env: NodeJS.ProcessEnv, mode = 'demo') => chooseSecrets(env, mode, openSecrets(dataDir), 'http://localhost:3000');

it('makes missing secrets once and keeps them for their owner only', async () => {
  const first = await secretsOf({});
  expect(Object.keys(first)).toEqual(['SECRETS_KEYS', 'LOG_SIGNING_KEY', 'STRIPE_WEBHOOK_SECRET']);
  expect(readSigningKey(first.LOG_SIGNING_KEY!).name).toBe('localhost:3000/log');
  expect(Buffer.from(first.SECRETS_KEYS!.split(':')[1]!, 'base64')).toHaveLength(32);
  expect(await secretsOf({})).toEqual(first);
  expect(await secretsOf({ STRIPE_WEBHOOK_SECRET: 'whsec_given' })).toEqual({ ...first, STRIPE_WEBHOOK_SECRET: 'whsec_given' });
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
});

it('makes none in production', async () => {
  expect(await secretsOf({ SECRETS_KEYS: 'k:1' }, 'production')).toEqual({ SECRETS_KEYS: 'k:1' });
  expect(() => readFileSync(join(dataDir, 'secrets.json'))).toThrow('ENOENT');
});

it('says that the file of secrets is damaged rather than making new ones', () => {
  writeFileSync(join(dataDir, 'secrets.json'), '{"SECRETS_KEYS":');
  expect(() => openSecrets(dataDir)).toThrow('is damaged; restore it from a copy');
});

it('names the setting of a port that is taken', async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  const { port } = taken.address() as AddressInfo;
  await expect(chooseAddresses({ SANDBOX_PORT: String(port) }, new Set(['sandbox']))).rejects.toThrow(`Port ${port} is in use; stop what uses it or set SANDBOX_PORT to another.`);
  // a part that is not started leaves the port to whoever has it
  expect(await chooseAddresses({ PORT: '8000', SANDBOX_PORT: String(port) }, new Set(['worker']))).toEqual({
    port: 8000, publicUrl: 'http://localhost:8000', sandboxPort: port, mailPort: 1080,
    webhookUrl: 'http://127.0.0.1:8000/provider-events/stripe',
  });
  await new Promise((done) => taken.close(done));
});
