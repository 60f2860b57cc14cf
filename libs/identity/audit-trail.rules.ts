import { type IdKind, idPrefixes, readId, showId } from '@app/kernel';

/**
 * Tables whose audit entries all staff may read whole. Of every other only what staff did is listed, without reason and values:
 * who entered, judged or asked what is blind, and a staff member may belong to a sponsor or a solver.
 */
export const openSubjects: readonly string[] = [
  'challenge', 'pause', 'phase', 'criterion', 'prize', 'rule_card', 'review', 'rule_settings', 'organisation', 'person', 'suspension', 'staff_grant',
  'funding', 'refund', 'payout', 'payout_hold', 'transfer', 'award', 'outbox', 'platform',
];

/**
 * Of these the values staff may read as well, which are no more than what was found and done; the reasons stay with the decision,
 * since they may quote what is sealed, and a decision is read by those of the role alone.
 */
export const openValues: readonly string[] = [...openSubjects, 'report', 'moderation_decision', 'measure', 'moderation_appeal'];

/** A row of the database, as audit entries name it. */
export interface AuditSubject {
  subject: string;
  subjectId: string;
}

/** `chl_…` as table and uuid, where it is an id of any kind. */
export function auditSubject(id: string): AuditSubject | undefined {
  const kind = (Object.keys(idPrefixes) as IdKind[]).find((one) => id.startsWith(`${idPrefixes[one]}_`));
  const uuid = kind && readId(kind, id);
  return uuid && { subject: kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), subjectId: uuid };
}

/** The other way round: public where the table has a kind of id, as it stands elsewhere. */
export function shownSubjectId({ subject, subjectId }: AuditSubject): string {
  const kind = subject.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return kind in idPrefixes && /^[0-9a-f-]{36}$/.test(subjectId) ? showId(kind as IdKind, subjectId) : subjectId;
}
