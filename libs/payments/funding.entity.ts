import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type Currency, type FundingId, newId, type OrganisationId } from '@app/kernel';
import { AmountColumn, Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import { fundingLifecycle, type FundingState } from './payments.lifecycle';

/** Money in: a sponsor's bounty and fee for one subject (a challenge; here only an id), paid by one or several charges. */
@Entity()
@Lockable('funding')
@Audited('bounty', 'fee', 'currency')
export class Funding {
  @PrimaryColumn('uuid') id: FundingId;
  /** Opaque here: whose money this is, is known above. */
  @Column('uuid') subjectId: string;
  @Column('uuid') organisationId: OrganisationId;
  @Column('text') currency: Currency;
  @AmountColumn() bounty: bigint;
  @AmountColumn() fee: bigint;
  @StateColumn(fundingLifecycle) state: FundingState;
  @InstantColumn() createdAt: Date;
  @InstantColumn({ nullable: true }) capturedAt: Date | null;
  @InstantColumn({ nullable: true }) failedAt: Date | null;
  @VersionColumn() version: number;

  static of(terms: Pick<Funding, 'subjectId' | 'organisationId' | 'currency' | 'bounty' | 'fee'>, now: Date): Funding {
    return Object.assign(new Funding(), { id: newId('funding'), ...terms, state: 'created', createdAt: now, capturedAt: null, failedAt: null });
  }
}
