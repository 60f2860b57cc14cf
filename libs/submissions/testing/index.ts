import { type EntryId, readId, type SubmissionId } from '@app/kernel';
import { aFreelancer, type TestPerson } from '../../identity/testing';
import type { TestChallenge } from '../../challenges/testing';
import type { TestApp } from '../../../test/support/app';
import { client, ifMatch, ok } from '../../../test/support/client';

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
  const card = await ok(client(solver).GET('/api/v1/challenges/{id}/rule-card', { params: { path: { id: challenge.publicId } } }));
  const me = await ok(client(solver).GET('/api/v1/me'));
  return { organisationId: me.memberships[0]!.organisation.id, ruleCardHash: card.hash };
}

/** A new solver (or `solver`) in an open challenge. */
export async function anEntry(app: TestApp, challenge: TestChallenge, solver?: TestSolver): Promise<TestEntry> {
  const who = solver ?? (await aSolver(app));
  const { id: publicId } = await ok(client(who).POST('/api/v1/challenges/{id}/entries', { params: { path: { id: challenge.publicId } }, body: await joining(who, challenge) }));
  const phaseId = challenge.phases[0]!.id;
  return { id: readId('entry', publicId)!, publicId, solver: who, challenge, phaseId, draftPath: `/api/v1/entries/${publicId}/submissions/${phaseId}/draft` };
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
  const api = client(entry.solver);
  const path = { id: entry.publicId, phaseId: entry.phaseId };
  const draft = await ok(api.GET('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path } }));
  const answers = draft.form.questions.map(({ key }) => ({ question: key, text }));
  const saved = await ok(api.PUT('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path, header: ifMatch(draft.version) }, body: { answers } }));
  const publicId = saved.submissionId!;
  const params = { path: { id: publicId } };
  for (const file of files) await ok(api.POST('/api/v1/submissions/{id}/files', { params, ...asForm(file) }));
  if (state === 'submitted') await ok(api.PUT('/api/v1/submissions/{id}/submission', { params, body: {} }));
  return { id: readId('submission', publicId)!, publicId, path: `/api/v1/submissions/${publicId}`, entry };
}

/** A file as a browser's form sends it; the description knows it as text. */
function asForm({ name, content }: { name: string; content: Buffer }) {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(content)]), name);
  return { body: { file: name }, bodySerializer: () => form };
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
