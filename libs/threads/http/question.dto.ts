import { IsIn } from 'class-validator';
import { IsText, Optional, PageQuery } from '@app/platform';
import { type AnswerKind, answerKinds } from '../question.lifecycle';

export class AskDto {
  /** Markdown, at most 2000 characters. Everybody reads it; do not say who you are or what your idea is */
  @IsText(2000)
  text: string;
}

export class AnswerQuestionDto {
  /** Markdown, at most 5000 characters */
  @IsText(5000)
  text: string;

  /** A binding answer explains the rules to everybody alike, is recorded beside the rule card, and stands as it was given */
  @IsIn(answerKinds)
  kind: AnswerKind;
}

export class QuestionQuery extends PageQuery {
  /** Only those that wait for an answer, or have one */
  @Optional()
  @IsIn(['open', 'answered'])
  state?: 'open' | 'answered';
}
