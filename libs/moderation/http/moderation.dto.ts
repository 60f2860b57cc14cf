import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, Matches, Max, Min, ValidateBy } from 'class-validator';
import { showId } from '@app/kernel';
import { IsText, Nullable, Optional, PageQuery } from '@app/platform';
import { moderationDecisionLifecycle, type ModerationDecisionState, reportLifecycle, type ReportState } from '../moderation.lifecycle';
import { type Finding, findings, type MeasureKind, measureKinds, moderationNumbers, type ReportedKind, reportedKinds, type ReportGround, reportGrounds, type SubjectKind, subjectKinds, templateBlank } from '../moderation.rules';

const queued = reportLifecycle.states.filter((state) => state !== 'withdrawn');
const anId = { pattern: /^[a-z]{3}_[0-9a-f]{32}$/, example: showId('challenge', '00000000-0000-4000-8000-000000000000') };

/** No blank of a text that staff begin with is left in it. */
function IsFilledIn(): PropertyDecorator {
  return ValidateBy({ name: 'isFilledIn', validator: { validate: (text) => typeof text === 'string' && !templateBlank.test(text), defaultMessage: () => 'must hold no blank of a template, like [date]' } });
}

export class MakeReportDto {
  /** What it is; an answer has the id of its question */
  @ApiProperty({ enum: reportedKinds })
  @IsIn(reportedKinds)
  kind: ReportedKind;

  @ApiProperty({ example: anId.example })
  @Matches(anId.pattern, { message: 'must be an id' })
  id: string;

  @ApiProperty({ enum: reportGrounds })
  @IsIn(reportGrounds)
  ground: ReportGround;

  /** What is not right, at most 5000 characters; staff alone read it */
  @IsText(5000)
  text: string;

  /** `index` of your own receipt, where it shows that the work was yours before */
  @Optional()
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  record?: number;
}

export class ReportAnswerDto {
  /** At most 5000 characters; staff alone read it */
  @IsText(5000)
  text: string;
}

export class AskReportedDto {
  /** What staff ask, in their own words, at most 2000 characters: neither who reported nor how they put it */
  @IsText(2000)
  text: string;
}

export class ReasonsDto {
  /** Which rule or law, at most 300 characters; it stands in the place of what is hidden */
  @IsText(300)
  @IsFilledIn()
  ground: string;

  /** The facts relied on, 20 to 5000 characters; whoever is hit reads them */
  @IsText(5000, { shortest: moderationNumbers.shortestReasons })
  @IsFilledIn()
  facts: string;

  /** What is done; nothing without any */
  @ApiProperty({ enum: measureKinds, isArray: true })
  @IsArray()
  @ArrayMaxSize(measureKinds.length)
  @ArrayUnique()
  @IsIn(measureKinds, { each: true })
  measures: MeasureKind[];

  /** How long a suspension lasts: so many days, or null until it is lifted; it has to be said, and only there */
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(moderationNumbers.longestSuspensionDays)
  days?: number | null;
}

export class DecideReportDto extends ReasonsDto {
  /** Whether a rule was broken; `no_breach` refuses the report */
  @ApiProperty({ enum: findings })
  @IsIn(findings)
  finding: Finding;
}

export class DecideDto extends ReasonsDto {
  /** What it is about */
  @ApiProperty({ enum: subjectKinds })
  @IsIn(subjectKinds)
  kind: SubjectKind;

  @ApiProperty({ example: anId.example })
  @Matches(anId.pattern, { message: 'must be an id' })
  id: string;
}

export class LiftDto {
  /** Why it holds no more; whoever was hit reads it */
  @IsText(2000)
  reason: string;
}

export class AppealDto {
  /** Why the decision is wrong, at most 5000 characters */
  @IsText(5000)
  text: string;
}

export class DecideAppealDto {
  @ApiProperty({ enum: ['upheld', 'reversed'] })
  @IsIn(['upheld', 'reversed'])
  outcome: 'upheld' | 'reversed';

  /** 20 to 5000 characters; who appealed reads it */
  @IsText(5000, { shortest: moderationNumbers.shortestReasons })
  reason: string;
}

export class ReportsQuery extends PageQuery {
  /** Without it those that wait for staff: `open` and `heard` */
  @ApiProperty({ enum: queued, required: false })
  @Optional()
  @IsIn(queued)
  state?: ReportState;

  @ApiProperty({ enum: reportGrounds, required: false })
  @Optional()
  @IsIn(reportGrounds)
  ground?: ReportGround;
}

export class DecisionsQuery extends PageQuery {
  @ApiProperty({ enum: moderationDecisionLifecycle.states, required: false })
  @Optional()
  @IsIn(moderationDecisionLifecycle.states)
  state?: ModerationDecisionState;
}
