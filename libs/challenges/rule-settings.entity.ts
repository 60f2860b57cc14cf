import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { Audited, InstantColumn, Lockable } from '@app/platform';
import type { RuleNumbers } from './rule-numbers';

/** The numbers in force for challenges that staff approve from now on; one row. */
@Entity()
@Lockable('settings')
@Audited('numbers')
export class RuleSettings {
  @PrimaryColumn('text') id: 'platform';
  @Column('jsonb') numbers: RuleNumbers;
  @InstantColumn({ nullable: true }) changedAt: Date | null;
  @VersionColumn() version: number;
}
