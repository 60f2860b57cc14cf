import { ApiProperty } from '@nestjs/swagger';
import { type Currency, showId } from '@app/kernel';
import type { WorstCase } from '../challenge.calendar';
import { costOf, neededForPhase } from '../challenge.cost';
import { type Finding, findingCodes, type Readiness, type Section, sections } from '../challenge.readiness';
import { changesSince, type DraftParts } from '../draft-parts';
import type { FullChallenge } from '../full-challenge';
import { type Review, reviewOutcomes } from '../review.entity';
import { ruleCardText } from '../rule-card';
import type { CardNumbers } from '../rule-numbers';
import type { RuleCard } from '../rule-card.entity';
import { MoneyView, RuleCardSummaryView } from './challenge.view';

export class FindingView {
  @ApiProperty({ enum: sections })
  section: string;

  @ApiProperty({ enum: findingCodes })
  code: string;

  /** RFC 6901 into the draft */
  pointer: string;
  /** English */
  detail: string;

  /** What the sentence names: a phase's number, a sum, instants (`…At`), amounts in minor units of `currency` (`…Amount`) */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  values: Record<string, string>;
}

export class SectionView {
  @ApiProperty({ enum: sections })
  name: string;

  isDone: boolean;
}

export class WorstCaseStepView {
  name: string;
  days: number;
  endsAt: string;
}

/** How long money may be held at worst */
export class WorstCaseView {
  steps: WorstCaseStepView[];
  endsAt: string;
  /** The provider allows it to be held until then */
  limitAt: string;
  isWithin: boolean;

  static of({ steps, endsAt, limitAt, isWithin }: WorstCase): WorstCaseView {
    return Object.assign(new WorstCaseView(), {
      steps: steps.map((step) => ({ ...step, endsAt: step.endsAt.toISOString() })), endsAt: endsAt.toISOString(), limitAt: limitAt.toISOString(), isWithin,
    });
  }
}

export class ReadinessView {
  isReady: boolean;
  sections: SectionView[];
  missing: FindingView[];
  warnings: FindingView[];
  /** Null while a phase has no end, or where no money is held */
  worstCase: WorstCaseView | null;

  static of({ missing, warnings }: Readiness, worst: WorstCase | undefined): ReadinessView {
    const isOpen = (name: Section) => missing.some(({ section }: Finding) => section === name);
    return Object.assign(new ReadinessView(), {
      isReady: missing.length === 0, sections: sections.map((name) => ({ name, isDone: !isOpen(name) })), missing, warnings, worstCase: worst ? WorstCaseView.of(worst) : null,
    });
  }
}

/** What the sponsor pays, known before paying */
export class CostView {
  bounty: MoneyView | null;
  /** On top, rounded down */
  fee: MoneyView | null;
  total: MoneyView | null;
  feeBasisPoints: number;
  /** What must be paid before the first phase may open, without the fee */
  neededToOpen: MoneyView | null;
  /** That is paid in, or nothing has to be */
  isPaidToOpen: boolean;
  /** So is what later phases need */
  isPaid: boolean;

  static of({ challenge: { currency, funded }, phases }: FullChallenge, { feeBasisPoints }: CardNumbers): CostView {
    const cost = costOf(phases.flatMap(({ prizes }) => prizes), feeBasisPoints);
    const needed = neededForPhase(phases, 1);
    const show = (amount: bigint) => currency && MoneyView.of(amount, currency satisfies Currency);
    return Object.assign(new CostView(), {
      bounty: show(cost.bounty), fee: show(cost.fee), total: show(cost.total), feeBasisPoints, neededToOpen: show(needed), isPaidToOpen: funded >= needed, isPaid: funded >= cost.bounty,
    });
  }
}

export class RuleCardView extends RuleCardSummaryView {
  /** Everything a solver accepts */
  @ApiProperty({ type: 'object', additionalProperties: true })
  terms: object;

  /** The exact text whose SHA-256 is `hash`: canonical JSON */
  text: string;

  static override of(card: RuleCard): RuleCardView {
    return Object.assign(new RuleCardView(), RuleCardSummaryView.of(card), { terms: card.terms, text: ruleCardText(card.terms) });
  }
}

export class RuleCardsView {
  items: RuleCardSummaryView[];
}

export class RequestedEditView {
  pointer: string;
  text: string;
}

/** Part of a draft that is otherwise than when staff read it */
export class PartChangeView {
  /** JSON pointer (RFC 6901) into the draft */
  pointer: string;
  /** What stood there, as plain text, or as a code where it is chosen from a list */
  before: string;
}

export class ReviewView {
  id: string;

  @ApiProperty({ enum: reviewOutcomes })
  outcome: string;

  reason: string;
  edits: RequestedEditView[];
  requestedAt: string;
  at: string;
  /** What was changed since; null where the draft as it was read is not known */
  @ApiProperty({ type: [PartChangeView], nullable: true })
  changes: PartChangeView[] | null;

  static of({ id, outcome, reason, edits, parts, requestedAt, at }: Review, now: DraftParts): ReviewView {
    const changes = parts && changesSince(parts, now);
    return Object.assign(new ReviewView(), { id: showId('review', id), outcome, reason, edits, requestedAt: requestedAt.toISOString(), at: at.toISOString(), changes });
  }
}

export class ReviewsView {
  items: ReviewView[];
}

/** The row a challenge was imported from */
export class SourceView {
  key: string;
  importedAt: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  row: object;
}
