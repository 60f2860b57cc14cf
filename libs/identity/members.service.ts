import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, type Id, type MemberRole, type OrganisationId, type PersonId, suspensionOf } from '@app/kernel';
import { Db, requestProblems, requireVersion, suspendedProblem, type Tx } from '@app/platform';
import { memberAdded, memberRemoved, memberRolesChanged } from './identity.events';
import { changesOwners, gainsRights, isFreshlyProved, isLastOwner, mayChangeMember, mayManageMembers, maySeeMembers, rolesOf } from './identity.policy';
import { problems } from './identity.problems';
import { withdrawHandedOut } from './handed-out';
import { Member } from './member.entity';
import { Organisation } from './organisation.entity';
import { Sessions, type Started } from './sessions.service';

/** Who is in an organisation, and as what. Every change is decided under the organisation's lock. */
@Injectable()
export class Members {
  constructor(
    private readonly db: Db,
    private readonly sessions: Sessions,
  ) {}

  /** Who gains rights signs in again; one's own session goes on under a new secret. @throws notFound, mayNotGrant, proveAgain, lastOwner, roleNotHere, preconditionFailed */
  changeRoles(actor: Actor, organisationId: OrganisationId, memberId: Id<'member'>, version: number, roles: MemberRole[]): Promise<{ member: Member; started?: Started }> {
    if (!mayManageMembers(actor, organisationId)) throw requestProblems.notFound();
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      const { organisation, members, member, own } = await this.under(tx, organisationId, memberId);
      requireVersion(member, version);
      if (!roles.every((role) => rolesOf(organisation.kind).includes(role))) throw problems.roleNotHere();
      if (!own || !mayChangeMember(own.roles, member.roles, roles)) throw problems.mayNotGrant();
      if (changesOwners(member.roles, roles) && !isFreshlyProved(actor, new Date())) throw problems.proveAgain();
      if (!roles.includes('owner') && isLastOwner(members, member.personId)) throw problems.lastOwner();
      const gains = gainsRights(member.roles, roles);
      member.roles = roles;
      await tx.save(member);
      await withdrawHandedOut(tx, organisationId, member.personId, roles);
      tx.emit(memberRolesChanged, { organisationId, personId: member.personId });
      if (!gains) return { member };
      if (member.personId === actor.personId) return { member, started: await this.sessions.renewOwn(tx, actor) };
      await this.sessions.endAll(tx, { personId: member.personId });
      return { member };
    });
  }

  /** Somebody is sent away, or leaves. @throws notFound, suspended, mayNotGrant, proveAgain, lastOwner */
  async remove(actor: Actor, organisationId: OrganisationId, memberId: Id<'member'>): Promise<void> {
    if (!maySeeMembers(actor, organisationId)) throw requestProblems.notFound();
    await this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      const { members, member, own } = await this.under(tx, organisationId, memberId);
      const isLeaving = member.personId === actor.personId;
      if (!isLeaving) refuseSuspended(actor, organisationId);
      if (!isLeaving && (!own || !mayChangeMember(own.roles, member.roles, []))) throw problems.mayNotGrant();
      if (!isLeaving && member.roles.includes('owner') && !isFreshlyProved(actor, new Date())) throw problems.proveAgain();
      if (isLastOwner(members, member.personId)) throw problems.lastOwner();
      await tx.remove(member);
      await withdrawHandedOut(tx, organisationId, member.personId, []);
      tx.emit(memberRemoved, { organisationId, personId: member.personId });
    });
  }

  /** @throws alreadyMember */
  async add(tx: Tx, organisationId: OrganisationId, personId: PersonId, roles: readonly MemberRole[]): Promise<Member> {
    if (await tx.findOne(Member, { organisationId, personId })) throw problems.alreadyMember();
    const member = await tx.save(Member.of(organisationId, personId, roles, tx.now));
    tx.emit(memberAdded, { organisationId, personId });
    return member;
  }

  /** Rights are read again under the lock: those the request came with may be gone. */
  private async under(tx: Tx, organisationId: OrganisationId, memberId: Id<'member'>) {
    const organisation = await tx.lock(Organisation, { id: organisationId, state: 'active' });
    const members = await tx.find(Member, { organisationId });
    const member = members.find(({ id }) => id === memberId);
    if (!organisation || !member) throw requestProblems.notFound();
    return { organisation, members, member, own: members.find(({ personId }) => personId === tx.actor.personId) };
  }
}

/** The route is open to who is suspended, to leave by it. @throws suspended */
function refuseSuspended(actor: Actor, organisationId: OrganisationId): void {
  if (actor.suspended) throw suspendedProblem('person', actor.suspended);
  const suspended = suspensionOf(actor, organisationId);
  if (suspended) throw suspendedProblem('organisation', suspended);
}
