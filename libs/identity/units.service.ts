import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, type Id, type OrganisationId } from '@app/kernel';
import { Db, requestProblems, requireVersion, type Tx } from '@app/platform';
import { mayHaveUnits, mayManageMembers } from './identity.policy';
import { problems } from './identity.problems';
import { Member } from './member.entity';
import { Organisation } from './organisation.entity';
import { Unit } from './unit.entity';

const most = 200;

/** The parts of an organisation, kept by its owners and managers under its lock. */
@Injectable()
export class Units {
  constructor(private readonly db: Db) {}

  /** By name; an organisation has at most 200. */
  of(organisationId: OrganisationId): Promise<Unit[]> {
    return this.db.find(Unit, { organisationId }, { name: 'ASC' });
  }

  /** How many work in each; those with nobody are left out. */
  async sizes(organisationId: OrganisationId): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db.query<{ unitId: string; members: number }>('select unit_id as "unitId", count(*)::int as members from member where organisation_id = $1 and unit_id is not null group by unit_id', [organisationId]);
    return new Map(rows.map(({ unitId, members }) => [unitId, members]));
  }

  /** @throws notFound, noUnitsHere, unitExists, tooManyUnits */
  create(actor: Actor, organisationId: OrganisationId, name: string): Promise<Unit> {
    return this.change(actor, organisationId, async (tx, units) => {
      if (units.length >= most) throw problems.tooManyUnits();
      this.refuseDouble(units, name);
      return tx.save(Unit.of(organisationId, name, tx.now));
    });
  }

  /** @throws notFound, unitExists, preconditionFailed */
  rename(actor: Actor, organisationId: OrganisationId, id: Id<'unit'>, version: number, name: string): Promise<Unit> {
    return this.change(actor, organisationId, async (tx, units) => {
      const unit = one(units, id);
      requireVersion(unit, version);
      this.refuseDouble(units.filter((other) => other !== unit), name);
      return tx.save(Object.assign(unit, { name }));
    });
  }

  /** Its members stay in the organisation. @throws notFound */
  async remove(actor: Actor, organisationId: OrganisationId, id: Id<'unit'>): Promise<void> {
    await this.change(actor, organisationId, async (tx, units) => {
      const unit = one(units, id);
      await tx.saveAll((await tx.find(Member, { organisationId, unitId: unit.id })).map((member) => Object.assign(member, { unitId: null })));
      await tx.remove(unit);
    });
  }

  /** Where somebody works; null: in no unit. @throws notFound, preconditionFailed */
  place(actor: Actor, organisationId: OrganisationId, memberId: Id<'member'>, version: number, unitId: Id<'unit'> | null): Promise<{ member: Member; unit: Unit | null }> {
    return this.change(actor, organisationId, async (tx, units) => {
      const member = await tx.findOne(Member, { id: memberId, organisationId });
      if (!member) throw requestProblems.notFound();
      requireVersion(member, version);
      const unit = unitId === null ? null : one(units, unitId);
      return { member: await tx.save(Object.assign(member, { unitId })), unit };
    });
  }

  /** Rights are read again under the lock: those the request came with may be gone. */
  private change<T>(actor: Actor, organisationId: OrganisationId, work: (tx: Tx, units: Unit[]) => Promise<T>): Promise<T> {
    if (!mayManageMembers(actor, organisationId)) throw requestProblems.notFound();
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      const organisation = await tx.lock(Organisation, { id: organisationId, state: 'active' });
      const own = await tx.findOne(Member, { organisationId, personId: tx.actor.personId });
      if (!organisation || !own?.roles.some((role) => role === 'owner' || role === 'manager')) throw requestProblems.notFound();
      if (!mayHaveUnits(organisation.kind)) throw problems.noUnitsHere();
      return work(tx, await tx.find(Unit, { organisationId }));
    });
  }

  private refuseDouble(units: readonly Unit[], name: string): void {
    if (units.some((unit) => unit.name.toLowerCase() === name.toLowerCase())) throw problems.unitExists();
  }
}

function one(units: readonly Unit[], id: Id<'unit'>): Unit {
  const found = units.find((unit) => unit.id === id);
  if (!found) throw requestProblems.notFound();
  return found;
}
