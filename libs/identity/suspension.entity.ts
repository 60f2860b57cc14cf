import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, newId, type OrganisationId, type PersonId, type StateOf, type Suspended } from '@app/kernel';
import { Audited, InstantColumn, StateColumn } from '@app/platform';
import { suspensionLifecycle } from './identity.lifecycle';

/** Who is stopped: a person, or an organisation. */
export type Suspendable = { kind: 'person'; id: PersonId } | { kind: 'organisation'; id: OrganisationId };

export interface SuspensionTerms {
  subject: Suspendable;
  /** The platform's time; null is until somebody lifts it. */
  until: Date | null;
  /** A code, as whoever decided has them. */
  reason: string;
  /** What the one who is stopped is told, in plain words. */
  told: string;
  /** The decision behind it; a row of the module that decides. */
  decisionId: string;
}

/** A person or an organisation may not act for a time. What they have stays theirs, and what they are owed is paid. */
@Entity()
@Audited('personId', 'organisationId', 'since', 'until', 'reason', 'decisionId')
export class Suspension {
  @PrimaryColumn('uuid')
  id: Id<'suspension'>;

  @Column('uuid', { nullable: true })
  personId: PersonId | null;

  @Column('uuid', { nullable: true })
  organisationId: OrganisationId | null;

  @StateColumn(suspensionLifecycle)
  state: StateOf<typeof suspensionLifecycle>;

  @InstantColumn()
  since: Date;

  @InstantColumn({ nullable: true })
  until: Date | null;

  @Column('text')
  reason: string;

  /** What the one who is stopped is told, in plain words. */
  @Column('text')
  told: string;

  @Column('uuid')
  decisionId: string;

  @Column('uuid')
  placedBy: PersonId;

  /** When it stopped counting: lifted, or run out. */
  @InstantColumn({ nullable: true })
  endedAt: Date | null;

  @Column('uuid', { nullable: true })
  liftedBy: PersonId | null;

  static of({ subject, until, reason, told, decisionId }: SuspensionTerms, placedBy: PersonId, since: Date): Suspension {
    return Object.assign(new Suspension(), {
      id: newId('suspension'), personId: subject.kind === 'person' ? subject.id : null, organisationId: subject.kind === 'organisation' ? subject.id : null,
      state: 'in_force', since, until, reason, told, decisionId, placedBy, endedAt: null, liftedBy: null,
    } satisfies Suspension);
  }
}

/** Of a row `u` of the view `suspended`, as JSON. */
export const suspendedColumns = `jsonb_build_object('since', u.since, 'until', u.until)`;

/** That JSON, with instants as everywhere, whatever offset the database wrote. */
export function readSuspended(row: Suspended | null): Suspended | undefined {
  return row ? { since: new Date(row.since).toISOString(), until: row.until && new Date(row.until).toISOString() } : undefined;
}
