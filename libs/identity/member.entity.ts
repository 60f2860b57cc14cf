import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type Id, type MemberRole, newId, type OrganisationId, type PersonId } from '@app/kernel';
import { Audited, InstantColumn } from '@app/platform';

/** A person in an organisation. Read fresh on every request, so a change is in force on the next one. */
@Entity()
@Audited('roles', 'personId', 'unitId')
export class Member {
  @PrimaryColumn('uuid')
  id: Id<'member'>;

  @Column('uuid')
  organisationId: OrganisationId;

  @Column('uuid')
  personId: PersonId;

  @Column('text', { array: true })
  roles: MemberRole[];

  /** Where they work; null: in no unit, or not said. */
  @Column('uuid', { nullable: true })
  unitId: Id<'unit'> | null;

  @InstantColumn()
  joinedAt: Date;

  @VersionColumn()
  version: number;

  static of(organisationId: OrganisationId, personId: PersonId, roles: readonly MemberRole[], now: Date): Member {
    return Object.assign(new Member(), { id: newId('member'), organisationId, personId, roles: [...roles], unitId: null, joinedAt: now });
  }
}
