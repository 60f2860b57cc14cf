import { ApiProperty } from '@nestjs/swagger';
import { type Actor, type Currency, currencyCodes, type MoneyJson, showId } from '@app/kernel';
import { markdown } from '@app/platform';
import type { Challenge } from '../challenge.entity';
import { formOf } from '../challenge.form';
import { challengeLifecycle, phaseLifecycle } from '../challenge.lifecycle';
import { bountyKinds, cancelReasons, challengeKinds, decisionRules, entryKinds, judgeRoles, noAwardRules, phaseKinds, prizeKinds, results, visibilities } from '../challenge.values';
import { challengeVerbs } from '../challenges.policy';
import type { Sponsor } from '../challenges.queries';
import { type FullChallenge, type FullPhase, phaseStateOf } from '../full-challenge';
import { ipSentences, ipTerms } from '../ip-terms';
import { ruleTopics, type RuleWords } from '../rule-sentences';
import type { RuleCard } from '../rule-card.entity';
import type { CardNumbers } from '../rule-numbers';
import { PausedView } from './paused.view';

/** Whole number of minor units, with its currency. */
export class MoneyView {
  /** Minor units */
  amount: number;

  @ApiProperty({ enum: currencyCodes })
  currency: Currency;

  static of(amount: bigint, currency: Currency): MoneyView {
    return Object.assign(new MoneyView(), { amount: Number(amount), currency } satisfies MoneyJson);
  }
}

/** Markdown as it was written, and as safe HTML. */
export class TextView {
  text: string;
  html: string;

  static of(text: string): TextView;
  static of(text: string | null): TextView | null;
  static of(text: string | null): TextView | null {
    return text === null ? null : Object.assign(new TextView(), { text, html: markdown(text) });
  }
}

export class SponsorView {
  id: string;
  name: string;
  slug: string;
  kind: string;
  country: string;

  static of({ id, name, slug, kind, country }: Sponsor): SponsorView {
    return Object.assign(new SponsorView(), { id: showId('organisation', id), name, slug, kind, country });
  }
}

export class MetricView {
  name: string;
  unit: string | null;
  baseline: number | null;
  target: number | null;
  dueAt: string | null;
}

export class BriefView {
  need: TextView | null;
  context: TextView | null;
  limits: TextView | null;
  success: TextView | null;
  tried: TextView | null;
  deliverables: TextView | null;
  /** Technology readiness level, 1 to 9 */
  wantedTrl: number | null;
  metric: MetricView | null;

  static of({ need, context, limits, success, tried, deliverables, wantedTrl, metric }: Challenge['brief']): BriefView {
    return Object.assign(new BriefView(), {
      need: TextView.of(need), context: TextView.of(context), limits: TextView.of(limits), success: TextView.of(success),
      tried: TextView.of(tried), deliverables: TextView.of(deliverables), wantedTrl, metric: metric && Object.assign(new MetricView(), metric),
    });
  }
}

export class CriterionView {
  id: string;
  title: string;
  description: TextView | null;
  /** Of 100 in its phase */
  weight: number;
}

export class PrizeView {
  id: string;

  @ApiProperty({ enum: prizeKinds })
  kind: string;

  place: number | null;
  title: string;
  /** Null where there is no bounty */
  amount: MoneyView | null;
}

export class QuestionView {
  key: string;
  label: string;
  help: string | null;
  maxLength: number;
  isRequired: boolean;
}

export class FormView {
  questions: QuestionView[];
  /** The sponsor wrote no questions: each criterion asks one */
  isFromCriteria: boolean;
  fileTypes: string[];
  maxFiles: number;
  allowNotAnonymised: boolean;
}

export class PhaseView {
  id: string;
  position: number;

  @ApiProperty({ enum: phaseKinds })
  kind: string;

  @ApiProperty({ enum: phaseLifecycle.states })
  state: string;

  opensAt: string | null;
  /** The first instant that is late */
  closesAt: string | null;
  judgingEndsAt: string | null;
  resultsAt: string | null;
  form: FormView;
  criteria: CriterionView[];
  prizes: PrizeView[];

  static of(phase: FullPhase, currency: Currency | null): PhaseView {
    const { id, position, kind, state, opensAt, closesAt, judgingEndsAt, resultsAt, form, criteria, prizes } = phase;
    return Object.assign(new PhaseView(), {
      id: showId('phase', id), position, kind, state, opensAt: iso(opensAt), closesAt: iso(closesAt), judgingEndsAt: iso(judgingEndsAt), resultsAt: iso(resultsAt),
      form: { ...formOf(form, criteria), isFromCriteria: form.questions.length === 0 },
      criteria: criteria.map(({ id, title, description, weight }) => ({ id: showId('criterion', id), title, description: TextView.of(description), weight })),
      prizes: prizes.map(({ id, kind, place, title, amount }) => ({ id: showId('prize', id), kind, place, title, amount: currency && MoneyView.of(amount, currency) })),
    });
  }
}

export class IpSentenceView {
  /** Stable */
  code: string;
  /** English, as in the rule card */
  text: string;
}

export class IpView {
  @ApiProperty({ enum: ipTerms })
  terms: string;

