/**
 * Which module may import which, top to bottom: a module sees only what stands in its own row. docs/ARCHITECTURE.md prints
 * this table; dependency-cruiser enforces it (`npm run lint:deps`). Followers listen to events, and nobody imports them.
 */
const base = ['kernel', 'platform', 'messages'];

const modules = {
  provenance: [],
  files: [],
  ledger: ['provenance'],
  identity: ['provenance', 'files'],
  directory: ['identity', 'files'],
  payments: ['identity', 'ledger', 'provenance'],
  challenges: ['identity', 'files', 'provenance'],
  ideas: ['identity', 'challenges', 'provenance'],
  agreements: ['identity', 'challenges', 'files', 'provenance'],
  submissions: ['identity', 'challenges', 'agreements', 'payments', 'files', 'provenance'],
  threads: ['identity', 'challenges', 'submissions', 'files'],
  judging: ['identity', 'challenges', 'submissions', 'provenance'],
  bounties: ['identity', 'challenges', 'submissions', 'judging', 'agreements', 'payments', 'provenance'],
};

const everything = Object.keys(modules);
const followers = Object.fromEntries(['search', 'matching', 'notifications', 'webhooks', 'moderation', 'insights'].map((name) => [name, everything]));

/** Only outside tests: builders of a module may be used by the tests of every other. */
const notTests = ['\\.spec\\.ts$', '/testing/', '^test/', '^bench/'];

function rules() {
  const all = { ...modules, ...followers };
  return [
    { name: 'kernel-depends-on-nothing', severity: 'error', from: { path: '^libs/kernel/', pathNot: notTests }, to: { path: ['^libs/(?!kernel/)', '^apps/', 'node_modules'] } },
    { name: 'platform-knows-no-module', severity: 'error', from: { path: '^libs/(platform|messages)/', pathNot: notTests }, to: { path: '^libs/(?!kernel/|platform/|messages/)' } },
    ...Object.entries(all).map(([name, allowed]) => ({
      name: `${name}-imports-only-rows-above`,
      severity: 'error',
      from: { path: `^libs/${name}/`, pathNot: notTests },
      to: { path: '^libs/', pathNot: `^libs/(${[name, ...base, ...allowed].join('|')})/` },
    })),
    { name: 'through-the-front-door', comment: 'import @app/<module>, never a file inside it', severity: 'error', from: { path: '^libs/([^/]+)/', pathNot: notTests }, to: { path: '^libs/([^/]+)/.+', pathNot: ['^libs/$1/', '^libs/[^/]+/index\\.ts$'] } },
    { name: 'apps-use-front-doors', severity: 'error', from: { path: '^apps/', pathNot: notTests }, to: { path: '^libs/[^/]+/.+', pathNot: ['^libs/[^/]+/index\\.ts$', '^libs/api-client/', '^libs/messages/'] } },
    { name: 'libs-do-not-know-apps', severity: 'error', from: { path: '^libs/', pathNot: notTests }, to: { path: '^apps/' } },
    { name: 'sandbox-is-never-in-production-code', severity: 'error', from: { path: '^(libs|apps/(api|worker|portal))/', pathNot: notTests }, to: { path: '^apps/payments-sandbox/' } },
    { name: 'portal-talks-http', comment: 'the portal has no private door', severity: 'error', from: { path: '^apps/portal/' }, to: { path: '^(libs|apps)/', pathNot: ['^apps/portal/', '^libs/(api-client|messages)/'] } },
    { name: 'rules-are-pure', comment: 'no Nest, TypeORM or clock', severity: 'error', from: { path: '\\.(rules|lifecycle|policy)\\.ts$' }, to: { path: ['node_modules/(@nestjs|typeorm|pg|bullmq|stripe)', '^libs/platform/'] } },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ];
}

module.exports = { modules, followers, rules };
