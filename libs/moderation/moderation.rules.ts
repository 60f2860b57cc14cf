import type { IdKind, StaffRole } from '@app/kernel';

/**
 * Numbers of moderation, documented in docs/ADMINISTRATION.md; each row keeps the time that follows from them. They are no rule settings:
 * those are copied into a challenge and its rule card, while moderation is about people and organisations too, and is the same for all.
 */
export const moderationNumbers = {
  /** The other side of a report of copying or misuse has so long to answer. */
  answerHours: 72,
  appealDays: 14,
  /** A held payout is looked at again after so long. */
  holdReviewDays: 14,
  /** Where nobody else may decide an appeal, or let a held payout go, the same person does after so long. */
  aloneHours: 72,
  /** Reports of one person within 24 hours of wall time. */
  reportsPerDay: 10,
  longestSuspensionDays: 730,
  /** Letters of facts and reasons: somebody has to be able to read them and object, and one word is no statement of reasons. */
  shortestReasons: 20,
} as const;

/** What is reported or decided on, and which kind of id it has. */
export const subjectIds = {
  challenge: 'challenge', organisation: 'organisation', question: 'question', answer: 'question', message: 'message', submission: 'submission', person: 'person', payout: 'payout',
} as const satisfies Record<string, IdKind>;

export type SubjectKind = keyof typeof subjectIds;
export const subjectKinds = Object.keys(subjectIds) as SubjectKind[];

export const reportedKinds = ['challenge', 'organisation', 'question', 'answer', 'message', 'submission'] as const satisfies readonly SubjectKind[];
export type ReportedKind = (typeof reportedKinds)[number];

export const reportGrounds = ['copying', 'misuse', 'illegal', 'spam', 'harassment', 'misleading', 'personal_data', 'other'] as const;
export type ReportGround = (typeof reportGrounds)[number];

/** About these the other side is asked before anything is found against it. */
export const heardGrounds: readonly ReportGround[] = ['copying', 'misuse'];

/** A submission is read by few; what they may say of it is that it is not its author's own, or that it abuses something. */
export function groundsOf(kind: ReportedKind): readonly ReportGround[] {
  return kind === 'submission' ? heardGrounds : reportGrounds;
}

/** What staff found: that a rule was broken, or that none was. */
export const findings = ['breach', 'no_breach'] as const;
export type Finding = (typeof findings)[number];

/** What the texts that staff begin with leave open; none of it goes out. */
export const templateBlank = /\[(date|what|what for|which|which rights|which source|whose work|why)\]/;

/** In the order in which what they stop is locked. */
export const measureKinds = ['suspend_person', 'suspend_organisation', 'pause_challenge', 'hide_question', 'hide_message', 'hold_payout'] as const;
export type MeasureKind = (typeof measureKinds)[number];

const measuresOn: Readonly<Record<SubjectKind, readonly MeasureKind[]>> = {
  challenge: ['suspend_organisation', 'pause_challenge'], organisation: ['suspend_organisation'], question: ['hide_question'], answer: ['suspend_organisation', 'hide_question'],
  message: ['suspend_person', 'hide_message'], submission: [], person: ['suspend_person'], payout: ['hold_payout'],
};

/** What may be done where such a thing breaks a rule; who asked a question is shown to nobody, so nobody is suspended by one. */
export function measuresOf(kind: SubjectKind): readonly MeasureKind[] {
  return measuresOn[kind];
}

/** Of these measures, those that end by themselves where a time is given. */
export const timedMeasures: readonly MeasureKind[] = ['suspend_person', 'suspend_organisation'];

/** Staff of this role decide on it. */
export function roleFor(kind: SubjectKind): StaffRole {
  return kind === 'payout' ? 'finance' : 'moderator';
}
