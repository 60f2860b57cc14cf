import type { View } from '@app/api-client';
import { after, type ChallengeId, day, readId } from '@app/kernel';
import { aPerson, aStaffMember, anOrganisation, type TestPerson } from '../../identity/testing';
import type { Agent } from '../../../test/support/agent';
import type { TestApp } from '../../../test/support/app';
import { client, ifMatch, ok } from '../../../test/support/client';

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
  /** The view as the sponsor last saw it; tests look into it as into any JSON answer. */
  body: any;
}

type Edits = View<'EditChallengeDto'>;
type PhaseEdits = View<'PhaseDto'>;
type Wanted = 'draft' | 'in_review' | 'approved' | 'scheduled' | 'open';
const way: Wanted[] = ['draft', 'in_review', 'approved', 'scheduled', 'open'];

export interface ChallengeWish {
  /** How far to bring it, all through HTTP; default `draft`. `open` moves the clock to its opening. */
  state?: Wanted;
  title?: string;
  /** Fields of the PATCH that differ from `completeDraft`. */
  edits?: Edits;
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
export function completeDraft(now: Date, edits: Edits = {}): Edits & Required<Pick<Edits, 'brief' | 'phases'>> {
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
export function freeDraft(now: Date, edits: Edits = {}) {
  return completeDraft(now, { bounty: 'none', currency: null, phases: [aPhase(now, { prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] })], ...edits });
}

export function aPhase(now: Date, edits: Partial<PhaseEdits> = {}): PhaseEdits {
  return {
    kind: 'proposal', opensAt: after(now, 7 * day).toISOString(), closesAt: after(now, 21 * day).toISOString(),
    criteria: [{ title: 'Works', weight: 60 }, { title: 'Cost', description: 'Of *parts*.', weight: 40 }],
    prizes: [{ kind: 'placement', place: 1, title: 'First place', amount: { amount: 500_000, currency: 'EUR' } }],
    ...edits,
  };
}

export async function aChallenge(app: TestApp, sponsor: TestSponsor, wish: ChallengeWish = {}): Promise<TestChallenge> {
  const { agent } = sponsor.owner;
  const made = await ok(client(agent).POST('/api/v1/organisations/{id}/challenges', { params: { path: { id: sponsor.organisation.publicId } }, body: { title: wish.title ?? 'Less waste on the line' } }));
  const params = { path: { id: made.id }, header: ifMatch(made.version) };
  await ok(client(agent).PATCH('/api/v1/challenges/{id}', { params, body: completeDraft(await app.clock.now(), wish.edits) }));
  return bring(app, agent, made.id, wish);
}

/** Brings a complete draft on, step by step, as people would. */
async function bring(app: TestApp, agent: Agent, publicId: string, { state = 'draft', moderator, fund }: ChallengeWish): Promise<TestChallenge> {
  const api = client(agent);
  const params = { path: { id: publicId } };
  const reaches = (step: Wanted) => way.indexOf(state) >= way.indexOf(step);
  if (reaches('in_review')) await ok(api.PUT('/api/v1/challenges/{id}/review-request', { params }));
  if (reaches('approved')) {
    const reviewer = moderator ?? (await aStaffMember(app, 'moderator'));
    const { version } = await asSeen(agent, publicId);
    await ok(client(reviewer).PUT('/api/v1/admin/challenges/{id}/review', { params: { ...params, header: ifMatch(version) }, body: { outcome: 'approve', reason: 'Clear and fair.', edits: [] } }));
  }
  if (reaches('scheduled')) {
    await fund?.(await asSeen(agent, publicId));
    await ok(api.PUT('/api/v1/challenges/{id}/schedule', { params }));
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
  const body = await ok(client(agent).GET('/api/v1/challenges/{id}', { params: { path: { id: publicId } } }));
  return {
    id: readId('challenge', publicId)!, publicId, slug: body.slug, version: body.version, body,
    phases: body.phases.map((phase) => ({ id: phase.id, opensAt: new Date(phase.opensAt!), closesAt: new Date(phase.closesAt!), judgingEndsAt: new Date(phase.judgingEndsAt!) })),
  };
}
