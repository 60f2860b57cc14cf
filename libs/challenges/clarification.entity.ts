import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ChallengeId, type Id, newId, showId } from '@app/kernel';
import { InstantColumn } from '@app/platform';
import { contentDigest, type ContentManifest } from '@app/provenance';

/** A binding answer, beside the rule card it explains and never in place of it. It stands as it was given. */
@Entity()
export class Clarification {
  @PrimaryColumn('uuid') id: Id<'clarification'>;
  @Column('uuid') challengeId: ChallengeId;
  /** From 1, within its challenge. */
  @Column('int') number: number;
  @Column('int') ruleCardVersion: number;
  /** Markdown, as it was asked. */
  @Column('text') question: string;
  /** Markdown, as it was answered. */
  @Column('text') answer: string;
  /** SHA-256 of its manifest. */
  @Column('bytea') hash: Buffer;
  @InstantColumn() at: Date;
  /** Its place in the tamper-evident log. */
  @Column('int') recordSeq: number;

  static of(parts: Omit<Clarification, 'id' | 'hash' | 'recordSeq'>): Clarification {
    const clarification = Object.assign(new Clarification(), { id: newId('clarification'), ...parts });
    return Object.assign(clarification, { hash: contentDigest(clarificationManifest(clarification)) });
  }
}

/** What its record is about. */
export function clarificationManifest({ id, challengeId, number, ruleCardVersion, question, answer, at }: Omit<Clarification, 'hash' | 'recordSeq'>): ContentManifest {
  const fields = { id: showId('clarification', id), challenge: showId('challenge', challengeId), number, ruleCardVersion, question, answer, at: at.toISOString() };
  return { fields, files: [] };
}
