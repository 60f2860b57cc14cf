import { Transform, type TransformFnParams, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsNumber, IsObject, IsString, Matches, Max, MaxLength, Min, MinLength, ValidateNested } from 'class-validator';
import { type Currency, currencyCodes, topicPattern } from '@app/kernel';
import { IsInstant, IsText, IsWithoutLink, Nullable, Optional, PageQuery } from '@app/platform';
import { challengeLifecycle, type ChallengeState, listedStates } from '../challenge.lifecycle';
import {
  type BountyKind, bountyKinds, type CancelReason, cancelReasons, type ChallengeKind, challengeKinds, type DecisionRule, decisionRules, type EntryKind, entryKinds,
  type JudgeRole, judgeRoles, limits, mostPrize, type NoAwardRule, noAwardRules, type Visibility, visibilities,
} from '../challenge.values';
import { type IpTerms, ipTerms } from '../ip-terms';
import { IsTimeZoneName, OneOf } from './choice';
import { PhaseDto } from './phase.dto';

const country = /^[A-Z]{2}$/;

export class MetricDto {
  /** What is measured */
  @IsText(limits.metricName)
  name: string;

  @Nullable()
  @IsText(limits.metricUnit)
  unit?: string | null;

  /** What it is today */
  @Nullable()
  @IsNumber({ allowInfinity: false, allowNaN: false })
  @Min(-1e12)
  @Max(1e12)
  baseline?: number | null;

  /** What it should become */
  @Nullable()
  @IsNumber({ allowInfinity: false, allowNaN: false })
  @Min(-1e12)
  @Max(1e12)
  target?: number | null;

  /** When it will be measured */
  @Nullable()
  @IsInstant()
  dueAt?: Date | null;
}

/** Markdown texts; a field that is left out stays as it is, null clears it. */
export class BriefDto {
  /** What happens, and what it costs */
  @Nullable()
  @IsText(limits.need)
  need?: string | null;

  @Nullable()
  @IsText(limits.briefText)
  context?: string | null;

  /** What a solution must keep to */
  @Nullable()
  @IsText(limits.briefText)
  limits?: string | null;

  /** What a good result is */
  @Nullable()
  @IsText(limits.briefText)
  success?: string | null;

  @Nullable()
  @IsText(limits.briefText)
  tried?: string | null;

  /** What is to be handed in */
  @Nullable()
  @IsText(limits.briefText)
  deliverables?: string | null;

  /** Technology readiness level */
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(9)
  wantedTrl?: number | null;

  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => MetricDto)
  metric?: MetricDto | null;
}

export class CreateChallengeDto {
  @IsText(limits.title)
  @IsWithoutLink()
  title: string;
}

/** What is left out stays as it is; lists are replaced whole. */
export class EditChallengeDto {
  @Optional()
  @IsText(limits.title)
  @IsWithoutLink()
  title?: string;

  /** One or two sentences */
  @Nullable()
  @IsText(limits.summary)
  summary?: string | null;

  @Optional()
  @OneOf(challengeKinds)
  kind?: ChallengeKind;

  @Optional()
  @OneOf(entryKinds)
  entry?: EntryKind;

  /** How many entries, where entry is capped */
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(100_000)
  capacity?: number | null;

  @Optional()
  @OneOf(visibilities)
  visibility?: Visibility;

  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => BriefDto)
  brief?: BriefDto;

  @Optional()
  @IsArray()
  @ArrayMaxSize(limits.topics)
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(topicPattern, { each: true, message: 'must be words of a-z, 0-9 and -' })
  topics?: string[];

  /** ISO 3166-1 alpha-2 codes; null: solvers of every country */
  @Nullable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(limits.countries)
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(country, { each: true, message: 'must be country codes like DE' })
  countries?: string[] | null;

  /** `none`: an award is a selection, no money moves */
  @Optional()
  @OneOf(bountyKinds)
  bounty?: BountyKind;

  @Nullable()
  @OneOf(currencyCodes)
  currency?: Currency | null;

  /** Who owns the result */
  @Nullable()
  @OneOf(ipTerms)
  ipTerms?: IpTerms | null;

  @Optional()
  @OneOf(decisionRules)
  decisionRule?: DecisionRule;

  /** What happens to the bounty when nobody is awarded */
  @Nullable()
  @OneOf(noAwardRules)
  noAwardRule?: NoAwardRule | null;

  /** Weighted score of 100 a submission needs to be paid */
  @Optional()
  @IsInt()
  @Min(0)
  @Max(100)
  passMark?: number;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(90)
  judgingDays?: number;

  /** Whose people judge */
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @OneOf(judgeRoles, { each: true })
  judgeRoles?: JudgeRole[];

  /** Who may take part, clause by clause */
  @Optional()
  @IsArray()
  @ArrayMaxSize(limits.clauses)
  @IsText(limits.clause, { each: true })
  eligibility?: string[];

  /** The sponsor's IANA zone */
  @Nullable()
  @IsTimeZoneName()
  timezone?: string | null;

  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(limits.phases)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PhaseDto)
  phases?: PhaseDto[];
}

export class CancellationDto {
  @OneOf(cancelReasons.filter((reason) => reason !== 'platform'))
  reason: CancelReason;

  @Nullable()
  @IsText(limits.reason)
  note?: string | null;
}

export const challengeSorts = ['newest', 'closing', 'prize', 'current'] as const;
export type ChallengeSort = (typeof challengeSorts)[number];

export class ChallengeQuery extends PageQuery {
  /** Words to look for */
  @Optional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  q?: string;

  @Optional()
  @IsString()
  @Matches(topicPattern, { message: 'must be a topic of a-z, 0-9 and -' })
  topic?: string;

  @Optional()
  @OneOf(listedStates)
  status?: (typeof listedStates)[number];

  /** Bounty of at least this, in minor units of `currency` */
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(mostPrize * limits.prizes)
  prizeMin?: number;

  @Optional()
  @OneOf(currencyCodes)
  currency?: Currency;

  /** Open to solvers of this country */
  @Optional()
  @IsString()
  @Matches(country, { message: 'must be a country code like DE' })
  country?: string;

  /**
   * `closing`: soonest first, of those that still close, unless `status` says otherwise. `current`: those that are open and still to close, the
   * soonest to close first; then those to come, the soonest first; then what is judged, decided and completed, each the last to close first
   */
  @Optional()
  @OneOf(challengeSorts)
  sort: ChallengeSort = 'newest';
}

export class OwnChallengesQuery extends PageQuery {
  /** In any of these states; repeat it for several */
  @Optional()
  @Transform(({ value }: TransformFnParams): unknown => (value === undefined ? undefined : [value].flat()))
  @ArrayUnique()
  @OneOf(challengeLifecycle.states, { each: true })
  state?: ChallengeState[];
}

export class ReviewQueueQuery extends PageQuery {
  @Optional()
  @OneOf(challengeLifecycle.states)
  state: ChallengeState = 'in_review';
}
