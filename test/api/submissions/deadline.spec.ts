import { Client } from 'pg';
import { after } from '@app/kernel';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { anEntry, aSubmission, closePhase, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
let sponsor: TestSponsor;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
});
afterAll(() => app?.close());

const open = async (): Promise<TestChallenge> => aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
const handIn = ({ path, entry }: TestSubmission) => entry.solver.agent.put(`${path}/submission`).send({});

/** The platform's clock, stopped at one millisecond while `work` runs. */
async function at<T>(now: Date, work: () => Promise<T>): Promise<T> {
  const owner = new Client(app.database.migrationUrl);
  await owner.connect();
  const { rows } = await owner.query<{ source: string }>(`select pg_get_functiondef('app_now()'::regprocedure) as source`);
  try {
    await owner.query(`create or replace function app_now() returns timestamptz language sql stable parallel safe as $$ select '${now.toISOString()}'::timestamptz $$`);
    return await work();
  } finally {
    await owner.query(rows[0]!.source);
    await owner.end();
  }
}

it('is too late too where nobody else handed in, and the challenge is over with the close', async () => {
  const challenge = await open();
  const draft = await aSubmission(app, await anEntry(app, challenge), { state: 'draft' });
  await closePhase(app, challenge);
  const { body } = await draft.entry.solver.agent.get(`/api/v1/entries/${draft.entry.publicId}`).expect(200);
  const late = await handIn(draft);
  expect([body.state, late.status, late.body.code, late.body.closesAt, typeof late.body.serverTime]).toEqual(['closed', 409, 'submission_late', challenge.phases[0]!.closesAt.toISOString(), 'string']);
});

it('takes a submission in the last millisecond, and refuses the next with the server’s time', async () => {
  const challenge = await open();
  const [first, second] = [await aSubmission(app, await anEntry(app, challenge), { state: 'draft' }), await aSubmission(app, await anEntry(app, challenge), { state: 'draft' })];
  const { closesAt } = challenge.phases[0]!;
  const inTime = await at(after(closesAt, -1), () => handIn(first));
  expect([inTime.status, inTime.body.submittedAt]).toEqual([200, after(closesAt, -1).toISOString()]);

  const late = await at(closesAt, () => handIn(second));
  expect(late.body).toEqual({
    type: 'urn:guildhall:problem:submission_late', title: 'The phase is closed; this came too late.', status: 409, code: 'submission_late',
    serverTime: closesAt.toISOString(), closesAt: closesAt.toISOString(), instance: expect.stringMatching(/^urn:guildhall:request:/),
  });
  const others = await at(closesAt, async () => [
    await handIn(first),
    await first.entry.solver.agent.put(first.entry.draftPath).set('if-match', '"1"').send({ answers: [] }),
    await first.entry.solver.agent.get(first.entry.draftPath),
    await first.entry.solver.agent.put(`${first.path}/withdrawal`).send({}),
    await first.entry.solver.agent.post(`${first.path}/files`).attach('file', Buffer.from('late'), 'late.txt'),
    await first.entry.solver.agent.put(`/api/v1/entries/${first.entry.publicId}/withdrawal`).send({}),
  ]);
  expect(others.map(refusal)).toEqual(others.map(() => [409, 'submission_late']));

  await closePhase(app, challenge);
  const states = await Promise.all([first, second].map(async ({ path, entry }) => (await entry.solver.agent.get(path).expect(200)).body as { state: string; versions: number }));
  expect(states.map(({ state, versions }) => [state, versions])).toEqual([['under_review', 1], ['lapsed', 0]]);
});

it('either takes what races the closing, whole, or refuses it as late; nothing is lost', async () => {
  const challenge = await open();
  const submissions: TestSubmission[] = [];
  for (let number = 0; number < 12; number++) submissions.push(await aSubmission(app, await anEntry(app, challenge), { state: 'draft', text: `Answer ${number}` }));
  await app.clock.set(after(challenge.phases[0]!.closesAt, -600));
  let isOver = false;
  const closing = (async () => {
    while (!isOver) {
      await app.drain();
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  const answers = await Promise.all(submissions.map(async (submission, number) => {
    await new Promise((done) => setTimeout(done, number * 120));
    return handIn(submission);
  }));
  isOver = true;
  await closing;
  await app.drain();

  expect(refusal(answers.at(-1)!)).toEqual([409, 'submission_late']);
  for (const [number, { status, body }] of answers.entries()) {
    const { path, entry } = submissions[number]!;
    const now = (await entry.solver.agent.get(path).expect(200)).body;
    if (status === 200) expect(now).toMatchObject({ state: 'under_review', versions: 1, submittedAt: body.submittedAt, answers: [{ text: `Answer ${number}` }, { text: `Answer ${number}` }] });
    else expect([body.code, now.state, now.versions, now.answers]).toEqual(['submission_late', 'lapsed', 0, []]);
  }
});

it('waits for a closing that has begun, and is then late', async () => {
  const challenge = await open();
  const submission = await aSubmission(app, await anEntry(app, challenge), { state: 'draft' });
  const closing = new Client(app.database.superuserUrl);
  await closing.connect();
  await closing.query('begin');
  await closing.query('select from challenge where id = $1 for update', [challenge.id]);
  await app.clock.set(after(challenge.phases[0]!.closesAt, -500));
  let isAnswered = false;
  const answer = handIn(submission).then((response) => {
    isAnswered = true;
    return response;
  });
  await new Promise((done) => setTimeout(done, 700));
  expect(isAnswered).toBe(false);
  await closing.query('commit');
  await closing.end();
  expect(refusal(await answer)).toEqual([409, 'submission_late']);
});

it('makes one version of one draft, however often it is handed in at once', async () => {
  const challenge = await open();
  const submission = await aSubmission(app, await anEntry(app, challenge), { state: 'draft' });
  const answers = await Promise.all([1, 2, 3, 4].map(() => submission.entry.solver.agent.copy().put(`${submission.path}/submission`).send({})));
  expect(answers.map(({ status, body }) => [status, body.versions])).toEqual(Array(4).fill([200, 1]));
});

it('saves one of two drafts that race, and says so to the other', async () => {
  const entry = await anEntry(app, await open());
  const save = (text: string) => entry.solver.agent.copy().put(entry.draftPath).set('if-match', '"0"').send({ answers: [{ question: 'criterion-1', text }] });
  const answers = await Promise.all([save('one'), save('two')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
  expect(answers.map(({ status }) => status === 200 || status === 409 || status === 412)).toEqual([true, true]);
  const kept = answers.find(({ status }) => status === 200)!;
  expect((await entry.solver.agent.get(entry.draftPath).expect(200)).body.answers).toEqual(kept.body.answers);
});
