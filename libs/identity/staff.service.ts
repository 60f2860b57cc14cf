import { Injectable } from '@nestjs/common';
import { type Actor, actingAs, type Id, type StaffRole, systemActor } from '@app/kernel';
import { Db, type PageQuery, requestProblems, type Tx } from '@app/platform';
import { staffRoleGranted, staffRoleTaken } from './identity.events';
import { isFreshlyProved, mayGrantStaffRole } from './identity.policy';
import { problems } from './identity.problems';
import { IdentityQueries, type PersonRow } from './identity.queries';
import { PasswordChanges } from './password-changes.service';
import { People } from './people.service';
import { Person } from './person.entity';
import { Sessions } from './sessions.service';
import { StaffGrant } from './staff-grant.entity';
import { staffRoleEnds } from './staff.rules';

/** Who runs the platform. A change of staff roles ends the person's sessions, so that the next one starts with them. */
@Injectable()
export class Staff {
  constructor(
    private readonly db: Db,
    private readonly people: People,
    private readonly passwordChanges: PasswordChanges,
    private readonly sessions: Sessions,
    private readonly queries: IdentityQueries,
  ) {}

  /** Grants a role, or confirms it for another year; whoever gets one they did not hold hears why. @throws personUnknown, ownStaffRoles, mayNotGrant, proveAgain */
  grant(actor: Actor, email: string, role: StaffRole, reason: string): Promise<{ grant: StaffGrant; person: Person; isNew: boolean }> {
    if (!isFreshlyProved(actor, new Date())) throw problems.proveAgain();
    return this.db.change(actor, async (tx) => {
      const person = await tx.lock(Person, { email, state: 'active' });
      if (!person) throw problems.personUnknown();
      this.refuse(actor, person.id, role);
      const { grant, isNew } = await this.confirm(tx, person, role, reason);
      if (isNew) tx.emit(staffRoleGranted, { personId: person.id, grantId: grant.id });
      return { grant, person, isNew };
    });
  }

  /** Whoever held it hears why. @throws notFound, ownStaffRoles, mayNotGrant, proveAgain */
  async take(actor: Actor, id: Id<'staffGrant'>, reason: string): Promise<void> {
    if (!isFreshlyProved(actor, new Date())) throw problems.proveAgain();
    await this.db.change(actor, async (tx) => {
      const grant = await tx.lock(StaffGrant, { id });
      if (!grant) throw requestProblems.notFound();
      this.refuse(actor, grant.personId, grant.role);
      await this.remove(tx, grant, reason);
      tx.emit(staffRoleTaken, { personId: grant.personId, grantId: grant.id });
    });
  }

  /** People whose name or address contains `text`. Who looked, for what, and whom they saw is kept. */
  lookUp(actor: Actor, text: string, page: PageQuery): Promise<PersonRow[]> {
    return this.db.change(actingAs(actor, 'staff'), async (tx) => {
      const people = await this.queries.people(text, page);
      tx.audit({ action: 'person.lookUp', subject: 'person', subjectId: '', reason: text, changes: { seen: { after: people.slice(0, page.limit).map(({ id }) => id) } } });
      return people;
    });
  }

  /** From the server itself, where nobody is above: the first staff. Somebody without an account gets one and a mail to set a password. */
  addFromServer(email: string, roles: readonly StaffRole[]): Promise<{ person: Person; isNew: boolean }> {
    return this.db.change(systemActor('cli staff add'), async (tx) => {
      const known = await tx.lock(Person, { email });
      const person = known ?? (await this.people.create(tx, { email, name: email.split('@')[0]!, country: 'ZZ' }));
      for (const role of roles) await this.confirm(tx, person, role);
      if (person.passwordHash === null) await this.passwordChanges.promiseReset(tx, email);
      return { person, isNew: !known };
    });
  }

  /** Answers which of the roles were there. */
  removeFromServer(email: string, roles: readonly StaffRole[]): Promise<StaffRole[]> {
    return this.db.change(systemActor('cli staff remove'), async (tx) => {
      const person = await tx.lock(Person, { email });
      const grants = person ? await tx.find(StaffGrant, { personId: person.id }) : [];
      const taken = grants.filter(({ role }) => roles.length === 0 || roles.includes(role));
      for (const grant of taken) await this.remove(tx, grant);
      return taken.map(({ role }) => role);
    });
  }

  private refuse(actor: Actor, personId: string, role: StaffRole): void {
    if (actor.personId === personId) throw problems.ownStaffRoles();
    if (!mayGrantStaffRole(actor, personId, role)) throw problems.mayNotGrant();
  }

  /** One that ran out is no longer held: it is made anew. */
  private async confirm(tx: Tx, person: Person, role: StaffRole, reason?: string): Promise<{ grant: StaffGrant; isNew: boolean }> {
    const known = await tx.findOne(StaffGrant, { personId: person.id, role });
    const by = tx.actor.personId ?? null;
    if (known && staffRoleEnds(known.confirmedAt) > tx.now) return { grant: await tx.save(Object.assign(known, { confirmedAt: tx.now, confirmedBy: by }), { reason }), isNew: false };
    if (known) await tx.remove(known, { reason });
    await this.sessions.endAll(tx, { personId: person.id });
    return { grant: await tx.save(StaffGrant.of(person.id, role, by, tx.now), { reason }), isNew: true };
  }

  private async remove(tx: Tx, grant: StaffGrant, reason?: string): Promise<void> {
    await tx.remove(grant, { reason });
    await this.sessions.endAll(tx, { personId: grant.personId });
  }
}
