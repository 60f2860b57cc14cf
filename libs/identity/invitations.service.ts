import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, type Id, type MemberRole, type OrganisationId } from '@app/kernel';
import { Db, requestProblems } from '@app/platform';
import { mailInvitation } from './identity.events';
import { invitationLifecycle } from './identity.lifecycle';
import { mayGrantRoles, mayManageMembers, rolesOf } from './identity.policy';
import { problems } from './identity.problems';
import { Invitation } from './invitation.entity';
import { MailCaps } from './mail-caps.service';
import { Member } from './member.entity';
import { Members } from './members.service';
import { Organisation } from './organisation.entity';
import { Person } from './person.entity';
import { hashOf } from './secrets';
import { Sessions, type Started } from './sessions.service';

const linkLasts = 7 * 24 * 60 * 60 * 1000;

/** Asking somebody into an organisation, by mail to one address, good once, for seven days. */
@Injectable()
export class Invitations {
  constructor(
    private readonly db: Db,
    private readonly members: Members,
    private readonly sessions: Sessions,
    private readonly mailCaps: MailCaps,
  ) {}

  /** The answer does not tell whether the address has an account. @throws notFound, mayNotGrant, roleNotHere, alreadyMember, tooManyMails, tooManyMailsSent */
  invite(actor: Actor, organisationId: OrganisationId, email: string, roles: MemberRole[]): Promise<Invitation> {
    if (!mayManageMembers(actor, organisationId)) throw requestProblems.notFound();
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      const organisation = await tx.lock(Organisation, { id: organisationId, state: 'active' }, 'share');
      const own = await tx.findOne(Member, { organisationId, personId: actor.personId });
      if (!organisation || !own) throw requestProblems.notFound();
      if (!roles.every((role) => rolesOf(organisation.kind).includes(role))) throw problems.roleNotHere();
      // Making an owner takes a fresh proof of identity, which a link in a mail is not
      if (roles.includes('owner') || !mayGrantRoles(own.roles, roles)) throw problems.mayNotGrant();
      const [known] = await tx.query('select from member m join person p on p.id = m.person_id where m.organisation_id = $1 and p.email = $2', [organisationId, email]);
      if (known) throw problems.alreadyMember();
      const now = new Date();
      const invitation = await tx.save(Invitation.of({ organisationId, email, roles, invitedBy: actor.personId! }, now, new Date(now.getTime() + linkLasts)));
      await this.mailCaps.promise(tx, mailInvitation, { invitationId: invitation.id }, email);
      return invitation;
    });
  }

  /** @throws notFound, wrongState */
  async revoke(actor: Actor, organisationId: OrganisationId, id: Id<'invitation'>): Promise<void> {
    if (!mayManageMembers(actor, organisationId)) throw requestProblems.notFound();
    await this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      const invitation = await tx.lock(Invitation, { id, organisationId });
      if (!invitation) throw requestProblems.notFound();
      invitation.state = invitationLifecycle.next(invitation.state, 'revoke');
      await tx.save(invitation);
    });
  }

  /** What the link in the mail is about, for its page. @throws linkNotValid */
  async look(token: string): Promise<{ invitation: Invitation; organisation: Organisation }> {
    const invitation = await this.db.findOne(Invitation, { tokenHash: hashOf(token), state: 'open' });
    const organisation = invitation && (await this.db.findOne(Organisation, { id: invitation.organisationId, state: 'active' }));
    if (!organisation || invitation.expiresAt <= new Date()) throw problems.linkNotValid();
    return { invitation, organisation };
  }

  /** Only the address it was sent to can accept; the session goes on under a new secret, since it gains rights. @throws linkNotValid, invitedOther, alreadyMember */
  accept(actor: Actor, token: string): Promise<{ member: Member; organisation: Organisation; started: Started }> {
    return this.db.change(actor, async (tx) => {
      const known = await tx.findOne(Invitation, { tokenHash: hashOf(token) });
      const organisation = known && (await tx.lock(Organisation, { id: known.organisationId, state: 'active' }));
      const invitation = organisation && (await tx.lock(Invitation, { id: known.id, state: 'open' }));
      if (!invitation || invitation.expiresAt <= new Date()) throw problems.linkNotValid();
      const person = await tx.findOne(Person, { id: actor.personId });
      if (person?.email.toLowerCase() !== invitation.email.toLowerCase()) throw problems.invitedOther();
      invitation.state = invitationLifecycle.next(invitation.state, 'accept');
      await tx.save(invitation);
      const member = await this.members.add(tx, organisation.id, person.id, invitation.roles);
      return { member, organisation, started: await this.sessions.renewOwn(tx, actor) };
    });
  }
}
