import type { View } from '@app/api-client';
import type { Agent } from '../../../test/support/agent';
import { client } from '../../../test/support/client';

type Who = Agent | { agent: Agent };

/** What staff must say at least. */
export const someFacts = 'It was read by two of us, and says what the rule forbids.';

/** Staff hide something they found themselves. */
export function hides(who: Who, kind: 'question' | 'message', id: string, ground: string) {
  return client(who).POST('/api/v1/admin/decisions', { body: { kind, id, ground, facts: someFacts, measures: [kind === 'question' ? 'hide_question' : 'hide_message'] } });
}

export function lifts(who: Who, id: string, reason = 'A mistake.') {
  return client(who).PUT('/api/v1/admin/decisions/{id}/lifting', { params: { path: { id } }, body: { reason } });
}

type Reported = View<'MakeReportDto'>;

export function reports(who: Who, kind: Reported['kind'], id: string, ground: Reported['ground'], text = 'This is not right.', record?: number) {
  return client(who).POST('/api/v1/reports', { body: { kind, id, ground, text, ...(record !== undefined && { record }) } });
}

export function decides(who: Who, reportId: string, finding: View<'DecideReportDto'>['finding'], measures: View<'DecideReportDto'>['measures'] = [], days: number | null = null) {
  return client(who).PUT('/api/v1/admin/reports/{id}/decision', { params: { path: { id: reportId } }, body: { finding, ground: 'Section 4 of the terms.', facts: someFacts, measures, days } });
}

export function appeals(who: Who, statementId: string, text = 'It is our own drawing.') {
  return client(who).POST('/api/v1/me/statements/{id}/appeal', { params: { path: { id: statementId } }, body: { text } });
}

export function decidesAppeal(who: Who, decisionId: string, outcome: 'upheld' | 'reversed') {
  return client(who).PUT('/api/v1/admin/decisions/{id}/appeal', { params: { path: { id: decisionId } }, body: { outcome, reason: 'The drawing was signed a year before.' } });
}
