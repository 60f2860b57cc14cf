import { m } from '@app/messages';
import { wordFor } from '~/components/choices';
import type { Wording } from '~/components/challenge-badge';

const kinds: Readonly<Record<string, () => string>> = {
  challenge: m.report_kind_challenge, organisation: m.report_kind_organisation, question: m.report_kind_question, answer: m.report_kind_answer,
  message: m.report_kind_message, submission: m.report_kind_submission, person: m.report_kind_person, payout: m.report_kind_payout,
};
const grounds: Readonly<Record<string, () => string>> = {
  copying: m.report_ground_copying, misuse: m.report_ground_misuse, illegal: m.report_ground_illegal, spam: m.report_ground_spam,
  harassment: m.report_ground_harassment, misleading: m.report_ground_misleading, personal_data: m.report_ground_personal_data, other: m.report_ground_other,
};
const measures: Readonly<Record<string, () => string>> = {
  hide_question: m.moderation_measure_hide_question, hide_message: m.moderation_measure_hide_message, suspend_person: m.moderation_measure_suspend_person,
  suspend_organisation: m.moderation_measure_suspend_organisation, pause_challenge: m.moderation_measure_pause_challenge, hold_payout: m.moderation_measure_hold_payout,
};
const effects: Readonly<Record<string, () => string>> = {
  hide_question: m.statement_effect_hide_question, hide_message: m.statement_effect_hide_message, suspend_person: m.statement_effect_suspend_person,
  suspend_organisation: m.statement_effect_suspend_organisation, pause_challenge: m.statement_effect_pause_challenge, hold_payout: m.statement_effect_hold_payout,
};
const states: Readonly<Record<string, Wording>> = {
  open: [m.report_state_open, 'wait'], awaiting_answer: [m.report_state_awaiting_answer, 'wait'], heard: [m.report_state_heard, 'wait'], decided: [m.report_state_decided, 'plain'], withdrawn: [m.report_state_withdrawn, 'plain'],
  in_force: [m.statement_state_in_force, 'wait'], lifted: [m.statement_state_lifted, 'plain'], reversed: [m.statement_state_reversed, 'plain'], ended: [m.statement_state_ended, 'plain'],
};
const outcomes: Readonly<Record<string, () => string>> = { breach: m.report_outcome_breach, no_breach: m.report_outcome_no_breach, reversed: m.report_outcome_reversed };

export const kindText = (kind: string) => wordFor(kinds, kind);
export const groundText = (ground: string) => wordFor(grounds, ground);
export const measureText = (measure: string) => wordFor(measures, measure);
export const effectText = (measure: string) => wordFor(effects, measure);
export const outcomeText = (outcome: string) => wordFor(outcomes, outcome);
export const wordingOf = (state: string): Wording => states[state] ?? [() => state.replaceAll('_', ' '), 'plain'];

/** "Question: Less waste on the line": what it is, and where it stands. */
export const subjectText = ({ kind, title }: { kind: string; title: string }) => m.report_subject({ kind: kindText(kind), title });

/** What was found; an appeal may have shown that it is not so. */
export function findingText({ state, finding }: { state: string; finding: string }): string {
  if (state === 'reversed') return m.statement_reversed();
  return finding === 'breach' ? m.statement_breach() : m.statement_no_breach();
}

/** What was done where a rule was broken; a refused report does nothing. */
export function doneText({ finding, measures }: { finding: string; measures: readonly string[] }): string | null {
  if (finding !== 'breach') return null;
  return measures.length > 0 ? measures.map(measureText).join(' · ') : m.statement_measures_none();
}

/** It may end by itself. */
export const isTimed = (measure: string) => measure === 'suspend_person' || measure === 'suspend_organisation';
