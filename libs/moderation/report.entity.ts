import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ChallengeId, type EntryId, type Id, newId, type OrganisationId, type PersonId } from '@app/kernel';
import { InstantColumn, StateColumn } from '@app/platform';
import { reportLifecycle, type ReportState } from './moderation.lifecycle';
import type { ReportedKind, ReportGround } from './moderation.rules';

/** Somebody says that something is not right. Who said so is known to staff alone; what was said is sealed. */
@Entity()
export class Report {
  /** Also that of its data key. */
  @PrimaryColumn('uuid') id: Id<'report'>;
  @StateColumn(reportLifecycle) state: ReportState;
  @Column('text') subjectKind: ReportedKind;
  @Column('uuid') subjectId: string;
  @Column('uuid', { nullable: true }) challengeId: ChallengeId | null;
  @Column('text') ground: ReportGround;
  /** Of who reports, sealed. */
  @Column('bytea') words: Buffer;
  /** What was reported, as it stood; sealed. */
  @Column('bytea') quote: Buffer;
  /** Of the reporter's own receipt: its place in the log. */
  @Column('int', { nullable: true }) recordSeq: number | null;
  @Column('uuid') reportedBy: PersonId;
  @InstantColumn() reportedAt: Date;
  /** What staff ask the other side, sealed. */
  @Column('bytea', { nullable: true }) asked: Buffer | null;
  @Column('uuid', { nullable: true }) askedBy: PersonId | null;
  @InstantColumn({ nullable: true }) askedAt: Date | null;
  /** The first instant that is too late to answer. */
  @InstantColumn({ nullable: true }) dueAt: Date | null;
  @Column('bytea', { nullable: true }) answer: Buffer | null;
  @Column('uuid', { nullable: true }) answeredBy: PersonId | null;
  @InstantColumn({ nullable: true }) answeredAt: Date | null;
  @InstantColumn({ nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) personId: PersonId | null;
  @Column('uuid', { nullable: true }) organisationId: OrganisationId | null;
  @Column('uuid', { nullable: true }) entryId: EntryId | null;

  static made(parts: Pick<Report, 'subjectKind' | 'subjectId' | 'challengeId' | 'ground' | 'recordSeq' | 'reportedBy' | 'reportedAt' | 'personId' | 'organisationId' | 'entryId'>): Report {
    return Object.assign(new Report(), {
      id: newId('report'), state: 'open', asked: null, askedBy: null, askedAt: null, dueAt: null, answer: null, answeredBy: null, answeredAt: null, decidedAt: null, ...parts,
    });
  }
}

/** Where a sealed text of a report belongs. */
export const reportPlace = (part: 'words' | 'quote' | 'asked' | 'answer', id: string) => `report ${id} ${part}`;
