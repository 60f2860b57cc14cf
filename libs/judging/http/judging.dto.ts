import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, IsString, ValidateNested } from 'class-validator';
import { readId, showId } from '@app/kernel';
import { IsId, IsMailAddress, IsText, Nullable, Optional, pointerTo, requestProblems } from '@app/platform';

const aCriterion = showId('criterion', '00000000-0000-4000-8000-000000000000');

export class InviteJudgeDto {
  /** Whom to ask; they need an account with this verified address */
  @IsMailAddress()
  @IsString()
  email: string;
}

export class ReplaceJudgeDto {
  /** Why, kept in the audit trail */
  @IsText(1000, { shortest: 3 })
  reason: string;
}

export class SeatAnswerDto {
  /** Whether you judge; yes includes the promise of confidentiality */
  @IsBoolean()
  accepts: boolean;
}

export class DeclaredConflictDto {
  /** An entrant of the list */
  @IsId('organisation')
  organisationId: string;

  /** What connects you, if you want to say */
  @Nullable()
  @IsText(1000)
  note?: string | null;
}

export class ConflictsDto {
  /** Empty where there is none: that too is a declaration */
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => DeclaredConflictDto)
  conflicts: DeclaredConflictDto[];
}

export class ScorecardDto {
  /** `save` keeps it to go on later, `lock` makes it final */
  @IsIn(['save', 'lock'])
  action: 'save' | 'lock';

  /** Criterion id to a whole number from 0 to 10 */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer', minimum: 0, maximum: 10 }, example: { [aCriterion]: 7 } })
  @IsObject()
  scores: Record<string, number>;

  /** Criterion id to a comment the entrant will read, without your name */
  @Optional()
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string', maxLength: 4000 }, example: { [aCriterion]: 'It was tried on a real belt.' } })
  @IsObject()
  comments?: Record<string, string>;
}

export class RecusalDto {
  /** Why you step back */
  @IsText(1000, { shortest: 3 })
  reason: string;
}

export class ChosenPlaceDto {
  @IsId('prize')
  prizeId: string;

  /** `null`: nobody gets it */
  @IsId('submission', { orNull: true })
  submissionId: string | null;
}

export class FeedbackDto {
  @IsId('submission')
  submissionId: string;

  @IsText(4000)
  text: string;
}

export class DecisionDto {
  /** Who takes which placement, for each placement of the phase: anyone over the pass mark, each once, or `null` for nobody */
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ChosenPlaceDto)
  places: ChosenPlaceDto[];

  /** Published to everybody who handed something in */
  @IsText(4000, { shortest: 10 })
  reason: string;

  /** What single entrants read besides their scores */
  @Optional()
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => FeedbackDto)
  feedback?: FeedbackDto[];
}

/** Public criterion ids to bare ones. @throws invalid for another kind, or a value that is not of `type`, by the name of each */
export function byCriterion<T extends number | string>(values: Record<string, T>, pointer: string, type: 'number' | 'string', longest = Infinity): Record<string, T> {
  const pairs = Object.entries(values).map(([key, value]) => ({ key, id: readId('criterion', key), value }));
  const wrong = pairs.filter(({ id, value }) => !id || typeof value !== type || String(value).length > longest);
  const detail = `must give ids of criteria their ${type === 'number' ? 'scores' : 'comments'}`;
  if (wrong.length > 0) throw requestProblems.invalid({ errors: wrong.slice(0, 20).map(({ key }) => ({ pointer: pointerTo(pointer, key), code: 'by_criterion', detail })) });
  return Object.fromEntries(pairs.map(({ id, value }) => [id, value])) as Record<string, T>;
}
