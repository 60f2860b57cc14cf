import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const cli = 'dist/apps/cli/main.js';

it('openapi.json is what the code says (run `npm run build` when this fails)', () => {
  if (!existsSync(cli)) throw new Error('Nothing is built: run `npm run build:server` first.');
  expect(() => execFileSync(process.execPath, [cli, 'openapi', '--check'], { stdio: 'pipe' })).not.toThrow();
});

/** POSTs whose repetition a key cannot make harmless: they hash a password, ask the provider or take a file. This list only shrinks. */
const withoutKey = ['POST /api/v1/organisations/{id}/payee/onboarding-links', 'POST /api/v1/people', 'POST /api/v1/sessions', 'POST /api/v1/submissions/{id}/files', 'POST /api/v1/threads/{id}/attachments'];

it('offers an Idempotency-Key where it is kept, and nowhere else', () => {
  type Operation = { parameters?: { name: string }[] };
  const text = readFileSync('openapi.json', 'utf8');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
  const takesKey = ([, { parameters = [] }]: [string, Operation]) => parameters.some(({ name }) => name === 'Idempotency-Key');
  const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => [`${method.toUpperCase()} ${path}`, one] as [string, Operation]));
  const posts = operations.filter(([name]) => name.startsWith('POST '));
  expect(posts.filter((one) => !takesKey(one)).map(([name]) => name).sort()).toEqual(withoutKey);
  expect(operations.filter(takesKey).length).toBe(posts.length - withoutKey.length);
  expect(text).not.toContain('x-without-key');
});
