import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type ChallengeId, type Id, newId, type PersonId } from '@app/kernel';
import { InstantColumn, Lockable, StateColumn } from '@app/platform';
import { questionLifecycle, type QuestionState } from './question.lifecycle';

/** Asked in public about a challenge, and answered to everybody alike. Who asked is told to nobody. */
@Entity()
@Lockable('question')
export class Question {
  @PrimaryColumn('uuid') id: Id<'question'>;
  @Column('uuid') challengeId: ChallengeId;
  @Column('uuid') askedBy: PersonId;
  @StateColumn(questionLifecycle) state: QuestionState;
  /** Markdown; null once it was withdrawn. */
  @Column('text', { nullable: true }) text: string | null;
  @InstantColumn() askedAt: Date;
  /** Markdown */
  @Column('text', { nullable: true }) answer: string | null;
  @Column('uuid', { nullable: true }) answeredBy: PersonId | null;
  @InstantColumn({ nullable: true }) answeredAt: Date | null;
  /** Of a binding answer: what it is in the rules' record. */
  @Column('uuid', { nullable: true }) clarificationId: Id<'clarification'> | null;
  @InstantColumn({ nullable: true }) hiddenAt: Date | null;
  @Column('text', { nullable: true }) hiddenBecause: string | null;
  @VersionColumn() version: number;

  static asked(parts: Pick<Question, 'challengeId' | 'askedBy' | 'askedAt'> & { text: string }): Question {
    return Object.assign(new Question(), {
      id: newId('question'), state: questionLifecycle.states[0]!, answer: null, answeredBy: null, answeredAt: null, clarificationId: null, hiddenAt: null, hiddenBecause: null, ...parts,
    });
  }
}
