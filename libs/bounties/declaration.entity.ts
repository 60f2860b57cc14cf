import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type ChallengeId, type Id, type OrganisationId, type PersonId } from '@app/kernel';
import { Audited, InstantColumn, StateColumn } from '@app/platform';
import { textHash } from '@app/agreements';
import { declarationLifecycle, type DeclarationState } from './declaration.lifecycle';
import { nextReminder } from './declaration.rules';

/** A sponsor says that it does not use what was handed in, except what an agreement in force gives it; money goes back to it only then. One a challenge, changed under the lock of that. */
@Entity()
@Audited('name', 'signedAt')
export class NonUseDeclaration {
  @PrimaryColumn('uuid') id: Id<'declaration'>;
  @Column('uuid') challengeId: ChallengeId;
  /** The sponsor. */
  @Column('uuid') organisationId: OrganisationId;
  @StateColumn(declarationLifecycle) state: DeclarationState;
  @Column('text') text: string;
  /** SHA-256 of `text`: what is signed. */
  @Column('bytea') hash: Buffer;
  @InstantColumn() askedAt: Date;
  /** The next reminder. */
  @InstantColumn({ nullable: true }) dueAt: Date | null;
  /** Who signed, and their name as it was typed. */
  @Column('uuid', { nullable: true }) personId: PersonId | null;
  @Column('text', { nullable: true }) name: string | null;
  @InstantColumn({ nullable: true }) signedAt: Date | null;
  /** Its place in the tamper-evident log. */
  @Column('int', { nullable: true }) recordSeq: number | null;
  @VersionColumn() version: number;

  static asked(parts: Pick<NonUseDeclaration, 'id' | 'challengeId' | 'organisationId' | 'text' | 'askedAt'>): NonUseDeclaration {
    return Object.assign(new NonUseDeclaration(), {
      ...parts, state: declarationLifecycle.states[0]!, hash: textHash(parts.text), dueAt: nextReminder(parts.askedAt, parts.askedAt)!,
      personId: null, name: null, signedAt: null, recordSeq: null,
    });
  }

  /** Says when those who may sign are reminded again. */
  schedule(now: Date): void {
    this.dueAt = nextReminder(this.askedAt, now) ?? null;
  }

  /** Final. @throws WrongState */
  sign(personId: PersonId, name: string, now: Date): void {
    this.state = declarationLifecycle.next(this.state, 'sign');
    Object.assign(this, { personId, name, signedAt: now, dueAt: null });
  }
}
