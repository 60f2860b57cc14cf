import { BadSetting, holdLimit, readConfig } from './config';

const secretsKeys = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
const demo = { MODE: 'demo', DATABASE_URL: 'postgres://guildhall_app@127.0.0.1/guildhall', SECRETS_KEYS: secretsKeys, LOG_SIGNING_KEY: `PRIVATE+KEY+guildhall.example/log+0a1b2c3d+${Buffer.alloc(33, 1).toString('base64')}` };
const production = {
  ...demo, MODE: 'production', PUBLIC_URL: 'https://guildhall.example', SMTP_URL: 'smtps://mail.example', MAIL_FROM: 'no-reply@guildhall.example', STRIPE_SECRET_KEY: 'sk_live_x', STRIPE_WEBHOOK_SECRET: 'whsec_x', PDF_CERTIFICATE: '/run/secrets/seal.p12',
};

it('without a mode it is production, where nothing that protects somebody has a default', () => {
  const { MODE: _, ...rest } = production;
  expect(readConfig(rest)).toMatchObject({ mode: 'production', rateLimits: true, demoData: false, stripeApiBase: 'https://api.stripe.com', trustedProxies: ['loopback'], passwordCost: 17 });
  for (const name of ['DATABASE_URL', 'SECRETS_KEYS', 'LOG_SIGNING_KEY', 'SMTP_URL', 'MAIL_FROM', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'PDF_CERTIFICATE', 'PUBLIC_URL']) {
    expect(() => readConfig({ ...production, [name]: undefined })).toThrow(new BadSetting(`${name} is required.`));
  }
});

it.each([
  [{ MODE: 'staging' }, 'MODE must be one of production, demo, test.'],
  [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535.'],
  [{ PORT: '3e3x' }, 'PORT must be a whole number from 0 to 65535.'],
  [{ PUBLIC_URL: 'http://guildhall.example' }, 'PUBLIC_URL must be https unless it is a loopback address.'],
  [{ PUBLIC_URL: 'guildhall' }, 'PUBLIC_URL must be an address that begins with https:// or http://.'],
  [{ PUBLIC_URL: 'ftp://localhost' }, 'PUBLIC_URL must be an address that begins with https:// or http://.'],
  [{ DATABASE_URL: 'localhost:5432' }, 'DATABASE_URL must be an address that begins with postgres:// or postgresql://.'],
  [{ DATABASE_MIGRATION_URL: 'mysql://x@y/z' }, 'DATABASE_MIGRATION_URL must be an address that begins with postgres:// or postgresql://.'],
  [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL must be an address that begins with redis:// or rediss://.'],
  [{ SMTP_URL: 'nonsense' }, 'SMTP_URL must be an address that begins with smtp:// or smtps://.'],
  [{ SMTP_URL: 'smtp:mail.example' }, 'SMTP_URL must be an address that begins with smtp:// or smtps://.'],
  [{ STRIPE_API_BASE: 'nonsense' }, 'STRIPE_API_BASE must be an address that begins with https:// or http://.'],
  [{ LOG_SIGNING_KEY: 'rubbish' }, 'LOG_SIGNING_KEY must look like PRIVATE+KEY+name+hash+key, as `guildhall keys` makes it.'],
  [{ LOG_SIGNING_KEY: `${demo.LOG_SIGNING_KEY}x` }, 'LOG_SIGNING_KEY must look like PRIVATE+KEY+name+hash+key, as `guildhall keys` makes it.'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
  [{ PLATFORM_COUNTRY: 'us' }, 'PLATFORM_COUNTRY must be two capital letters, as US or DE.'],
  [{ HOLD_LIMIT_DAYS: '731' }, 'HOLD_LIMIT_DAYS must be a whole number from 1 to 730.'],
  [{ HOLD_LIMIT_DAYS: '91', PLATFORM_COUNTRY: 'DE' }, 'HOLD_LIMIT_DAYS must be a whole number from 1 to 90.'],
  [{ HOLD_LIMIT_DAYS: '11', PLATFORM_COUNTRY: 'TH' }, 'HOLD_LIMIT_DAYS must be a whole number from 1 to 10.'],
  [{ SECRETS_KEYS: 'k1:c2hvcnQ=' }, 'SECRETS_KEYS must look like id:base64-of-32-bytes, separated by commas.'],
  [{ STRIPE_API_BASE: 'http://127.0.0.1:4242', STRIPE_SECRET_KEY: 'sk_live_x' }, 'A live STRIPE_SECRET_KEY may only be used with the real provider.'],
  [{ MODE: 'production', STRIPE_API_BASE: 'http://127.0.0.1:4242' }, 'STRIPE_API_BASE must be https://api.stripe.com in production.'],
  [{ MODE: 'production', RATE_LIMITS: 'off' }, 'RATE_LIMITS=off is refused in production.'],
  [{ MODE: 'production', DEMO_DATA: 'on' }, 'DEMO_DATA=on is refused in production.'],
  [{ MODE: 'production', PASSWORD_COST: '14' }, 'PASSWORD_COST must be a whole number from 17 to 20.'],
  [{ TRUSTED_PROXIES: 'everybody' }, 'TRUSTED_PROXIES must be addresses or networks, as 10.0.0.2 or 10.0.0.0/8, or loopback, linklocal or uniquelocal, separated by commas.'],
  [{ TRUSTED_PROXIES: '0.0.0.0/0' }, 'TRUSTED_PROXIES must be addresses or networks, as 10.0.0.2 or 10.0.0.0/8, or loopback, linklocal or uniquelocal, separated by commas.'],
] as [NodeJS.ProcessEnv, string][])('refuses %j', (settings, sentence) => {
  const base = settings.MODE === 'production' ? production : demo;
  expect(() => readConfig({ ...base, ...settings })).toThrow(new BadSetting(sentence));
});

it('what is empty is not there', () => {
  const empty = { PORT: '', HOST: '', PLATFORM_COUNTRY: '', HOLD_LIMIT_DAYS: '', LOG_LEVEL: '', REDIS_URL: '', MODE: '', TRUSTED_PROXIES: '', PASSWORD_COST: '', DATABASE_MIGRATION_URL: '' };
  expect(readConfig({ ...production, ...empty })).toEqual(readConfig(production));
  expect(() => readConfig({ ...production, DATABASE_URL: '' })).toThrow(new BadSetting('DATABASE_URL is required.'));
});

it('several keys, proxies and secrets are separated by commas', () => {
  const { secretsKeys: keys, trustedProxies, stripeWebhookSecrets } = readConfig({
    ...demo, SECRETS_KEYS: `k2:${Buffer.alloc(32, 8).toString('base64')},${secretsKeys}`, TRUSTED_PROXIES: 'loopback, 10.1.0.0/16, 2001:db8::1', STRIPE_WEBHOOK_SECRET: 'whsec_new,whsec_old',
  });
  expect({ ids: keys.map(({ id }) => id), trustedProxies, stripeWebhookSecrets }).toEqual({ ids: ['k2', 'k1'], trustedProxies: ['loopback', '10.1.0.0/16', '2001:db8::1'], stripeWebhookSecrets: ['whsec_new', 'whsec_old'] });
});

it.each([['US', 720], ['TH', 10], ['DE', 80]])('money may be held in %s for %d days', (country, days) => {
  expect(holdLimit(country)).toBe(days);
});
