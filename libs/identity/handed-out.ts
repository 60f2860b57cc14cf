import { In, IsNull } from 'typeorm';
import { type MemberRole, memberRoles, type OrganisationId, type PersonId } from '@app/kernel';
import type { Tx } from '@app/platform';
import { invitationLifecycle } from './identity.lifecycle';
import { mayGrantRoles } from './identity.policy';
import { Invitation } from './invitation.entity';
import { scopesHeldBy } from './scopes';
import { ServiceAccount, ServiceToken } from './service-account.entity';

/**
 * Open invitations and tokens live on the rights of who made them: with `roles` as all that person has left (none: removed),
 * those they could not make any more end.
 */
export async function withdrawHandedOut(tx: Tx, organisationId: OrganisationId, personId: PersonId, roles: readonly MemberRole[]): Promise<void> {
  const mayStill = roles.includes('owner') || roles.includes('manager');
  const grantable = mayStill ? memberRoles.filter((role) => mayGrantRoles(roles, [role])) : [];
  for (const invitation of await tx.find(Invitation, { organisationId, invitedBy: personId, state: 'open' })) {
    if (invitation.roles.every((role) => grantable.includes(role))) continue;
    invitation.state = invitationLifecycle.next(invitation.state, 'revoke');
    await tx.save(invitation);
  }
  const held = mayStill ? scopesHeldBy(roles) : [];
  const accounts = await tx.find(ServiceAccount, { organisationId });
  for (const token of await tx.find(ServiceToken, { serviceAccountId: In(accounts.map(({ id }) => id)), createdBy: personId, revokedAt: IsNull() })) {
    if (token.scopes.every((scope) => held.includes(scope))) continue;
    token.revokedAt = new Date();
    await tx.save(token);
  }
}
