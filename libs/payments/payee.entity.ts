import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type Id, newId, type OrganisationId } from '@app/kernel';
import { Audited, InstantColumn } from '@app/platform';
import type { PayeeStatus } from './payments.lifecycle';

export const entityTypes = ['individual', 'company', 'non_profit', 'government_entity'] as const;
export type EntityType = (typeof entityTypes)[number];

/** An organisation as somebody who is paid: its account at the provider, and what the provider says about it. */
@Entity()
@Audited('status', 'accountId', 'country', 'entityType')
export class Payee {
  @PrimaryColumn('uuid') id: Id<'payee'>;
  @Column('uuid') organisationId: OrganisationId;
  /** ISO 3166 alpha-2, of the legal payee. */
  @Column('text') country: string;
  @Column('text') entityType: EntityType;
  /** Told to the provider when the account is made. */
  @Column('text') displayName: string;
  @Column('text') contactEmail: string;
  /** `acct_…`; the only place money to this organisation may go. */
  @Column('text', { nullable: true }) accountId: string | null;
  @Column('text') status: PayeeStatus;
  @InstantColumn({ nullable: true }) lookAt: Date | null;
  @Column('int') looks: number;
  @VersionColumn() version: number;

  static of(details: Pick<Payee, 'organisationId' | 'country' | 'entityType' | 'displayName' | 'contactEmail'>): Payee {
    return Object.assign(new Payee(), { id: newId('payee'), ...details, accountId: null, status: 'none', lookAt: null, looks: 0 });
  }
}
