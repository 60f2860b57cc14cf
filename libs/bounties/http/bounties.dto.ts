import { Type } from 'class-transformer';
import { IsIn, IsObject, ValidateNested } from 'class-validator';
import type { ChallengeId } from '@app/kernel';
import { IsId, IsText, MoneyDto, Nullable, Optional, PageQuery } from '@app/platform';

export class CreateFundingDto {
  /** For the prizes; the fee comes on top. Left out: everything that is not funded yet */
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;
}

export class StatementQuery extends PageQuery {
  /** Only what was for this challenge */
  @Optional()
  @IsId('challenge')
  challengeId?: ChallengeId;
}

export class RefusalDto {
  /** Why, if you want to say; the sponsor and staff read it */
  @Nullable()
  @IsText(2000)
  reason?: string | null;
}

export class ContestDecisionDto {
  /** `put_back` lets it go on where it stopped; `annul` takes it away, and the next in line is offered it */
  @IsIn(['put_back', 'annul'])
  outcome: 'put_back' | 'annul';

  /** Kept in the audit trail; where it is annulled, its recipient, the sponsor and the others judged read it */
  @IsText(2000, { shortest: 3 })
  reason: string;
}
