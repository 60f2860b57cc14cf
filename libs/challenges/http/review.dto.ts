import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { IsText } from '@app/platform';
import { limits } from '../challenge.values';
import { type ReviewOutcome, reviewOutcomes } from '../review.entity';
import { OneOf } from './choice';

export class RequestedEditDto {
  /** JSON pointer (RFC 6901) into the draft, e.g. /phases/0/criteria */
  @IsString()
  @MaxLength(200)
  @Matches(/^(\/([^~/\s]|~[01])+)+$/, { message: 'must be a JSON pointer like /brief/need' })
  pointer: string;

  /** What is to be changed */
  @IsText(limits.reason)
  text: string;
}

export class ReviewDto {
  @OneOf(reviewOutcomes)
  outcome: ReviewOutcome;

  /** Why; the sponsor reads it */
  @IsText(limits.reason)
  reason: string;

  /** Needed when changes are requested, empty otherwise */
  @IsArray()
  @ArrayMaxSize(limits.edits)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => RequestedEditDto)
  edits: RequestedEditDto[];
}
