import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { actingAs, type Actor, type Id, type OrganisationId } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { tokenPrefix } from './authentication.service';
import { mayManageMembers } from './identity.policy';
import { problems } from './identity.problems';
import { Member } from './member.entity';
import { Organisation } from './organisation.entity';
import { type ScopeName, scopesHeldBy } from './scopes';
import { hashOf, newSecret } from './secrets';
import { ServiceAccount, ServiceToken } from './service-account.entity';

const day = 24 * 60 * 60 * 1000;

/** Programs of an organisation and their tokens. Only people manage them: a token never manages tokens. */
@Injectable()
export class ServiceAccounts {
  constructor(private readonly db: Db) {}

  /** @throws notFound */
  create(actor: Actor, organisationId: OrganisationId, name: string): Promise<ServiceAccount> {
    if (!mayManageMembers(actor, organisationId)) throw requestProblems.notFound();
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      await this.manager(tx, organisationId);
      return tx.save(ServiceAccount.of({ organisationId, name, createdBy: actor.personId! }, tx.now));
    });
  }

  /** The account and all its tokens end at once. @throws notFound */
  async remove(actor: Actor, organisationId: OrganisationId, id: Id<'serviceAccount'>): Promise<void> {
    if (!mayManageMembers(actor, organisationId)) throw requestProblems.notFound();
    await this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      await this.manager(tx, organisationId);
      const account = await tx.findOne(ServiceAccount, { id, organisationId });
      if (!account) throw requestProblems.notFound();
      await tx.remove(account);
    });
  }

  /** The secret is shown this once. @throws notFound, mayNotGrant for a scope the person does not hold */
  async addToken(actor: Actor, id: Id<'serviceAccount'>, scopes: ScopeName[], days: number): Promise<{ token: ServiceToken; secret: string }> {
    const { organisationId } = await this.managed(actor, id);
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      const { roles } = await this.manager(tx, organisationId);
      const held = scopesHeldBy(roles);
      const lacking = scopes.filter((scope) => !held.includes(scope));
      if (lacking.length > 0) throw problems.mayNotGrant({ scopes: lacking });
      const secret = newSecret(tokenPrefix);
      const now = new Date();
      const details = { serviceAccountId: id, tokenHash: hashOf(secret), scopes, createdBy: actor.personId!, expiresAt: new Date(now.getTime() + days * day) };
      return { token: await tx.save(ServiceToken.of(details, now)), secret };
    });
  }

  /** @throws notFound */
  async revokeToken(actor: Actor, id: Id<'serviceAccount'>, tokenId: Id<'token'>): Promise<void> {
    const { organisationId } = await this.managed(actor, id);
    await this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      await this.manager(tx, organisationId);
      const token = await tx.findOne(ServiceToken, { id: tokenId, serviceAccountId: id, revokedAt: IsNull() });
      if (!token) throw requestProblems.notFound();
      token.revokedAt = new Date();
      await tx.save(token);
    });
  }

  /** Tokens of these accounts that still work or have run out, not those taken back. */
  tokensOf(accounts: readonly ServiceAccount[]): Promise<ServiceToken[]> {
    return this.db.find(ServiceToken, { serviceAccountId: In(accounts.map(({ id }) => id)), revokedAt: IsNull() }, { createdAt: 'ASC' });
  }

  private async managed(actor: Actor, id: Id<'serviceAccount'>): Promise<ServiceAccount> {
    const account = await this.db.findOne(ServiceAccount, { id });
    if (!account || !mayManageMembers(actor, account.organisationId)) throw requestProblems.notFound();
    return account;
  }

  /** Rights are read again under the organisation's lock: those the request came with may be gone. */
  private async manager(tx: Tx, organisationId: OrganisationId): Promise<Member> {
    const organisation = await tx.lock(Organisation, { id: organisationId, state: 'active' }, 'share');
    const member = await tx.findOne(Member, { organisationId, personId: tx.actor.personId });
    if (!organisation || !member?.roles.some((role) => role === 'owner' || role === 'manager')) throw requestProblems.notFound();
    return member;
  }
}
