import type { PersonKey, SolverKey } from './cast';

/** One answer for each criterion, in their order. */
export interface DemoSubmission {
  answers: readonly string[];
  /** What both judges give, by criterion, 0 to 10; the second is one point stricter in the first. */
  scores?: readonly number[];
}

export interface DemoPhase {
  kind: 'abstract' | 'proposal' | 'prototype' | 'pilot';
  /** Days from today. */
  opens: number;
  closes: number;
  criteria: readonly { title: string; description?: string; weight: number }[];
  /** Whole units of the currency, first place first. Titles only where no money is given. */
  prizes: readonly number[];
}

/** What somebody found wrong, and told staff. */
export interface DemoReport {
  by: PersonKey;
  ground: 'illegal' | 'spam' | 'harassment' | 'misleading' | 'personal_data' | 'other';
  text: string;
}

/** A challenge of the demo and how far it goes. Texts are Markdown. */
export interface DemoChallenge {
  sponsor: PersonKey;
  title: string;
  summary: string;
  topics: readonly string[];
  brief: { need: string; context?: string; limits?: string; success?: string; tried?: string; deliverables?: string; wantedTrl?: number; metric?: { name: string; unit: string; baseline: number; target: number; dueIn: number } };
  /** None: an award is a selection. */
  currency?: 'EUR' | 'GBP' | 'NOK' | 'USD';
  ipTerms?: 'non_exclusive_licence' | 'exclusive_licence' | 'assignment';
  decisionRule?: 'by_ranking' | 'sponsor_choice';
  noAwardRule?: 'split' | 'refund';
  eligibility?: readonly string[];
  timezone?: string;
  judgingDays?: number;
  phases: readonly DemoPhase[];
  /** How far people bring it; the clock does the rest. */
  reaches: 'draft' | 'in_review' | 'approved' | 'scheduled';
  /** Judges who have not answered their invitation yet. */
  unanswered?: readonly ('helena' | 'samuel')[];
  /** Who enters, how many days from today, and what they hand in; nothing: they only entered so far. */
  entries?: Partial<Record<SolverKey, { at: number; submission?: DemoSubmission }>>;
  /** Asked in public on a day, by somebody who is shown to nobody, and answered at once; without an answer it still waits. What is reported staff hide. */
  questions?: readonly { at: number; by: SolverKey; text: string; answer?: { kind: 'informal' | 'binding'; text: string }; reported?: DemoReport & { hidden: { ground: string; facts: string } } }[];
  /** What author and sponsor say about a submission once its results are out. */
  conversation?: { about: SolverKey; messages: readonly { at: number; from: 'solver' | 'sponsor'; text: string }[] };
  /** Judges who lock their scores, on which day. */
  scored?: { at: number; by: readonly ('helena' | 'samuel')[] };
  /** Reported on a day, and not decided yet. */
  reported?: DemoReport & { at: number };
  /** The sponsor gives it up. */
  cancelled?: { at: number; reason: 'no_longer_needed' | 'duplicate' | 'wrong_terms' | 'no_funding'; note: string };
  /** Winners who accept, on which day. */
  accepted?: { at: number; by: readonly SolverKey[] };
}
