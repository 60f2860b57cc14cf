import { showId } from '@app/kernel';
import type { PhaseResults } from '../judging.queries';

export class WinnerView {
  place: number;
  prizeId: string;
  prizeTitle: string;
  organisationId: string;
  organisationName: string;
}

export class BandCountView {
  /** winner, finalist, strong, fair, weak or not_judged */
  band: string;
  submissions: number;
}

export class ResultsView {
  phaseId: string;
  /** by_ranking, sponsor_choice, silence, nothing_submitted or nobody_eligible */
  how: string;
  decidedAt: string;
  winners: WinnerView[];
  bands: BandCountView[];
  /** SHA-256 of the decision record, lowercase hex */
  recordHash: string;
  /** What you may do: `readRecord`, with its receipt */
  can: string[];

  static of({ decision, winners, bands, mayReadRecord }: PhaseResults): ResultsView {
    return Object.assign(new ResultsView(), {
      phaseId: showId('phase', decision.phaseId),
      how: decision.how,
      decidedAt: decision.decidedAt.toISOString(),
      winners: winners.map(({ place, prizeId, prizeTitle, organisationId, organisationName }) => ({
        place, prizeId: showId('prize', prizeId), prizeTitle, organisationId: showId('organisation', organisationId), organisationName,
      })),
      bands,
      recordHash: decision.hash,
      can: mayReadRecord ? ['readRecord'] : [],
    });
  }
}
