import { isIP } from 'node:net';
import { resolve } from 'node:path';

export type Mode = 'production' | 'demo' | 'test';

/** Everything that depends on where Guildhall runs. Read once at start; see docs/SETTINGS.md. */
export interface Config {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Addresses and networks of the proxies in front; only they may say who is calling. */
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly databaseMigrationUrl: string;
  readonly redisUrl?: string;
  readonly smtpUrl: string;
  readonly mailFrom: string;
  /** Where a person answers; named wherever a decision can be objected to. */
  readonly supportAddress: string;
  readonly stripeSecretKey: string;
  readonly stripeWebhookSecrets: readonly string[];
  readonly stripeApiBase: string;
  readonly secretsKeys: readonly SecretsKey[];
  readonly logSigningKey: string;
  /** PKCS#12 that agreements are sealed with: base64, or a path; outside production one is made without. */
  readonly pdfCertificate?: string;
  readonly pdfCertificatePassword: string;
  readonly platformCountry: string;
  readonly holdLimitDays: number;
  readonly rateLimits: boolean;
  readonly demoData: boolean;
  readonly logLevel: string;
  /** Where the worker shows its metrics; it shows none without. */
  readonly metricsPort?: number;
  /** log2 of scrypt's N; 17 is OWASP's floor for r = 8, p = 1. Lower only in tests. */
  readonly passwordCost: number;
  /** Shared by the portal's loaders and the API of one process, to forward a visitor's address. */
  readonly portalSecret: string;
}

/** `id:base64 of 32 bytes`; the first wraps, the others only unwrap (rotation). */
export interface SecretsKey {
  readonly id: string;
  readonly key: Buffer;
}

export const CONFIG = Symbol('CONFIG');

/** A setting that is missing or wrong, in one plain sentence. */
export class BadSetting extends Error {}

