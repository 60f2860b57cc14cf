import { readdirSync, readFileSync } from 'node:fs';
import { allEvents } from '@app/kernel';
import { Registry } from '@app/platform';
import { startTestApp, type TestApp } from '../support/app';

/**
 * Events that nobody here listens to, and why nobody has to: who is concerned acted themselves, or is told of
 * what comes of it. Followers (search, matching, webhooks, insights) will hear them. The list only shrinks.
 */
const unheard: Readonly<Record<string, string>> = {
  'identity.person_suspended': 'who decided tells them',
  'identity.organisation_suspended': 'who decided tells its people',
  'identity.personVerified': 'the person did it',
  'challenge.submitted_for_review': 'stands in the queue of staff',
  'challenge.scheduled': 'the sponsor did it',
  'payments.payeeChanged': 'waiting payouts go on in the same change',
  'payments.payout_held': 'who decided tells its payee',
  'payments.payout_hold_released': 'who decided tells its payee',
  'bounties.award_accepted': 'the recipient did it; the sponsor sees it in the results',
  'agreements.agreement_in_force': 'both sides are told when the sealed copy is made',
  'judging.judge_invited': 'the invitation is mailed with the change',
  'entry.joined': 'the solver did it',
  'entry.withdrawn': 'the solver did it',
  'submission.withdrawn': 'the solver did it',
};

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

it('somebody listens to every event, or it is said why nobody has to', () => {
  const heard = new Set(app.app.get(Registry).listeners().map(({ event }) => event));
  const names = allEvents();
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !heard.has(name) && !unheard[name])).toEqual([]);
  expect(Object.keys(unheard).filter((name) => heard.has(name) || !names.includes(name))).toEqual([]);
});

it('every task of the clock is called by its part and what it does, once', () => {
  const names = app.app.get(Registry).dueTasks.map(({ name }) => name);
  const written = readdirSync('libs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .flatMap((path) => [...readFileSync(`libs/${path}`, 'utf8').matchAll(/@Due\('([^']*)'\)/g)].map(([, name]) => ({ part: path.split('/')[0]!, name: name! })));
  expect(names.length).toBeGreaterThan(20);
  expect(written.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(written.filter(({ part, name }) => !name.startsWith(`${part}.`) || !/^[a-z]+\.[a-z_]+$/.test(name))).toEqual([]);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
