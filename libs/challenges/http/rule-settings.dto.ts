import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { IsText } from '@app/platform';
import { limits } from '../challenge.values';
import type { RuleNumbers } from '../rule-numbers';

export class RuleNumbersDto implements RuleNumbers {
  /** Fee on top of the bounty, in hundredths of a percent; frozen when staff approve a challenge */
  @IsInt()
  @Min(0)
  @Max(5000)
  feeBasisPoints: number;

  /** Days for judging of new drafts */
  @IsInt()
  @Min(1)
  @Max(90)
  judgingDays: number;

  /** Pass mark of new drafts, points of 100 */
  @IsInt()
  @Min(0)
  @Max(100)
  passMark: number;

  /** Days after the judging deadline on which a silent sponsor’s phase is decided */
  @IsInt()
  @Min(1)
  @Max(60)
  silentDays: number;

  /** How often a place that was given up is offered anew */
  @IsInt()
  @Min(0)
  @Max(3)
  fallbacks: number;

  /** Hours after the results before anything is paid */
  @IsInt()
  @Min(24)
  @Max(720)
  appealHours: number;

  /** Days to object to a delivery */
  @IsInt()
  @Min(1)
  @Max(60)
  objectionDays: number;

  /** Days in which a sponsor signs an agreement after the recipient; then the rule card binds it */
  @IsInt()
  @Min(1)
  @Max(60)
  sponsorSignsDays: number;

  /** Days an amendment leaves at least */
  @IsInt()
  @Min(1)
  @Max(60)
  amendmentNoticeDays: number;

  /** From how many scored submissions of every judge on totals are normalised */
  @IsInt()
  @Min(2)
  @Max(100)
  normalisedFromScores: number;

  /** Percent of the fee that is kept when nobody is awarded */
  @IsInt()
  @Min(0)
  @Max(100)
  feeKeptWhenUnawardedPercent: number;

  /** Part of the bounty that is shared among those who handed in when a challenge is cancelled, in hundredths of a percent */
  @IsInt()
  @Min(0)
  @Max(10000)
  cancellationShareBasisPoints: number;

  /** How many challenges a new account may enter in a calendar month */
  @IsInt()
  @Min(1)
  @Max(1000)
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