const stripeBase = 'https://api.stripe.com';
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A setting that is empty is a setting that is not there. @throws BadSetting */
export function readConfig(given: NodeJS.ProcessEnv, defaultMode: Mode = 'production'): Config {
  const env = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const mode = oneOf(env.MODE ?? defaultMode, 'MODE', ['production', 'demo', 'test'] as const);
  const isReal = mode === 'production';
  const required = (name: string) => env[name] ?? fail(`${name} is required.`);
  const inProduction = (name: string, fallback: string) => (isReal ? required(name) : (env[name] ?? fallback));

  const host = env.HOST ?? '127.0.0.1';
  const port = integer(env.PORT ?? '3000', 'PORT', 0, 65_535);
  const publicUrl = address(inProduction('PUBLIC_URL', `http://localhost:${port}`), 'PUBLIC_URL', ['https:', 'http:']).replace(/\/$/, '');
  refusePlainHttp(publicUrl);

  const stripeApiBase = address(env.STRIPE_API_BASE ?? stripeBase, 'STRIPE_API_BASE', ['https:', 'http:']).replace(/\/$/, '');
  const stripeSecretKey = inProduction('STRIPE_SECRET_KEY', 'sk_test_guildhall_sandbox');
  if (isReal && stripeApiBase !== stripeBase) fail(`STRIPE_API_BASE must be ${stripeBase} in production.`);
  if (stripeApiBase !== stripeBase && /^(sk|rk)_live_/.test(stripeSecretKey)) fail('A live STRIPE_SECRET_KEY may only be used with the real provider.');

  const platformCountry = env.PLATFORM_COUNTRY ?? 'US';
  if (!/^[A-Z]{2}$/.test(platformCountry)) fail('PLATFORM_COUNTRY must be two capital letters, as US or DE.');
  const databaseUrl = address(required('DATABASE_URL'), 'DATABASE_URL', ['postgres:', 'postgresql:']);
  return {
    mode, host, port, publicUrl,
    trustedProxies: proxies(env.TRUSTED_PROXIES ?? 'loopback'),
    dataDir: resolve(env.DATA_DIR ?? '.data'),
    databaseUrl,
    databaseMigrationUrl: address(env.DATABASE_MIGRATION_URL ?? databaseUrl, 'DATABASE_MIGRATION_URL', ['postgres:', 'postgresql:']),
    redisUrl: env.REDIS_URL && address(env.REDIS_URL, 'REDIS_URL', ['redis:', 'rediss:']),
    smtpUrl: address(inProduction('SMTP_URL', 'smtp://127.0.0.1:1025'), 'SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: inProduction('MAIL_FROM', 'Guildhall <no-reply@guildhall.example>'),
    supportAddress: env.SUPPORT_ADDRESS || `support@${new URL(publicUrl).hostname}`,
    stripeSecretKey, stripeApiBase,
    stripeWebhookSecrets: inProduction('STRIPE_WEBHOOK_SECRET', 'whsec_guildhall_sandbox').split(','),
    secretsKeys: readSecretsKeys(required('SECRETS_KEYS')),
    logSigningKey: logKey(required('LOG_SIGNING_KEY')),
    pdfCertificate: isReal ? required('PDF_CERTIFICATE') : env.PDF_CERTIFICATE,
    pdfCertificatePassword: env.PDF_CERTIFICATE_PASSWORD ?? '',
    platformCountry,
    holdLimitDays: integer(env.HOLD_LIMIT_DAYS ?? String(holdLimit(platformCountry)), 'HOLD_LIMIT_DAYS', 1, providerLimit(platformCountry)),
    rateLimits: onOff(env.RATE_LIMITS, 'RATE_LIMITS', isReal),
    demoData: onOff(env.DEMO_DATA, 'DEMO_DATA', isReal),
    logLevel: oneOf(env.LOG_LEVEL ?? 'info', 'LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    metricsPort: env.METRICS_PORT === undefined ? undefined : integer(env.METRICS_PORT, 'METRICS_PORT', 0, 65_535),
    passwordCost: integer(env.PASSWORD_COST ?? '17', 'PASSWORD_COST', isReal ? 17 : 10, 20),
    portalSecret: env.PORTAL_SECRET ?? '',
  };
}

/** Days the provider lets a platform of this country hold money. */
function providerLimit(country: string): number {
  return country === 'US' ? 730 : country === 'TH' ? 10 : 90;
}

/** Ten days less than the provider allows, to act in, where that leaves any. */
export function holdLimit(country: string): number {
  return Math.max(10, providerLimit(country) - 10);
}

function readSecretsKeys(text: string): SecretsKey[] {
  return text.split(',').map((part) => {
    const [id, encoded = ''] = part.split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!id || key.length !== 32) fail('SECRETS_KEYS must look like id:base64-of-32-bytes, separated by commas.');
    return { id, key };
  });
}

/** Only the shape: provenance reads the key itself. */
function logKey(text: string): string {
  if (!/^PRIVATE\+KEY\+[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/.test(text)) fail('LOG_SIGNING_KEY must look like PRIVATE+KEY+name+hash+key, as `guildhall keys` makes it.');
  return text;
}

/** A URL of one of these schemes. Its text is never repeated: it may hold a password. */
function address(text: string, name: string, schemes: readonly string[]): string {
  if (!URL.canParse(text) || !schemes.some((scheme) => text.startsWith(`${scheme}//`))) fail(`${name} must be an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}.`);
  return text;
}

/** Addresses, networks (`10.0.0.0/8`) and the names `loopback`, `linklocal` and `uniquelocal` (private networks), by commas. */
function proxies(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  const isKnown = (part: string) => {
    const [address = '', bits] = part.split('/');
    const version = isIP(address);
    return ['loopback', 'linklocal', 'uniquelocal'].includes(part) || (version !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128))));
  };
  if (!parts.every(isKnown)) fail('TRUSTED_PROXIES must be addresses or networks, as 10.0.0.2 or 10.0.0.0/8, or loopback, linklocal or uniquelocal, separated by commas.');
  return parts;
}

function refusePlainHttp(publicUrl: string): void {
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol !== 'https:' && !loopback.has(hostname)) fail('PUBLIC_URL must be https unless it is a loopback address.');
}

/** Rate limits and demo data can be switched outside production only. */
function onOff(value: string | undefined, name: string, isReal: boolean): boolean {
  const isOn = oneOf(value ?? (isReal && name === 'DEMO_DATA' ? 'off' : 'on'), name, ['on', 'off'] as const) === 'on';
  if (isReal && value !== undefined && isOn !== (name === 'RATE_LIMITS')) fail(`${name}=${value} is refused in production.`);
  return isOn;
}

function integer(text: string, name: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) fail(`${name} must be a whole number from ${min} to ${max}.`);
  return value;
}

function oneOf<T extends string>(value: string, name: string, options: readonly T[]): T {
  return options.find((option) => option === value) ?? fail(`${name} must be one of ${options.join(', ')}.`);
}

function fail(sentence: string): never {
  throw new BadSetting(sentence);
}
