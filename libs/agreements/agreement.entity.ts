import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type AgreementId, type AwardId, type ChallengeId, type Id, newId, type OrganisationId, type PersonId } from '@app/kernel';
import { Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import { agreementLifecycle, type AgreementState } from './agreement.lifecycle';
import { agreementText, type AgreementTerms, textHash } from './agreement.text';

export const sides = ['sponsor', 'recipient'] as const;
export type Side = (typeof sides)[number];

/** What a sponsor and the recipient of an award sign about the work; its text never changes. */
@Entity()
@Lockable('agreement')
@Audited('inForceAt', 'endedAt', 'recordSeq')
export class Agreement {
  @PrimaryColumn('uuid') id: AgreementId;
  @Column('uuid') awardId: AwardId;
  @Column('uuid') challengeId: ChallengeId;
  @Column('uuid') sponsorId: OrganisationId;
  @Column('uuid') recipientId: OrganisationId;
  /** Who made the work. */
  @Column('uuid', { array: true }) authorIds: PersonId[];
  @StateColumn(agreementLifecycle) state: AgreementState;
  @Column('jsonb') terms: AgreementTerms;
  @Column('text') text: string;
  /** SHA-256 of `text`: what is signed. */
  @Column('bytea') hash: Buffer;
  @InstantColumn() madeAt: Date;
  /** The first instant that is too late for the recipient to sign; null where there is none. */
  @InstantColumn({ nullable: true }) signBy: Date | null;
  /** When `signBy` last moved for pauses of its challenge; it has not for those that ended later. */
  @InstantColumn({ nullable: true }) renewedAt: Date | null;
  @InstantColumn({ nullable: true }) inForceAt: Date | null;
  /** When it ended, in force or not, with the award it is about. */
  @InstantColumn({ nullable: true }) endedAt: Date | null;
  /** The sealed copy, once it is made. */
  @Column('uuid', { nullable: true }) fileId: Id<'file'> | null;
  @Column('bytea', { nullable: true }) fileHash: Buffer | null;
  /** Of the sealed copy, in the tamper-evident log. */
  @Column('int', { nullable: true }) recordSeq: number | null;
  @VersionColumn() version: number;

  static of(id: AgreementId, parts: Pick<Agreement, 'awardId' | 'challengeId' | 'sponsorId' | 'recipientId' | 'authorIds' | 'terms' | 'madeAt' | 'signBy'>): Agreement {
    const text = agreementText(parts.terms);
    return Object.assign(new Agreement(), { id, ...parts, state: 'ready', text, hash: textHash(text), renewedAt: null, inForceAt: null, endedAt: null, fileId: null, fileHash: null, recordSeq: null });
  }
}

/** One side accepted this very text. Never changed. */
@Entity()
export class Signature {
  @PrimaryColumn('uuid') id: Id<'signature'>;
  @Column('uuid') agreementId: AgreementId;
  @Column('text') side: Side;
  @Column('uuid') personId: PersonId;
  /** As it was typed. */
  @Column('text') name: string;
  @Column('bytea') hash: Buffer;
  @InstantColumn() signedAt: Date;
  /** Its place in the tamper-evident log. */
  @Column('int') recordSeq: number;

  static given(parts: Pick<Signature, 'agreementId' | 'side' | 'personId' | 'name' | 'hash' | 'signedAt'>): Signature {
    return Object.assign(new Signature(), { id: newId('signature'), ...parts });
  }
}
