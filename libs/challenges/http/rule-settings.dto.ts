import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { IsText } from '@app/platform';
import { limits } from '../challenge.values';
import type { RuleNumbers } from '../rule-numbers';

/** The last decorator is asked first: what is no number is not too large. */
export class RuleNumbersDto implements RuleNumbers {
  /** Fee on top of the bounty, in hundredths of a percent; frozen when staff approve a challenge */
  @Min(0)
  @Max(5000)
  @IsInt()
  feeBasisPoints: number;

  /** Days for judging of new drafts */
  @Min(1)
  @Max(90)
  @IsInt()
  judgingDays: number;

  /** Pass mark of new drafts, points of 100 */
  @Min(0)
  @Max(100)
  @IsInt()
  passMark: number;

  /** Days after the judging deadline on which a silent sponsor’s phase is decided */
  @Min(1)
  @Max(60)
  @IsInt()
  silentDays: number;

  /** How often a place that was given up is offered anew */
  @Min(0)
  @Max(3)
  @IsInt()
  fallbacks: number;

  /** Hours after the results before anything is paid */
  @Min(24)
  @Max(720)
  @IsInt()
  appealHours: number;

  /** Days to object to a delivery */
  @Min(1)
  @Max(60)
  @IsInt()
  objectionDays: number;

  /** Days in which a sponsor signs an agreement after the recipient; then the rule card binds it */
  @Min(1)
  @Max(60)
  @IsInt()
  sponsorSignsDays: number;

  /** Days an amendment leaves at least */
  @Min(1)
  @Max(60)
  @IsInt()
  amendmentNoticeDays: number;

  /** From how many scored submissions of every judge on totals are normalised */
  @Min(2)
  @Max(100)
  @IsInt()
  normalisedFromScores: number;

  /** Percent of the fee that is kept when nobody is awarded */
  @Min(0)
  @Max(100)
  @IsInt()
  feeKeptWhenUnawardedPercent: number;

  /** Part of the bounty that is shared among those who handed in when a challenge is cancelled, in hundredths of a percent */
  @Min(0)
  @Max(10000)
  @IsInt()
  cancellationShareBasisPoints: number;

  /** How many challenges a new account may enter in a calendar month */
  @Min(1)
  @Max(1000)
  @IsInt()
  entriesPerMonth: number;

  /** Days after the judging deadline on which a silent sponsor is reminded */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(6)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(59, { each: true })
  silentReminderDays: number[];

  /** Days a winner has to answer: until the reminder, and after it */
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(2)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(30, { each: true })
  responseDays: number[];
}

export class ChangeRuleSettingsDto {
  @IsObject()
  @ValidateNested()
  @Type(() => RuleNumbersDto)
  numbers: RuleNumbersDto;

  /** Why; kept in the audit trail */
  @IsText(limits.reason)
  reason: string;
}
