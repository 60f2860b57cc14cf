import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { noAwardEffects, type NoAwardEffect, type NobodyPlaced } from '../decision.rules';
import type { PhaseResults, SubmissionFeedback } from '../judging.queries';

export class WinnerView {
  place: number;
  prizeId: string;
  prizeTitle: string;
  organisationId: string;
  organisationName: string;
  /** Was not decided on, and followed by the rules when somebody else had the place no more */
  isNext: boolean;
}

export class BandCountView {
  /** winner, finalist, strong, fair, weak or not_judged */
  band: string;
  submissions: number;
}

/** A decision that placed nobody */
export class NobodyPlacedView {
  /** That were decided on */
  submissions: number;
  /** Of them: that any judge scored */
  scored: number;
  /** Of them: that passed; where not the order decides, also what no judge scored */
  passed: number;
  /** What becomes of the prize money. `split`: shared by who passed; `refund`: back to the sponsor; `nobody_passed`: back, since nobody is there to share; `nothing_judged`: back, since nothing was there to judge. Null where there was none */
  @ApiProperty({ enum: noAwardEffects, nullable: true, type: String })
  noAward: NoAwardEffect | null;

  static of({ submissions, scored, passed, noAward }: NobodyPlaced): NobodyPlacedView {
    return Object.assign(new NobodyPlacedView(), { submissions, scored, passed, noAward });
  }
}

export class ResultsView {
  phaseId: string;
  /** by_ranking, sponsor_choice, silence, nothing_submitted or nobody_eligible */
  how: string;
  decidedAt: string;
  /** Who of the sponsor chose, for its owners and managers; null where nobody did */
  decidedBy: string | null;
  /** Why the sponsor chose so, for everybody who entered, its judges, the sponsor and staff */
  reason: string | null;
  /** Who holds the places now */
  winners: WinnerView[];
  /** Somebody who was decided on does not hold their place any more */
  hasChanged: boolean;
  /** Null where the decision placed somebody */
  @ApiProperty({ type: () => NobodyPlacedView, nullable: true })
  nobodyPlaced: NobodyPlacedView | null;
  /** The first instant that is too late to object to how it was decided */
  objectBy: string;
  /** Whether that is still to come */
  isOpenToObjection: boolean;
  bands: BandCountView[];
  /** Of the submissions that were decided on: that any judge scored */
  scored: number;
  /** SHA-256 of the decision record, lowercase hex */
  recordHash: string;
  /** What you may do: `readRecord`, with its receipt */
  can: string[];

  static of({ decision, reason, winners, hasChanged, nobodyPlaced, objectBy, isOpenToObjection, bands, scored, decidedBy, mayReadRecord }: PhaseResults): ResultsView {
    return Object.assign(new ResultsView(), {
      phaseId: showId('phase', decision.phaseId),
      how: decision.how,
      decidedAt: decision.decidedAt.toISOString(),
      decidedBy,
      reason,
      winners: winners.map(({ place, prizeId, prizeTitle, organisationId, organisationName, isNext }) => ({
        place, prizeId: showId('prize', prizeId), prizeTitle, organisationId: showId('organisation', organisationId), organisationName, isNext,
      })),
      hasChanged,
      nobodyPlaced: nobodyPlaced && NobodyPlacedView.of(nobodyPlaced),
      objectBy: objectBy.toISOString(),
      isOpenToObjection,
      bands,
      scored,
      recordHash: decision.hash,
      can: mayReadRecord ? ['readRecord'] : [],
    });
  }
}

export class JudgeScoreView {
  /** "Judge 2": judges are not named */
  judge: number;
  /** 0 to 10 */
  score: number;
  comment: string | null;
}

export class CriterionFeedbackView {
  criterionId: string;
  title: string;
  weight: number;
  judges: JudgeScoreView[];
}

/** What the judges gave a submission; without judges, what nobody scored. */
export class SubmissionFeedbackView {
  submissionId: string;
  criteria: CriterionFeedbackView[];

  static of({ submissionId, criteria }: SubmissionFeedback): SubmissionFeedbackView {
    return Object.assign(new SubmissionFeedbackView(), {
      submissionId: showId('submission', submissionId),
      criteria: criteria.map(({ id, title, weight, judges }) => ({ criterionId: showId('criterion', id), title, weight, judges })),
    });
  }
}
