import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ChallengeId, type Id, newId } from '@app/kernel';
import { InstantColumn } from '@app/platform';
import { ruleCardHash, type RuleCardTerms } from './rule-card';

/** The frozen terms of a challenge: who entered under a version is judged under it. */
@Entity()
export class RuleCard {
  @PrimaryColumn('uuid') id: Id<'ruleCard'>;
  @Column('uuid') challengeId: ChallengeId;
  @Column('int') version: number;
  @Column('jsonb') terms: RuleCardTerms;
  /** SHA-256 of the canonical text of `terms`. */
  @Column('bytea') hash: Buffer;
  @InstantColumn() at: Date;
  /** Its place in the tamper-evident log. */
  @Column('int') recordSeq: number;

  static freeze(challengeId: ChallengeId, terms: RuleCardTerms, at: Date): RuleCard {
    return Object.assign(new RuleCard(), { id: newId('ruleCard'), challengeId, version: terms.version, terms, hash: ruleCardHash(terms), at });
  }
}
