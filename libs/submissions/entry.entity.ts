import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type ChallengeId, type EntryId, newId, type OrganisationId, type PersonId } from '@app/kernel';
import { Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import { entryLifecycle, type EntryState } from './entry.lifecycle';

/** One solver in one challenge. */
@Entity()
@Lockable('entry')
@Audited('ruleCardVersion', 'isPayable')
export class Entry {
  @PrimaryColumn('uuid') id: EntryId;
  @Column('uuid') challengeId: ChallengeId;
  /** The solver's. */
  @Column('uuid') organisationId: OrganisationId;
  @StateColumn(entryLifecycle) state: EntryState;
  /** The version that was accepted, and under which it is judged. */
  @Column('int') ruleCardVersion: number;
  /** Whether this bounty could be paid to its organisation when it joined; null: there is no money in it. */
  @Column('boolean', { nullable: true }) isPayable: boolean | null;
  @InstantColumn() joinedAt: Date;
  @VersionColumn() version: number;

  static of(parts: Pick<Entry, 'challengeId' | 'organisationId' | 'state' | 'ruleCardVersion' | 'isPayable' | 'joinedAt'>): Entry {
    return Object.assign(new Entry(), { id: newId('entry'), ...parts });
  }
}

/** A person in an entry, and where that person's share goes. One entry per person and challenge. */
@Entity()
export class EntryMember {
  @PrimaryColumn('uuid') entryId: EntryId;
  @PrimaryColumn('uuid') personId: PersonId;
  @Column('uuid') challengeId: ChallengeId;
  /** Basis points; all of an entry sum to 10 000. */
  @Column('int') share: number;
  @Column('uuid') payeeOrganisationId: OrganisationId;

  static of(entry: Entry, personId: PersonId, share: number): EntryMember {
    return Object.assign(new EntryMember(), { entryId: entry.id, personId, challengeId: entry.challengeId, share, payeeOrganisationId: entry.organisationId });
  }
}
