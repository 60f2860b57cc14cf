import { createHash } from 'node:crypto';
import type { ChallengeAnswer, DraftAnswer, EntryAnswer } from './answers';
import type { Drawing } from './drawing';
import type { Solver } from './people';
import type { PlannedChallenge } from './plan';

/** Enters a challenge under its rules as they stand; the id of the entry. */
export async function enter({ visitor, organisationId }: Solver, challengeId: string): Promise<string> {
  const { hash } = await visitor.get<{ hash: string }>(`/challenges/${challengeId}/rule-card`);
  return (await visitor.post<EntryAnswer>(`/challenges/${challengeId}/entries`, { organisationId, ruleCardHash: hash })).id;
}

/** Writes an answer to every question and hands it in; sometimes twice, since the last one counts. Returns the submission. */
export async function handIn(solver: Solver, entryId: string, phase: { id: string; position: number }, { key, row }: PlannedChallenge, drawing: Drawing): Promise<string> {
  const path = `/entries/${entryId}/submissions/${phase.id}/draft`;
  const reference = createHash('sha256').update(JSON.stringify([key, phase.position, solver.email])).digest('hex').slice(0, 12);
  const { form, version } = await solver.visitor.get<DraftAnswer>(path);
  const save = (at: number, note: string) =>
    solver.visitor.put<DraftAnswer>(path, { answers: form.questions.map((question) => ({ question: question.key, text: textFor(question.label, row.title, reference, note) })) }, at);
  const first = await save(version, '');
  const submission = `/submissions/${first.submissionId}`;
  await solver.visitor.put(`${submission}/submission`, { draftVersion: first.version });
  if (drawing.happens(5, 'second version', key, solver.email, phase.position)) {
    const second = await save(first.version, ' A second test confirmed it.');
    await solver.visitor.put(`${submission}/submission`, { draftVersion: second.version });
  }
  return first.submissionId!;
}

/** Only finalists go on, and most of them do. */
export async function goesOn(solver: Solver, submissionId: string, { key }: PlannedChallenge, drawing: Drawing): Promise<boolean> {
  const { band } = await solver.visitor.get<{ band: string | null }>(`/submissions/${submissionId}`);
  return band === 'finalist' && !drawing.happens(6, 'gives up', key, solver.email);
}

export function phaseAt({ phases }: ChallengeAnswer, position: number) {
  return phases.find((phase) => phase.position === position);
}

function textFor(label: string, title: string, reference: string, note: string): string {
  return `**${label}.** For "${title}" we would start with what is measured today, change one thing at a time, and keep what lowers the number.${note} Our reference: ${reference}.`;
}
