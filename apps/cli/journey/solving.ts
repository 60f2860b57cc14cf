import { createHash } from 'node:crypto';
import type { ChallengeAnswer, DraftAnswer, EntryAnswer } from './answers';
import type { Drawing } from './drawing';
import type { Person, Solver } from './people';
import type { PlannedChallenge } from './plan';

/** Enters a challenge under its rules as they stand; the id of the entry. */
export async function enter({ visitor, organisationId }: Solver, challengeId: string): Promise<string> {
  const { hash } = await visitor.get<{ hash: string }>(`/challenges/${challengeId}/rule-card`);
  return (await visitor.post<EntryAnswer>(`/challenges/${challengeId}/entries`, { organisationId, ruleCardHash: hash })).id;
}

/** Answers every question and hands the answers in. Returns the submission. */
export async function submit({ visitor }: Person, entryId: string, phaseId: string, textFor: (question: string) => string): Promise<string> {
  const path = `/entries/${entryId}/submissions/${phaseId}/draft`;
  const { form, version } = await visitor.get<DraftAnswer>(path);
  const saved = await visitor.put<DraftAnswer>(path, { answers: form.questions.map(({ key, label }) => ({ question: key, text: textFor(label) })) }, version);
  await visitor.put(`/submissions/${saved.submissionId}/submission`, { draftVersion: saved.version });
  return saved.submissionId!;
}

/** Hands in what the seed says; sometimes twice, since the last one counts. Returns the submission. */
export async function handIn(solver: Solver, entryId: string, phase: { id: string; position: number }, { key, row }: PlannedChallenge, drawing: Drawing): Promise<string> {
  const reference = createHash('sha256').update(JSON.stringify([key, phase.position, solver.email])).digest('hex').slice(0, 12);
  const textFor = (note: string) => (label: string) =>
    `**${label}.** For "${row.title}" we would start with what is measured today, change one thing at a time, and keep what lowers the number.${note} Our reference: ${reference}.`;
  const submissionId = await submit(solver, entryId, phase.id, textFor(''));
  if (drawing.happens(5, 'second version', key, solver.email, phase.position)) await submit(solver, entryId, phase.id, textFor(' A second test confirmed it.'));
  return submissionId;
}

/** Only who passed goes on, and most of them do. */
export async function goesOn(solver: Solver, submissionId: string, { key }: PlannedChallenge, drawing: Drawing): Promise<boolean> {
  const { band } = await solver.visitor.get<{ band: string | null }>(`/submissions/${submissionId}`);
  return (band === 'finalist' || band === 'winner') && !drawing.happens(6, 'gives up', key, solver.email);
}

export function phaseAt({ phases }: ChallengeAnswer, position: number) {
  return phases.find((phase) => phase.position === position);
}
