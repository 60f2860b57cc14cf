import { appealWaitsAlone, holdWaitsAlone, moderationAppealDecided, moderationLifted, reportAnswerAsked, statementGiven } from '@app/identity';
import { showId } from '@app/kernel';
import { m } from '@app/messages';
import { asking } from '../asking';
import { defineKind, type Kind, type Saying } from '../kind';
import { sides } from '../sides';
import { at } from './shared';

interface OfReport {
  reportId: string;
  dueAt: string;
}

interface OfDecision {
  decisionId: string;
  reportId: string | null;
  appealUntil: string;
  aloneFrom: string | null;
  /** What was done, kinds with commas between; null for a statement alone and where no rule was broken. Older notifications do not know it. */
  measures?: string | null;
  /** When a suspension ends by itself. */
  endsAt?: string | null;
}

const measures = {
  suspend_person: m.mail_measure_suspend_person, suspend_organisation: m.mail_measure_suspend_organisation, pause_challenge: m.mail_measure_pause_challenge,
  hide_question: m.mail_measure_hide_question, hide_message: m.mail_measure_hide_message, hold_payout: m.mail_measure_hold_payout,
};

/** Nothing of what it is about: a subject line is read by others too, and a sealed conversation stays sealed. */
const decisionFacts = `
  select d.id as "decisionId", d.report_id as "reportId", d.appeal_until as "appealUntil", a.alone_from as "aloneFrom",
    (select string_agg(x.kind, ',' order by x.kind) from measure x where x.decision_id = d.id) as measures, d.ends_at as "endsAt"
  from moderation_decision d left join moderation_appeal a on a.decision_id = d.id where d.id = $1`;
const statement = ({ decisionId }: OfDecision) => `/statements/${showId('moderationDecision', decisionId)}`;
const report = ({ reportId }: Pick<OfDecision, 'reportId'>) => `/reports/${showId('report', reportId!)}`;

const given = {
  on: statementGiven,
  of: ({ decisionId }: { decisionId: string }) => ({ subjectId: decisionId }),
  isDigestable: false, isBlind: true,
} as const;

