import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type Id, newId, type OrganisationId } from '@app/kernel';
import { Audited, InstantColumn } from '@app/platform';

/** A part of an organisation: a faculty, a laboratory, a plant. */
@Entity()
@Audited('name')
export class Unit {
  @PrimaryColumn('uuid')
  id: Id<'unit'>;

  @Column('uuid')
  organisationId: OrganisationId;

  /** Compared without regard to case. */
  @Column('citext')
  name: string;

  @InstantColumn()
  createdAt: Date;

  @VersionColumn()
  version: number;

  static of(organisationId: OrganisationId, name: string, now: Date): Unit {
    return Object.assign(new Unit(), { id: newId('unit'), organisationId, name, createdAt: now });
  }
}
