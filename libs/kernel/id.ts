import { randomUUID } from 'node:crypto';

/**
 * Every id is a random uuid in the database and carries its kind at every edge (`chl_018f…`, 32 hex digits), so that two
 * kinds can never be mistaken for one another.
 */
export const idPrefixes = {
  person: 'per', organisation: 'org', member: 'mem', unit: 'unt', invitation: 'inv', session: 'ses', token: 'tok', serviceAccount: 'svc',
  challenge: 'chl', phase: 'pha', criterion: 'cri', prize: 'prz', ruleCard: 'rul', challengeImport: 'imp', review: 'rev', clarification: 'clf', question: 'que', thread: 'thr', message: 'msg',
  entry: 'ent', submission: 'sub', submissionVersion: 'ver', eligibilityReview: 'elr', opening: 'opn', file: 'fil', upload: 'upl',
  panel: 'pan', assignment: 'asg', scorecard: 'scr', decision: 'dec', conflict: 'cnf', blind: 'bli',
  funding: 'fun', charge: 'chg', award: 'awd', agreement: 'agr', signature: 'sig', declaration: 'dcl', payout: 'pay', transfer: 'trf', refund: 'ref', payee: 'pye', providerEvent: 'evt', reservation: 'rsv',
  record: 'rec', auditEntry: 'aud', reason: 'rsn', staffGrant: 'stf',
  notification: 'ntf', digest: 'dig',
  suspension: 'sus', payoutHold: 'hld', pause: 'pau',
  report: 'rpt', moderationDecision: 'mod', measure: 'mea', moderationAppeal: 'apl',
} as const;

export type IdKind = keyof typeof idPrefixes;

/** An id of one kind inside the program: the bare uuid, branded. */
export type Id<K extends IdKind> = string & { readonly __kind: K };

export type PersonId = Id<'person'>;
export type OrganisationId = Id<'organisation'>;
export type ChallengeId = Id<'challenge'>;
export type PhaseId = Id<'phase'>;
export type EntryId = Id<'entry'>;
export type SubmissionId = Id<'submission'>;
export type AwardId = Id<'award'>;
export type AgreementId = Id<'agreement'>;
export type FundingId = Id<'funding'>;
export type PayoutId = Id<'payout'>;

export function newId<K extends IdKind>(_kind: K): Id<K> {
  return randomUUID() as Id<K>;
}

/** The public form of an id. */
export function showId(kind: IdKind, id: string): string {
  return `${idPrefixes[kind]}_${id.replaceAll('-', '')}`;
}

/** The uuid behind a public id, or undefined when it is not one of this kind. */
export function readId<K extends IdKind>(kind: K, text: unknown): Id<K> | undefined {
  if (typeof text !== 'string') return undefined;
  const match = /^([a-z]{3})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(text);
  if (!match || match[1] !== idPrefixes[kind]) return undefined;
  return match.slice(2).join('-') as Id<K>;
}
