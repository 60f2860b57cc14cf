import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { actingAs, type Actor, type MemberRole, type OrganisationId, type PersonId, readId, type StaffRole } from '@app/kernel';
import { type OrganisationKind, Staff, type Suspendable, type Suspension, Suspensions } from '@app/identity';
import { ACTOR_SOURCE, type ActorSource } from '@app/platform';
import type { Agent } from '../../../test/support/agent';
import type { TestApp } from '../../../test/support/app';
import { client, ok } from '../../../test/support/client';

/** Somebody signed in, with a browser of their own. */
export interface TestPerson {
  id: PersonId;
  email: string;
  password: string;
  name: string;
  agent: Agent;
}

interface PersonOptions {
  email?: string;
  name?: string;
  country?: string;
  /** A freelancer also has an organisation of kind `sole_trader`. */
  kind?: 'person' | 'freelancer';
}

/** Nobody's, and hard enough for the rules. */
export const testPassword = 'copper lantern walks';

let people = 0;

/** Signs up, opens the link of the mail and signs in, all through HTTP. */
export async function aPerson(app: TestApp, { email, name, country = 'NL', kind = 'person' }: PersonOptions = {}): Promise<TestPerson> {
  const number = ++people;
  const details = { email: email ?? `person-${number}-${randomBytes(3).toString('hex')}@example.org`, password: testPassword, name: name ?? `Person ${number}`, country, kind };
  const agent = app.http();
  const api = client(agent);
  await ok(api.POST('/api/v1/people', { body: details }));
  await app.drain();
  await ok(api.POST('/api/v1/email-verifications', { body: { token: tokenIn(lastMail(app, details.email)) } }));
  await ok(api.POST('/api/v1/sessions', { body: { email: details.email, password: testPassword } }));
  const me = await ok(api.GET('/api/v1/me'));
  return { id: readId('person', me.id)!, email: details.email, password: testPassword, name: details.name, agent };
}

/** A freelancer and the organisation they are paid through. */
export async function aFreelancer(app: TestApp, options: Omit<PersonOptions, 'kind'> = {}): Promise<TestPerson & { organisationId: OrganisationId }> {
  const person = await aPerson(app, { ...options, kind: 'freelancer' });
  const me = await ok(client(person).GET('/api/v1/me'));
  return { ...person, organisationId: readId('organisation', me.memberships[0]!.organisation.id)! };
}

/** An organisation whose owner is `owner`; `id` is bare, `publicId` as the API shows it. */
export async function anOrganisation(
  _app: TestApp,
  owner: TestPerson,
  details: { kind?: OrganisationKind; name?: string; country?: string; declaredOwner?: string } = {},
): Promise<{ id: OrganisationId; publicId: string; name: string }> {
  const body = { kind: 'smb' as const, name: `Organisation ${randomBytes(3).toString('hex')}`, country: 'NL', ...details };
  const { id: publicId, name } = await ok(client(owner).POST('/api/v1/organisations', { body }));
  return { id: readId('organisation', publicId)!, publicId, name };
}

/** Invites `person` (a new one without) and accepts for them. */
export async function aMember(app: TestApp, owner: TestPerson, organisation: { publicId: string }, roles: MemberRole[], person?: TestPerson): Promise<TestPerson & { memberId: string }> {
  const invited = person ?? (await aPerson(app));
  await ok(client(owner).POST('/api/v1/organisations/{id}/invitations', { params: { path: { id: organisation.publicId } }, body: { email: invited.email, roles } }));
  await app.drain();
  // the same drain may bring other mail after it
  const mail = app.mails(invited.email).findLast(({ link }) => link?.includes('/invite/'));
  const accepted = await ok(client(invited).PUT('/api/v1/invitations/{token}/acceptance', { params: { path: { token: tokenIn(mail ?? {}) } } }));
  return { ...invited, memberId: accepted.id };
}

/** Staff as the server's own command makes them, signed in afterwards; an operator unless told otherwise. */
export async function aStaffMember(app: TestApp, ...roles: StaffRole[]): Promise<TestPerson> {
  const person = await aPerson(app);
  await joinsStaff(app, person, ...(roles.length > 0 ? roles : (['operator'] as const)));
  return person;
}

/** Somebody who has an account already joins the staff, and signs in anew. */
export async function joinsStaff(app: TestApp, person: TestPerson, ...roles: StaffRole[]): Promise<void> {
  await app.app.get(Staff).addFromServer(person.email, roles);
  await ok(client(person).POST('/api/v1/sessions', { body: { email: person.email, password: person.password } }));
}

/** A token of a new service account, as `Authorization` of an agent. */
export async function aToken(app: TestApp, owner: TestPerson, organisation: { publicId: string }, ...scopes: string[]): Promise<{ agent: Agent; accountId: string; tokenId: string; secret: string }> {
  const account = await owner.agent.post(`/api/v1/organisations/${organisation.publicId}/service-accounts`).send({ name: 'Robot' }).expect(201);
  const token = await owner.agent.post(`/api/v1/service-accounts/${account.body.id}/tokens`).send({ scopes }).expect(201);
  const agent = app.http();
  agent.headers.authorization = `Bearer ${token.body.secret}`;
  return { agent, accountId: account.body.id as string, tokenId: token.body.id as string, secret: token.body.secret as string };
}

export function lastMail(app: TestApp, to: string) {
  const mail = app.mails(to).at(-1);
  if (!mail) throw new Error(`no mail to ${to}`);
  return mail;
}

/** The secret in the link of a mail. */
export function tokenIn({ link }: { link?: string }): string {
  const token = /(?:token=|\/invite\/)([\w-]{43})$/.exec(link ?? '')?.[1];
  if (!token) throw new Error(`no token in ${link}`);
  return token;
}

interface SuspensionWish {
  until?: Date | null;
  told?: string;
}

/** Staff suspend a person or an organisation, as a decision of moderation does. */
export async function suspend(app: TestApp, staff: TestPerson, subject: Suspendable, { until = null, told = 'You sent the same text to everybody.' }: SuspensionWish = {}): Promise<Suspension> {
  const terms = { subject, until, reason: 'spam', told, decisionId: randomUUID() };
  const suspension = await app.db.change(await asStaff(app, staff), (tx) => app.app.get(Suspensions).suspend(tx, terms));
  await app.drain();
  return suspension;
}

export async function lift(app: TestApp, staff: TestPerson, id: Suspension['id']): Promise<void> {
  await app.db.change(await asStaff(app, staff), (tx) => app.app.get(Suspensions).lift(tx, id, { reason: 'The appeal was right.' }));
  await app.drain();
}

/** Staff with the rights they have at this moment, as the guard of a route finds them; for services no route leads to. */
export async function asStaff(app: TestApp, { agent }: TestPerson): Promise<Actor> {
  const headers = { cookie: [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  const cookies = Object.fromEntries(agent.cookies);
  return actingAs(await app.app.get<ActorSource>(ACTOR_SOURCE).actorOf({ headers, cookies, id: 'test', ip: '127.0.0.1' } as unknown as FastifyRequest), 'staff');
}
