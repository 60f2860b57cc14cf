import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { limits } from '@app/challenges';
import { IsText, Optional } from '@app/platform';
import { ineligibleGrounds, type IneligibleGround } from '../submission.lifecycle';

export class AnswerDto {
  /** `key` of a question of the form */
  @IsString()
  @MaxLength(100)
  question: string;

  /** Markdown */
  @IsString()
  @MaxLength(limits.answer)
  text: string;
}

export class DraftDto {
  /** One for each question, at most; one request holds 100 kB, so long answers are better saved one by one (PATCH) */
  @IsArray()
  @ArrayMaxSize(limits.questions)
  @ValidateNested({ each: true })
  @Type(() => AnswerDto)
  answers: AnswerDto[];
}

export class SubmitDto {
  /** `version` of the draft you mean: another one is refused */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  draftVersion?: number;
}

export class ProposalDto {
  /** Number of a clause of the rule card, from 1 */
  @IsInt()
  @Min(1)
  @Max(limits.clauses)
  clause: number;

  @IsText(limits.reason, { shortest: 10 })
  reason: string;
}

export class EligibilityDto {
  @IsIn(['eligible', 'ineligible'])
  outcome: 'eligible' | 'ineligible';

  /** With `ineligible` */
  @Optional()
  @IsIn(ineligibleGrounds)
  ground?: IneligibleGround;

  /** With `ineligible`: what its author is told */
  @Optional()
  @IsText(limits.reason, { shortest: 10 })
  statement?: string;
}
