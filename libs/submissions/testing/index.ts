import { type EntryId, readId, type SubmissionId } from '@app/kernel';
import { aFreelancer, type TestPerson } from '../../identity/testing';
import type { TestChallenge } from '../../challenges/testing';
import type { TestApp } from '../../../test/support/app';

/** Somebody who enters challenges for an organisation. */
export interface TestSolver extends TestPerson {
  organisationId: string;
}

export interface TestEntry {
  id: EntryId;
  publicId: string;
  solver: TestSolver;
  challenge: TestChallenge;
  phaseId: string;
  /** Of the API, to the working version in `phaseId`. */
  draftPath: string;
}

export interface TestSubmission {
  id: SubmissionId;
  publicId: string;
  path: string;
  entry: TestEntry;
}

export const aSolver = (app: TestApp, options: Parameters<typeof aFreelancer>[1] = {}): Promise<TestSolver> => aFreelancer(app, options);

/** What a solver sends to enter, having read the rules. */
export async function joining(solver: TestSolver, challenge: TestChallenge): Promise<{ organisationId: string; ruleCardHash: string }> {
  const card = await solver.agent.get(`/api/v1/challenges/${challenge.publicId}/rule-card`).expect(200);
  const me = await solver.agent.get('/api/v1/me').expect(200);
  return { organisationId: me.body.memberships[0].organisation.id as string, ruleCardHash: card.body.hash as string };
}

/** A new solver (or `solver`) in an open challenge. */
export async function anEntry(app: TestApp, challenge: TestChallenge, solver?: TestSolver): Promise<TestEntry> {
  const who = solver ?? (await aSolver(app));
  const { body } = await who.agent.post(`/api/v1/challenges/${challenge.publicId}/entries`).send(await joining(who, challenge)).expect(201);
  const phaseId = challenge.phases[0]!.id;
  return { id: readId('entry', body.id)!, publicId: body.id as string, solver: who, challenge, phaseId, draftPath: `/api/v1/entries/${body.id as string}/submissions/${phaseId}/draft` };
}

export interface SubmissionWish {
  /** Text of every answer; a whole sentence without. */
  text?: string;
  files?: { name: string; content: Buffer }[];
  /** In which state to leave it; default `submitted`. */
  state?: 'draft' | 'submitted';
}

/** Saves an answer to every question and the files, and hands them in, all through HTTP. */
export async function aSubmission(_app: TestApp, entry: TestEntry, { text = 'We would bend the belt.', files = [], state = 'submitted' }: SubmissionWish = {}): Promise<TestSubmission> {
  const { agent } = entry.solver;
  const seen = await agent.get(entry.draftPath).expect(200);
  const answers = (seen.body.form.questions as { key: string }[]).map(({ key }) => ({ question: key, text }));
  const saved = await agent.put(entry.draftPath).set('if-match', `"${seen.body.version}"`).send({ answers }).expect(200);
  const publicId = saved.body.submissionId as string;
  const path = `/api/v1/submissions/${publicId}`;
  for (const { name, content } of files) await agent.post(`${path}/files`).attach('file', content, name).expect(201);
  if (state === 'submitted') await agent.put(`${path}/submission`).send({}).expect(200);
  return { id: readId('submission', publicId)!, publicId, path, entry };
}

/** Moves the clock to the end of a phase and lets everything happen that then happens. */
export async function closePhase(app: TestApp, challenge: TestChallenge, phase = 0): Promise<void> {
  await app.clock.set(challenge.phases[phase]!.closesAt);
  await app.drain();
}

/** A PDF of one page without text, with `note` in a comment. */
export function aPdf(note = ''): Buffer {
  return Buffer.from(`%PDF-1.4\n% ${note}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`);
}
