import type { Inbox } from './inbox';
import type { ProviderPages } from './provider';
import { Refused, Visitor } from './visitor';

/** Where everything is. */
export interface Places {
  /** Origin of the API. */
  api: string;
  /** Origin of the portal: where the provider sends payers back to. */
  portal: string;
  inbox: Inbox;
  provider: ProviderPages;
  /** What the portal and this API share, where it is known: then everybody is counted apart. */
  portalSecret?: string;
}

export interface Someone {
  email: string;
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  password: string;
}

/** Somebody with an account, signed in. */
export interface Person extends Someone {
  visitor: Visitor;
}

/** Somebody who takes part in challenges, and the organisation they are paid through. */
export interface Solver extends Person {
  organisationId: string;
}

interface MeAnswer {
  staffRoles: string[];
  memberships: { organisation: { id: string; kind: string; name: string } }[];
}

/** Signs up, opens the link of the mail, signs in. */
export async function signUp(places: Places, someone: Someone, kind: 'person' | 'freelancer' = 'person'): Promise<Person> {
  const visitor = new Visitor(places.api, places.portalSecret);
  await visitor.post('/people', { ...someone, kind });
  await withLink(() => places.inbox.secretOf(someone.email, 'verify'), (token) => visitor.post('/email-verifications', { token }));
  await signIn(visitor, someone);
  return { ...someone, visitor };
}

/** A freelancer: their organisation came with the account. */
export async function signUpSolver(places: Places, someone: Someone): Promise<Solver> {
  const person = await signUp(places, someone, 'freelancer');
  const { memberships } = await person.visitor.get<MeAnswer>('/me');
  return { ...person, organisationId: memberships[0]!.organisation.id };
}

/** Sets a first password by the mail that `guildhall staff add` caused, and signs in. */
export async function takeUpAccount(places: Places, someone: Someone): Promise<Person> {
  const visitor = new Visitor(places.api, places.portalSecret);
  await withLink(() => places.inbox.secretOf(someone.email, 'reset'), (token) => visitor.put(`/password-resets/${token}`, { password: someone.password }));
  await signIn(visitor, someone);
  return { ...someone, visitor };
}

/** The same person in another browser, who has proved just now who they are; what goes on in the first is not disturbed. */
export async function signInAfresh(person: Person): Promise<Visitor> {
  const visitor = person.visitor.another();
  await signIn(visitor, person);
  return visitor;
}

export async function foundOrganisation(owner: Person, details: { kind: string; name: string; country: string; website?: string }): Promise<string> {
  return (await owner.visitor.post<{ id: string }>('/organisations', details)).id;
}

/** Says what an organisation can do; challenges are matched by it. */
export async function describeOrganisation({ visitor }: Person, organisationId: string, profile: { about: string; topics: readonly string[] }): Promise<void> {
  const { version } = await visitor.get<{ version: number }>(`/organisations/${organisationId}`);
  await visitor.patch(`/organisations/${organisationId}`, profile, version);
}

/** Invites a new colleague, who follows the mail, signs up and accepts. */
export async function addColleague(places: Places, owner: Person, organisationId: string, someone: Someone, roles: string[]): Promise<Person> {
  const colleague = await signUp(places, someone);
  await owner.visitor.post(`/organisations/${organisationId}/invitations`, { email: someone.email, roles });
  await withLink(() => places.inbox.secretOf(someone.email, 'invite'), (token) => colleague.visitor.put(`/invitations/${token}/acceptance`));
  return colleague;
}

/** A payee proves who they are to the provider; money that waited for them goes on. */
export async function becomePayee(places: Places, { visitor, country }: Person, organisationId: string, entityType: 'individual' | 'company'): Promise<void> {
  await visitor.put(`/organisations/${organisationId}/payee`, { country, entityType });
  const { url } = await visitor.post<{ url: string }>(`/organisations/${organisationId}/payee/onboarding-links`);
  await places.provider.onboard(url);
}

/** Staff who may approve and move the clock: by a session that exists, or by address and password. @throws Error when they lack a role */
export async function asStaff({ api, portalSecret }: Places, credentials: { token?: string; email?: string; password?: string }): Promise<Visitor> {
  const visitor = new Visitor(api, portalSecret);
  if (credentials.token) visitor.useCookie('__Host-sid', credentials.token);
  else await signIn(visitor, { email: credentials.email ?? '', password: credentials.password ?? '' });
  const { staffRoles } = await visitor.get<MeAnswer>('/me');
  const missing = ['moderator', 'operator'].filter((role) => !staffRoles.includes(role));
  if (missing.length > 0) throw new Error(`this staff account lacks the role ${missing.join(' and ')}: guildhall staff add EMAIL ${missing.join(' ')}`);
  return visitor;
}

async function signIn(visitor: Visitor, { email, password }: { email: string; password: string }): Promise<void> {
  await visitor.post('/sessions', { email, password });
}

/** A mail that was sent twice carries a new secret, and the older one is refused: then the newer is on its way. */
async function withLink(secret: () => Promise<string>, use: (secret: string) => Promise<unknown>): Promise<void> {
  for (;;) {
    const isUsed = await use(await secret()).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refused && error.code === 'identity_link_not_valid') return false;
        throw error;
      },
    );
    if (isUsed) return;
  }
}
