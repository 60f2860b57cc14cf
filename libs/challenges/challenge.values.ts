/** The choices a challenge is made of; the migration writes the same lists out as CHECKs. */
export const challengeKinds = ['prize', 'partner_search'] as const;
export type ChallengeKind = (typeof challengeKinds)[number];

export const entryKinds = ['open', 'capped', 'invited'] as const;
export type EntryKind = (typeof entryKinds)[number];

export const visibilities = ['public', 'unlisted', 'invited', 'internal'] as const;
export type Visibility = (typeof visibilities)[number];

export const phaseKinds = ['abstract', 'proposal', 'prototype', 'pilot'] as const;
export type PhaseKind = (typeof phaseKinds)[number];

export const prizeKinds = ['placement', 'milestone', 'stipend', 'fee'] as const;
export type PrizeKind = (typeof prizeKinds)[number];

/** `none` is said in words: then an award is a selection and no money moves. */
export const bountyKinds = ['money', 'none'] as const;
export type BountyKind = (typeof bountyKinds)[number];

export const decisionRules = ['by_ranking', 'sponsor_choice'] as const;
export type DecisionRule = (typeof decisionRules)[number];

export const noAwardRules = ['split', 'refund', 'extend_once'] as const;
export type NoAwardRule = (typeof noAwardRules)[number];

/** Whose people may sit on the panels. */
export const judgeRoles = ['independent', 'sponsor'] as const;
export type JudgeRole = (typeof judgeRoles)[number];

export const results = ['awarded', 'unawarded'] as const;
export type Result = (typeof results)[number];

export const cancelReasons = ['no_longer_needed', 'duplicate', 'wrong_terms', 'no_funding', 'platform'] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** Every criterion is scored on the same scale; the weights do the rest. */
export const scoreScale = { min: 0, max: 10 } as const;

/** Longest texts (characters) and lists, chosen so that a whole draft fits in one request of 100 kB. */
export const limits = {
  title: 200, summary: 1000, need: 20_000, briefText: 10_000, metricName: 200, metricUnit: 40,
  phases: 6, criteria: 12, criterionTitle: 120, criterionText: 1000, prizes: 20, prizeTitle: 120,
  questions: 20, questionLabel: 200, questionHelp: 1000, answer: 20_000, files: 20, fileTypes: 20,
  topics: 10, topic: 60, countries: 250, clauses: 30, clause: 600, reason: 2000, edits: 50, importRows: 100,
} as const;

/** The most one prize may be, in minor units: a hundred million of a currency with cents. */
export const mostPrize = 10_000_000_000;

/** Why staff stopped the clock. */
export const pauseReasons = ['report', 'dispute', 'legal', 'platform'] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** Why the sponsor's people read nothing any more that was not awarded: money went back to it, or it has declared that it uses nothing. */
export const sponsorClosings = ['refund', 'declaration'] as const;
export type SponsorClosing = (typeof sponsorClosings)[number];
