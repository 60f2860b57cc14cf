import { after, type ChallengeId, day, readId } from '@app/kernel';
import { aPerson, aStaffMember, anOrganisation, type TestPerson } from '../../identity/testing';
import type { Agent } from '../../../test/support/agent';
import type { TestApp } from '../../../test/support/app';

/** An organisation with its owner signed in. */
export interface TestSponsor {
  owner: TestPerson;
  organisation: { id: string; publicId: string; name: string };
}

export interface TestChallenge {
  id: ChallengeId;
  publicId: string;
  slug: string;
  version: number;
  phases: { id: string; opensAt: Date; closesAt: Date; judgingEndsAt: Date }[];
  /** The view as the sponsor last saw it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a JSON answer
  body: any;
}

type Json = Record<string, unknown>;
type Wanted = 'draft' | 'in_review' | 'approved' | 'scheduled' | 'open';
const way: Wanted[] = ['draft', 'in_review', 'approved', 'scheduled', 'open'];

export interface ChallengeWish {
  /** How far to bring it, all through HTTP; default `draft`. `open` moves the clock to its opening. */
  state?: Wanted;
  title?: string;
  /** Fields of the PATCH that differ from `completeDraft`. */
  edits?: Json;
  /** Pays for it, where it has a bounty and shall go beyond `approved`. */
  fund?: (challenge: TestChallenge) => Promise<void>;
  /** Who approves it; a new one without. */
  moderator?: TestPerson;
}

export async function aSponsor(app: TestApp, name?: string): Promise<TestSponsor> {
  const owner = await aPerson(app);
  return { owner, organisation: await anOrganisation(app, owner, name === undefined ? {} : { name }) };
}

/** A PATCH that leaves nothing missing: one phase of two weeks that opens a week from `now`, one prize of 5 000.00 EUR. */
export function completeDraft(now: Date, edits: Json = {}): Json & { phases: Json[] } {
  return {
    summary: 'We throw away 4 % of our bread.',
    brief: {
      need: 'Each day **120** loaves break.', limits: 'It must fit under the belt.', success: 'Below 1 %.', tried: 'Slower belts.', deliverables: 'A drawing.', wantedTrl: 4,
      metric: { name: 'Broken loaves', unit: '%', baseline: 4, target: 1, dueAt: after(now, 365 * day).toISOString() },
    },
    topics: ['food', 'robotics'], currency: 'EUR', ipTerms: 'assignment', noAwardRule: 'refund', timezone: 'Europe/Berlin',
    phases: [aPhase(now)],
    ...edits,
  };
}

/** The same without money: it can be scheduled and opened without paying. */
export function freeDraft(now: Date, edits: Json = {}): Json & { phases: Json[] } {
  return completeDraft(now, { bounty: 'none', currency: null, phases: [aPhase(now, { prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] })], ...edits });
}

export function aPhase(now: Date, edits: Json = {}): Json {
  return {
    kind: 'proposal', opensAt: after(now, 7 * day).toISOString(), closesAt: after(now, 21 * day).toISOString(),
    criteria: [{ title: 'Works', weight: 60 }, { title: 'Cost', description: 'Of *parts*.', weight: 40 }],
    prizes: [{ kind: 'placement', place: 1, title: 'First place', amount: { amount: 500_000, currency: 'EUR' } }],
    ...edits,
  };
}

export async function aChallenge(app: TestApp, sponsor: TestSponsor, wish: ChallengeWish = {}): Promise<TestChallenge> {
  const { agent } = sponsor.owner;
  const made = await agent.post(`/api/v1/organisations/${sponsor.organisation.publicId}/challenges`).send({ title: wish.title ?? 'Less waste on the line' }).expect(201);
  const path = `/api/v1/challenges/${made.body.id as string}`;
  await agent.patch(path).set('if-match', `"${made.body.version}"`).send(completeDraft(await app.clock.now(), wish.edits)).expect(200);
  return bring(app, agent, made.body.id as string, wish);
}

/** Brings a complete draft on, step by step, as people would. */
async function bring(app: TestApp, agent: Agent, publicId: string, { state = 'draft', moderator, fund }: ChallengeWish): Promise<TestChallenge> {
  const path = `/api/v1/challenges/${publicId}`;
  const reaches = (step: Wanted) => way.indexOf(state) >= way.indexOf(step);
  if (reaches('in_review')) await agent.put(`${path}/review-request`).expect(200);
  if (reaches('approved')) {
    const reviewer = moderator ?? (await aStaffMember(app, 'moderator'));
    await reviewer.agent.put(`/api/v1/admin/challenges/${publicId}/review`).send({ outcome: 'approve', reason: 'Clear and fair.', edits: [] }).expect(200);
  }
  if (reaches('scheduled')) {
    await fund?.(await asSeen(agent, publicId));
    await agent.put(`${path}/schedule`).expect(200);
  }
  if (reaches('open')) {
    const { phases } = await asSeen(agent, publicId);
    if (phases[0]!.opensAt > (await app.clock.now())) await app.clock.set(phases[0]!.opensAt);
    await app.drain();
  }
  return asSeen(agent, publicId);
}

/** The challenge as `agent` sees it now. */
export async function asSeen(agent: Agent, publicId: string): Promise<TestChallenge> {
  const { body } = await agent.get(`/api/v1/challenges/${publicId}`).expect(200);
  return {
    id: readId('challenge', publicId)!, publicId, slug: body.slug, version: body.version, body,
    phases: body.phases.map((phase: Record<string, string>) => ({ id: phase.id, opensAt: new Date(phase.opensAt!), closesAt: new Date(phase.closesAt!), judgingEndsAt: new Date(phase.judgingEndsAt!) })),
  };
}