/** Reports, decisions of staff and appeals. All are always mailed: they have dates, or are about what somebody may not do any more. */
export const moderationKinds: Record<string, Kind> = {
  report_answer_asked: defineKind({
    on: reportAnswerAsked,
    of: ({ reportId }) => ({ subjectId: reportId }),
    to: sides.reported,
    mail: 'always', isDigestable: false, isBlind: true,
    asks: asking.answeringReport,
    about: (from, { subjectId }) => from.row<OfReport>(`select id as "reportId", due_at as "dueAt" from report where id = $1 and state = 'awaiting_answer'`, subjectId),
    path: report,
    words: ({ dueAt }, saying) => ({
      subject: m.mail_report_asked_subject({}, saying),
      paragraphs: [m.mail_report_asked_text({}, saying), m.mail_report_asked_then({ by: at(dueAt) }, saying)],
      action: m.mail_report_asked_action({}, saying),
      reason: m.mail_report_asked_reason({}, saying),
    }),
  }),
  statement_given: defineKind({
    ...given,
    to: sides.addressee,
    mail: 'always',
    about: (from, { subjectId }) => from.row<OfDecision>(decisionFacts, subjectId),
    path: statement,
    words: ({ appealUntil, endsAt, ...done }, saying) => ({
      subject: m.mail_statement_subject({}, saying),
      paragraphs: [m.mail_statement_text({}, saying), ...doneText(done, m.mail_statement_done, saying), ...(endsAt ? [m.mail_statement_ends({ on: at(endsAt) }, saying)] : []), m.mail_statement_then({ by: at(appealUntil) }, saying)],
      action: m.mail_statement_action({}, saying),
      reason: m.mail_statement_reason({}, saying),
    }),
  }),
  report_acted_on: defineKind({
    ...given,
    to: sides.reporter,
    mail: 'always',
    about: (from, { subjectId }) => from.row<OfDecision>(`${decisionFacts} and d.finding = 'breach' and d.report_id is not null`, subjectId),
    path: report,
    words: (_, saying) => ({
      subject: m.mail_report_acted_subject({}, saying),
      paragraphs: [m.mail_report_acted_text({}, saying)],
      action: m.mail_report_action({}, saying),
      reason: m.mail_report_acted_reason({}, saying),
    }),
  }),
  report_refused: defineKind({
    ...given,
    to: sides.cleared,
    mail: 'always',
    about: (from, { subjectId }) => from.row<OfDecision>(`${decisionFacts} and d.finding = 'no_breach'`, subjectId),
    path: report,
    words: (_, saying) => ({
      subject: m.mail_report_refused_subject({}, saying),
      paragraphs: [m.mail_report_refused_text({}, saying)],
      action: m.mail_report_action({}, saying),
      reason: m.mail_report_asked_reason({}, saying),
    }),
  }),
  decision_lifted: defineKind({
    on: moderationLifted,
    of: ({ decisionId }) => ({ subjectId: decisionId }),
    to: sides.hitByDecision,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId }) => from.row<OfDecision>(`${decisionFacts} and d.state <> 'in_force'`, subjectId),
    path: statement,
    words: (facts, saying) => ({
      subject: m.mail_lifted_subject({}, saying),
      paragraphs: [m.mail_lifted_text({}, saying), ...doneText(facts, m.mail_lifted_done, saying)],
      action: m.mail_statement_action({}, saying),
      reason: m.mail_statement_reason({}, saying),
    }),
  }),
  appeal_waits: defineKind({
    on: appealWaitsAlone,
    of: ({ decisionId }) => ({ subjectId: decisionId }),
    to: sides.bothSidesOfDecision,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId }) => from.row<OfDecision>(`${decisionFacts} and a.state = 'open' and a.alone_from is not null`, subjectId),
    path: () => '/statements',
    words: ({ aloneFrom }, saying) => ({
      subject: m.mail_appeal_waits_subject({}, saying),
      paragraphs: [m.mail_appeal_waits_text({ from: at(aloneFrom) }, saying)],
      action: m.mail_statements_action({}, saying),
      reason: m.mail_appeal_waits_reason({}, saying),
    }),
  }),
  hold_waits: defineKind({
    on: holdWaitsAlone,
    of: ({ decisionId }) => ({ subjectId: decisionId }),
    to: sides.hitByDecision,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId }) => from.row<Pick<OfDecision, 'decisionId' | 'aloneFrom'>>(`select decision_id as "decisionId", alone_from as "aloneFrom" from payout_hold where decision_id = $1 and state = 'in_force'`, subjectId),
    path: ({ decisionId }) => `/statements/${showId('moderationDecision', decisionId)}`,
    words: ({ aloneFrom }, saying) => ({
      subject: m.mail_hold_waits_subject({}, saying),
      paragraphs: [m.mail_hold_waits_text({ from: at(aloneFrom) }, saying)],
      action: m.mail_statement_action({}, saying),
      reason: m.mail_statement_reason({}, saying),
    }),
  }),
  moderation_appeal_decided: defineKind({
    on: moderationAppealDecided,
    of: ({ decisionId }) => ({ subjectId: decisionId }),
    to: sides.addressee,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId }) => from.row<OfDecision>(`${decisionFacts} and a.state <> 'open'`, subjectId),
    path: statement,
    words: (_, saying) => ({
      subject: m.mail_appeal_decided_subject({}, saying),
      paragraphs: [m.mail_appeal_decided_text({}, saying)],
      action: m.mail_statement_action({}, saying),
      reason: m.mail_statement_reason({}, saying),
    }),
  }),
};

function doneText({ measures: kinds }: Pick<OfDecision, 'measures'>, text: typeof m.mail_statement_done, saying: Saying): string[] {
  return kinds ? [text({ measures: kinds.split(',').map((kind) => measures[kind as keyof typeof measures]({}, saying)).join(', ') }, saying)] : [];
}
