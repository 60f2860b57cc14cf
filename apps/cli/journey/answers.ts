/** What the journey reads of the API's answers. */
export interface MoneyAnswer {
  amount: number;
  currency: string;
}

export interface PhaseAnswer {
  id: string;
  position: number;
  state: 'planned' | 'open' | 'judging' | 'decided';
  opensAt: string | null;
  closesAt: string | null;
  resultsAt: string | null;
  prizes: { id: string; kind: string; place: number | null; amount: MoneyAnswer | null }[];
}

export interface ChallengeAnswer {
  id: string;
  version: number;
  title: string;
  summary: string | null;
  state: 'draft' | 'in_review' | 'approved' | 'scheduled' | 'open' | 'decided' | 'completed' | 'cancelled';
  result: 'awarded' | 'unawarded' | null;
  bounty: 'money' | 'none';
  currency: string | null;
  bountyTotal: MoneyAnswer | null;
  funded: MoneyAnswer | null;
  phases: PhaseAnswer[];
}

export interface ReadinessAnswer {
  isReady: boolean;
  missing: { section: string; code: string; pointer: string; detail: string }[];
}

export interface FundingAnswer {
  id: string;
  state: 'created' | 'pending' | 'captured' | 'failed' | 'expired';
  bounty: MoneyAnswer;
  fee: MoneyAnswer;
}

export interface EntryAnswer {
  id: string;
}

export interface DraftAnswer {
  submissionId: string | null;
  version: number;
  form: { questions: { key: string; label: string }[] };
}

export interface SeatAnswer {
  id: string;
  challengeId: string;
  phaseId: string;
  state: string;
  panelState: 'waiting' | 'scoring' | 'decided';
}

export interface AssignmentAnswer {
  id: string;
  state: 'assigned' | 'accepted' | 'done' | 'recused' | 'declined' | 'replaced';
  version: number;
}

export interface JudgedAnswer extends AssignmentAnswer {
  answers: { key: string; text: string }[];
  criteria: { id: string; title: string }[];
}

export interface RankingAnswer {
  items: { submissionId: string; rank: number; score: number | null }[];
}

export interface DeclarationAnswer {
  state: 'asked' | 'signed';
  hash: string;
}

export interface ResultsAnswer {
  objectBy: string;
}

export interface DecisionAnswer {
  record: { how: string; submissions: { submission: string; band: string; score: number | null; scorecards: unknown[] }[] };
}

export interface AwardAnswer {
  id: string;
  challengeId: string;
  phaseId: string;
  kind: string;
  place: number | null;
  organisationId: string;
  amount: MoneyAnswer | null;
  state: 'announced' | 'accepted' | 'signed' | 'delivered' | 'released' | 'contested' | 'annulled' | 'lapsed' | 'declined';
  announcedAt: string;
  respondBy: string | null;
  releaseFrom: string;
  /** Null unless the sponsor's signature is waited for. */
  sponsorSignsBy: string | null;
  agreementId: string | null;
}

export interface PayoutAnswer {
  awardId: string;
  amount: MoneyAnswer;
  state: string;
}

export interface StatementAnswer {
  kind: 'charge' | 'refund' | 'payout';
  amount: MoneyAnswer;
}

export interface ProofAnswer {
  total: Record<'promised' | 'captured' | 'reserved' | 'released' | 'paid' | 'returned' | 'left', MoneyAnswer> | null;
}
