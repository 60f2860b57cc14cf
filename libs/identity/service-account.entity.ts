import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, newId, type OrganisationId, type PersonId } from '@app/kernel';
import { Audited, InstantColumn } from '@app/platform';
import type { ScopeName } from './scopes';

/** A program of an organisation that uses the API. */
@Entity()
@Audited('name')
export class ServiceAccount {
  @PrimaryColumn('uuid')
  id: Id<'serviceAccount'>;

  @Column('uuid')
  organisationId: OrganisationId;

  @Column('text')
  name: string;

  @Column('uuid')
  createdBy: PersonId;

  @InstantColumn()
  createdAt: Date;

  static of(details: Pick<ServiceAccount, 'organisationId' | 'name' | 'createdBy'>, createdAt: Date): ServiceAccount {
    return Object.assign(new ServiceAccount(), { id: newId('serviceAccount'), ...details, createdAt });
  }
}

/** A key of a service account, shown once; it dies when who made it no longer holds its scopes. */
@Entity()
@Audited('scopes', 'revokedAt')
export class ServiceToken {
  @PrimaryColumn('uuid')
  id: Id<'token'>;

  @Column('uuid')
  serviceAccountId: Id<'serviceAccount'>;

  @Column('text')
  tokenHash: string;

  @Column('text', { array: true })
  scopes: ScopeName[];

  @Column('uuid')
  createdBy: PersonId;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  expiresAt: Date;

  @InstantColumn({ nullable: true })
  lastUsedAt: Date | null;

  @InstantColumn({ nullable: true })
  revokedAt: Date | null;

  static of(details: Pick<ServiceToken, 'serviceAccountId' | 'tokenHash' | 'scopes' | 'createdBy' | 'expiresAt'>, createdAt: Date): ServiceToken {
    return Object.assign(new ServiceToken(), { id: newId('token'), ...details, createdAt, lastUsedAt: null, revokedAt: null });
  }
}
