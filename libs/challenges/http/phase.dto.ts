import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsInt, IsObject, IsString, Matches, Max, Min, ValidateNested } from 'class-validator';
import type { Id } from '@app/kernel';
import { IsId, IsInstant, IsText, MoneyDto, Nullable, Optional } from '@app/platform';
import { limits, mostPrize, type PhaseKind, phaseKinds, type PrizeKind, prizeKinds } from '../challenge.values';
import { OneOf } from './choice';

export class PrizeAmountDto extends MoneyDto {
  /** Minor units (cents) */
  @IsInt()
  @Min(1)
  @Max(mostPrize)
  override amount: number;
}

export class CriterionDto {
  /** The criterion to keep; left out: a new one */
  @Optional()
  @IsId('criterion')
  id?: Id<'criterion'>;

  @IsText(limits.criterionTitle)
  title: string;

  /** Markdown */
  @Nullable()
  @IsText(limits.criterionText)
  description?: string | null;

  /** The weights of a phase sum to 100 before it can be reviewed */
  @IsInt()
  @Min(0)
  @Max(100)
  weight: number;
}

export class PrizeDto {
  /** The prize to keep; left out: a new one */
  @Optional()
  @IsId('prize')
  id?: Id<'prize'>;

  @OneOf(prizeKinds)
  kind: PrizeKind;

  /** 1 is first; for placements only */
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(limits.prizes)
  place?: number | null;

  @IsText(limits.prizeTitle)
  title: string;

  /** In the currency of the challenge; left out where there is no bounty */
  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => PrizeAmountDto)
  amount?: PrizeAmountDto | null;
}

export class QuestionDto {
  /** Stable name inside the phase */
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9_-]{0,39}$/, { message: 'must be 1 to 40 of a-z, 0-9, - and _' })
  key: string;

  @IsText(limits.questionLabel)
  label: string;

  @Nullable()
  @IsText(limits.questionHelp)
  help?: string | null;

  /** Longest answer, characters */
  @IsInt()
  @Min(1)
  @Max(limits.answer)
  maxLength: number;

  @IsBoolean()
  isRequired: boolean;
}

export class FormDto {
  /** Left empty, each criterion asks one question */
  @IsArray()
  @ArrayMaxSize(limits.questions)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @ArrayUnique((question: QuestionDto | null) => question?.key, { message: 'must not have two questions with one key' })
  @Type(() => QuestionDto)
  questions: QuestionDto[];

  /** Media types that may be uploaded */
  @IsArray()
  @ArrayMaxSize(limits.fileTypes)
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(/^[a-z]{1,20}\/[a-z0-9][a-z0-9.+-]{0,99}$/, { each: true, message: 'must be media types like application/pdf' })
  fileTypes: string[];

  @IsInt()
  @Min(0)
  @Max(limits.files)
  maxFiles: number;

  /** Also files from which the author cannot be removed; judges see those only after scores are locked */
  @IsBoolean()
  allowNotAnonymised: boolean;
}

export class PhaseDto {
  /** The phase to keep; left out: a new one */
  @Optional()
  @IsId('phase')
  id?: Id<'phase'>;

  @OneOf(phaseKinds)
  kind: PhaseKind;

  @Nullable()
  @IsInstant()
  opensAt?: Date | null;

  /** The first instant that is late */
  @Nullable()
  @IsInstant()
  closesAt?: Date | null;

  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => FormDto)
  form?: FormDto;

  @IsArray()
  @ArrayMaxSize(limits.criteria)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => CriterionDto)
  criteria: CriterionDto[];

  @IsArray()
  @ArrayMaxSize(limits.prizes)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PrizeDto)
  prizes: PrizeDto[];
}
