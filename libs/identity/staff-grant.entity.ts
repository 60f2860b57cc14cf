import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, newId, type PersonId, type StaffRole } from '@app/kernel';
import { Audited, InstantColumn } from '@app/platform';

/** One staff role of one person; it counts for 365 days from when somebody last confirmed it. */
@Entity()
@Audited('personId', 'role', 'confirmedAt')
export class StaffGrant {
  @PrimaryColumn('uuid')
  id: Id<'staffGrant'>;

  @Column('uuid')
  personId: PersonId;

  @Column('text')
  role: StaffRole;

  @InstantColumn()
  confirmedAt: Date;

  /** Null when it was made on the server itself. */
  @Column('uuid', { nullable: true })
  confirmedBy: PersonId | null;

  static of(personId: PersonId, role: StaffRole, confirmedBy: PersonId | null, now: Date): StaffGrant {
    return Object.assign(new StaffGrant(), { id: newId('staffGrant'), personId, role, confirmedAt: now, confirmedBy });
  }
}
