import { readId } from '@app/kernel';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../challenges/testing';
import { aJudge, judgeAll, type TestJudge } from '../../judging/testing';
import { anEntry, aSubmission, aSolver, closePhase, type TestSolver, type TestSubmission } from '../../submissions/testing';
import type { Agent } from '../../../test/support/agent';
import type { TestApp } from '../../../test/support/app';
import { client, ok } from '../../../test/support/client';

export interface TestConversation {
  sponsor: TestSponsor;
  challenge: TestChallenge;
  judge: TestJudge;
  /** Who won, and on whose submission the thread is. */
  solver: TestSolver;
  submission: TestSubmission;
  /** Another entrant of the same challenge. */
  rival: TestSolver;
  rivalSubmission: TestSubmission;
  thread: { id: string; publicId: string };
}

/** A decided challenge without money, with two entrants, and a thread about the winner's submission. */
export async function aConversation(app: TestApp, { solver = undefined as TestSolver | undefined } = {}): Promise<TestConversation> {
  const sponsor = await aSponsor(app);
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
  const judge = await aJudge(app, sponsor, challenge);
  const [winner, rival] = [solver ?? (await aSolver(app)), await aSolver(app)];
  const submission = await aSubmission(app, await anEntry(app, challenge, winner));
  const rivalSubmission = await aSubmission(app, await anEntry(app, challenge, rival));
  await closePhase(app, challenge);
  const [{ number }] = (await app.db.query<{ number: number }>('select number from submission where id = $1', [submission.id])) as [{ number: number }];
  await judgeAll(judge, (label) => (label === `Entry ${number}` ? 9 : 7));
  await app.drain();
  const { id: publicId } = await ok(client(winner).PUT('/api/v1/submissions/{id}/thread', { params: { path: { id: submission.publicId } } }));
  return { sponsor, challenge, judge, solver: winner, submission, rival, rivalSubmission, thread: { id: readId('thread', publicId)!, publicId } };
}

interface Speaker {
  agent: Agent;
}

/** Says something in a thread; answers the message as its author reads it. */
export async function say(who: Speaker, thread: { publicId: string }, text: string, more: { attachmentIds?: string[]; mentions?: string[] } = {}) {
  const api = client(who);
  const { id } = await ok(api.POST('/api/v1/threads/{id}/messages', { params: { path: { id: thread.publicId } }, body: { text, ...more } }));
  return ok(api.GET('/api/v1/messages/{id}', { params: { path: { id } } }));
}

/** Uploads a file for the next message. */
export async function attach(who: Speaker, thread: { publicId: string }, name: string, content: Buffer): Promise<string> {
  const { body } = await who.agent.post(`/api/v1/threads/${thread.publicId}/attachments`).attach('file', content, name).expect(201);
  return (body as { id: string }).id;
}