  /** What it means, in plain words */
  sentences: IpSentenceView[];
}

export class ClauseView {
  number: number;
  text: string;
}

export class RuleCardSummaryView {
  id: string;
  version: number;
  /** SHA-256, hex: what an entrant accepts */
  hash: string;
  at: string;
  /** Its place in the public log */
  recordSeq: number;

  static of({ id, version, hash, at, recordSeq }: RuleCard): RuleCardSummaryView {
    return Object.assign(new RuleCardSummaryView(), { id: showId('ruleCard', id), version, hash: hash.toString('hex'), at: at.toISOString(), recordSeq });
  }
}

export class RuleWordsView {
  @ApiProperty({ enum: ruleTopics })
  about: string;

  sentences: string[];
}

/** A challenge with everything about it. */
export class ChallengeView {
  id: string;
  slug: string;
  version: number;
  title: string;
  summary: string | null;
  sponsor: SponsorView;

  @ApiProperty({ enum: challengeLifecycle.states })
  state: string;

  /** Of the phase that is open or in judging, else of the next one; `decided` when all are */
  @ApiProperty({ enum: phaseLifecycle.states })
  phaseState: string;

  @ApiProperty({ enum: results, nullable: true })
  result: string | null;

  @ApiProperty({ enum: challengeKinds })
  kind: string;

  @ApiProperty({ enum: entryKinds })
  entry: string;

  capacity: number | null;

  @ApiProperty({ enum: visibilities })
  visibility: string;

  brief: BriefView;
  topics: string[];
  /** Null: solvers of every country */
  countries: string[] | null;

  @ApiProperty({ enum: bountyKinds })
  bounty: string;

  @ApiProperty({ enum: currencyCodes, nullable: true })
  currency: string | null;

  /** Sum of all prizes; null where there is no bounty, or no currency yet */
  bountyTotal: MoneyView | null;
  /** Captured for the prizes */
  funded: MoneyView | null;
  feeBasisPoints: number;
  ip: IpView | null;
  /** What else applies, in words: of the rule card, and before it opens as it would be now */
  rules: RuleWordsView[];

  @ApiProperty({ enum: decisionRules })
  decisionRule: string;

  @ApiProperty({ enum: noAwardRules, nullable: true })
  noAwardRule: string | null;

  passMark: number;
  judgingDays: number;

  @ApiProperty({ enum: judgeRoles, isArray: true })
  judgeRoles: string[];

  eligibility: ClauseView[];
  /** IANA zone of the sponsor */
  timezone: string | null;
  phases: PhaseView[];
  /** Of the first phase */
  opensAt: string | null;
  /** Of the phase that is open, or of the first that will be */
  closesAt: string | null;
  createdAt: string;
  reviewRequestedAt: string | null;
  listedAt: string | null;
  openedAt: string | null;
  decidedAt: string | null;
  completedAt: string | null;
  cancelledAt: string | null;

  @ApiProperty({ enum: cancelReasons, nullable: true })
  cancelReason: string | null;

  paused: PausedView | null;
  /** The frozen terms now in force; null until it opens */
  ruleCard: RuleCardSummaryView | null;
  /** What the caller may do with it now */
  can: string[];

  static of(actor: Actor, { challenge, phases }: FullChallenge, sponsor: Sponsor, { feeBasisPoints }: CardNumbers, card: RuleCard | undefined, rules: readonly RuleWords[]): ChallengeView {
    const { currency, ipTerms: ip } = challenge;
    const { id, slug, version, title, summary, state, result, kind, entry, capacity, visibility, topics, countries, bounty, decisionRule, noAwardRule, passMark, judgingDays, judgeRoles, timezone, cancelReason } = challenge;
    return Object.assign(new ChallengeView(), {
      id: showId('challenge', id), slug, version, title, summary, sponsor: SponsorView.of(sponsor), state, phaseState: phaseStateOf(phases), result, kind, entry, capacity, visibility,
      brief: BriefView.of(challenge.brief), topics, countries, bounty, currency,
      bountyTotal: currency && MoneyView.of(challenge.bountyTotal, currency), funded: currency && MoneyView.of(challenge.funded, currency),
      feeBasisPoints, ip: ip && { terms: ip, sentences: [...ipSentences(ip, bounty)] }, rules: [...rules], decisionRule, noAwardRule, passMark, judgingDays, judgeRoles,
      eligibility: challenge.eligibility.map((text, index) => ({ number: index + 1, text })), timezone,
      phases: phases.map((phase) => PhaseView.of(phase, currency)),
      opensAt: iso(challenge.opensAt), closesAt: iso(challenge.closesAt), createdAt: challenge.createdAt.toISOString(), reviewRequestedAt: iso(challenge.reviewRequestedAt),
      listedAt: iso(challenge.listedAt), openedAt: iso(challenge.openedAt), decidedAt: iso(challenge.decidedAt), completedAt: iso(challenge.completedAt),
      cancelledAt: iso(challenge.cancelledAt), cancelReason, paused: PausedView.of(challenge), ruleCard: card ? RuleCardSummaryView.of(card) : null, can: challengeVerbs(actor, challenge),
    });
  }
}

function iso(at: Date | null): string | null {
  return at && at.toISOString();
}
