import { chooseParts } from './parts';

const all = ['postgres', 'mail', 'sandbox', 'api', 'worker', 'seed'];

it.each([
  { argv: [], env: {}, parts: all },
  { argv: ['--without', 'seed,worker'], env: {}, parts: ['postgres', 'mail', 'sandbox', 'api'] },
  { argv: ['--only', 'worker'], env: {}, parts: ['worker'] },
  { argv: [], env: { DEMO_DATA: 'off' }, parts: ['postgres', 'mail', 'sandbox', 'api', 'worker'] },
  { argv: [], env: { DATABASE_URL: 'postgres://elsewhere', SMTP_URL: 'smtp://elsewhere', STRIPE_SECRET_KEY: 'sk_test_1' }, parts: ['api', 'worker', 'seed'] },
  { argv: ['--only', 'sandbox,api'], env: { STRIPE_SECRET_KEY: 'sk_test_1' }, parts: ['sandbox', 'api'] },
])('$argv with $env starts $parts', ({ argv, env, parts }) => {
  expect([...chooseParts(argv, env, 'demo')].sort()).toEqual([...parts].sort());
});

it.each([
  { argv: ['--only', 'redis'], mode: 'demo', sentence: 'There is no part "redis"; the parts are postgres, mail, sandbox, api, worker, seed.' },
  { argv: ['--fast'], mode: 'demo', sentence: `Unknown option '--fast'. Known are --only and --without with any of postgres,mail,sandbox,api,worker,seed.` },
  { argv: [], mode: 'production', sentence: 'MODE=production goes without mail, sandbox, seed: add --without mail,sandbox,seed.' },
])('$argv in $mode is refused', ({ argv, mode, sentence }) => {
  expect(() => chooseParts(argv, {}, mode)).toThrow(sentence);
});
