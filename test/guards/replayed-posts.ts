import { randomUUID } from 'node:crypto';
import { showId } from '@app/kernel';
import { aChallenge, aSponsor, freeDraft } from '../../libs/challenges/testing';
import { lastMail, testPassword, tokenIn } from '../../libs/identity/testing';
import { someFacts } from '../../libs/moderation/testing';
import { joining, type TestSolver } from '../../libs/submissions/testing';
import type { Agent } from '../support/agent';
import type { TestApp } from '../support/app';
import { client, ok } from '../support/client';
import type { World } from '../support/world';

export interface Post {
  who?: { agent: Agent };
  path?: string;
  body: object;
  /** As right as `body`, and not the same. */
  another: object;
}

const anybody = (app: TestApp) => ({ agent: app.http() });

async function anUnverified(app: TestApp): Promise<string> {
  const email = `new-${randomUUID()}@example.org`;
  await ok(client(app.http()).POST('/api/v1/people', { body: { kind: 'person', email, password: testPassword, name: 'New', country: 'NL' } }));
  await app.drain();
  return tokenIn(lastMail(app, email));
}

/** One for each; a new POST needs its own. */
export const posts: Record<string, (world: World, app: TestApp) => Promise<Post> | Post> = {
  'POST /api/v1/email-verifications': async (_, app) => ({ who: anybody(app), body: { token: await anUnverified(app) }, another: { token: await anUnverified(app) } }),
  'POST /api/v1/password-resets': (world, app) => ({ who: anybody(app), body: { email: world.people.asker.email }, another: { email: world.people.judge.email } }),
  'POST /api/v1/organisations': () => ({ body: { kind: 'smb', name: 'Once', country: 'DK' }, another: { kind: 'nonprofit', name: 'Once', country: 'DK' } }),
  'POST /api/v1/organisations/{id}/units': () => ({ body: { name: 'Yeast' }, another: { name: 'Flour' } }),
  'POST /api/v1/organisations/{id}/invitations': () => ({ body: { email: 'new@example.org', roles: ['contributor'] }, another: { email: 'new@example.org', roles: ['manager'] } }),
  'POST /api/v1/organisations/{id}/service-accounts': () => ({ body: { name: 'Robot' }, another: { name: 'Rover' } }),
  'POST /api/v1/service-accounts/{id}/tokens': () => ({ body: { scopes: ['challenge:read'] }, another: { scopes: ['challenge:write'] } }),
  'POST /api/v1/admin/staff': (world) => ({ body: { email: world.people.invitee.email, role: 'support', reason: 'Helps.' }, another: { email: world.people.invitee.email, role: 'finance', reason: 'Pays.' } }),
  'POST /api/v1/organisations/{id}/challenges': () => ({ body: { title: 'Less waste' }, another: { title: 'More waste' } }),
  'POST /api/v1/organisations/{id}/challenge-imports': () => ({ body: { rows: [{ id: '1', title: 'Another' }] }, another: { rows: [{ id: '2', title: 'Another' }] } }),
  'POST /api/v1/challenges/{id}/entries': async (world) => {
    const body = await joining(world.people.newcomer as TestSolver, { publicId: world.ids.asked } as Parameters<typeof joining>[1]);
    return { body, another: { ...body, organisationId: showId('organisation', randomUUID()) } };
  },
  'POST /api/v1/challenges/{id}/questions': () => ({ body: { text: 'May it be longer?' }, another: { text: 'May it be shorter?' } }),
  'POST /api/v1/threads/{id}/messages': () => ({ body: { text: 'Hello.' }, another: { text: 'Goodbye.' } }),
  'POST /api/v1/challenges/{id}/phases/{phaseId}/judges': async (world, app) => {
    const sponsor = await aSponsor(app);
    const challenge = await aChallenge(app, sponsor, { state: 'approved', edits: freeDraft(await app.clock.now()) });
    return { who: sponsor.owner, path: `/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`, body: { email: world.people.asker.email }, another: { email: world.people.invitee.email } };
  },
  'POST /api/v1/challenges/{id}/fundings': async (_, app) => {
    const sponsor = await aSponsor(app);
    const { publicId } = await aChallenge(app, sponsor, { state: 'approved' });
    return { who: sponsor.owner, path: `/api/v1/challenges/${publicId}/fundings`, body: {}, another: { amount: { amount: 100_000, currency: 'EUR' } } };
  },
  'POST /api/v1/reports': (world) => ({ who: world.people.stranger, body: { kind: 'challenge', id: world.ids.asked, ground: 'spam', text: 'This is not right.' }, another: { kind: 'challenge', id: world.ids.asked, ground: 'spam', text: 'This is wrong.' } }),
  'POST /api/v1/me/statements/{id}/appeal': () => ({ body: { text: 'It was meant well.' }, another: { text: 'It was not me.' } }),
  'POST /api/v1/admin/decisions': (world) => {
    const body = { kind: 'challenge', id: world.ids.running, ground: 'Section 4 of the terms.', facts: someFacts, measures: [] };
    return { body, another: { ...body, ground: 'Section 5 of the terms.' } };
  },
};
