import { randomBytes } from 'node:crypto';
import { type MemberRole, type OrganisationId, type PersonId, readId, type StaffRole } from '@app/kernel';
import { type OrganisationKind, Staff } from '@app/identity';
import type { Agent } from '../../../test/support/agent';
import type { TestApp } from '../../../test/support/app';

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
  await agent.post('/api/v1/people').send(details).expect(202);
  await app.drain();
  await agent.post('/api/v1/email-verifications').send({ token: tokenIn(lastMail(app, details.email)) }).expect(201);
  await agent.post('/api/v1/sessions').send({ email: details.email, password: testPassword }).expect(201);
  const me = await agent.get('/api/v1/me').expect(200);
  return { id: readId('person', me.body.id)!, email: details.email, password: testPassword, name: details.name, agent };
}

/** A freelancer and the organisation they are paid through. */
export async function aFreelancer(app: TestApp, options: Omit<PersonOptions, 'kind'> = {}): Promise<TestPerson & { organisationId: OrganisationId }> {
  const person = await aPerson(app, { ...options, kind: 'freelancer' });
  const me = await person.agent.get('/api/v1/me').expect(200);
  return { ...person, organisationId: readId('organisation', me.body.memberships[0].organisation.id)! };
}

/** An organisation whose owner is `owner`; `id` is bare, `publicId` as the API shows it. */
export async function anOrganisation(
  _app: TestApp,
  owner: TestPerson,
  details: { kind?: OrganisationKind; name?: string; country?: string; declaredOwner?: string } = {},
): Promise<{ id: OrganisationId; publicId: string; name: string }> {
  const body = { kind: 'smb', name: `Organisation ${randomBytes(3).toString('hex')}`, country: 'NL', ...details };
  const made = await owner.agent.post('/api/v1/organisations').send(body).expect(201);
  return { id: readId('organisation', made.body.id)!, publicId: made.body.id as string, name: body.name };
}

/** Invites `person` (a new one without) and accepts for them. */
export async function aMember(app: TestApp, owner: TestPerson, organisation: { publicId: string }, roles: MemberRole[], person?: TestPerson): Promise<TestPerson & { memberId: string }> {
  const invited = person ?? (await aPerson(app));
  await owner.agent.post(`/api/v1/organisations/${organisation.publicId}/invitations`).send({ email: invited.email, roles }).expect(201);
  await app.drain();
  const accepted = await invited.agent.put(`/api/v1/invitations/${tokenIn(lastMail(app, invited.email))}/acceptance`).expect(200);
  return { ...invited, memberId: accepted.body.id as string };
}

/** Staff as the server's own command makes them, signed in afterwards; an operator unless told otherwise. */
export async function aStaffMember(app: TestApp, ...roles: StaffRole[]): Promise<TestPerson> {
  const person = await aPerson(app);
  await app.app.get(Staff).addFromServer(person.email, roles.length > 0 ? roles : ['operator']);
  await person.agent.post('/api/v1/sessions').send({ email: person.email, password: person.password }).expect(201);
  return person;
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
