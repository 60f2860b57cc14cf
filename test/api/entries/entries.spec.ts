import { after, day, readId, systemActor } from '@app/kernel';
import { Submissions } from '@app/submissions';
import { aMember, aPerson, anOrganisation } from '../../../libs/identity/testing';
import { aChallenge, aPhase, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { anEntry, aSolver, aSubmission, closePhase, joining } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { holdChallenge } from '../../support/held-row';
import { refusal } from '../../support/refusal';

let app: TestApp;
let sponsor: TestSponsor;
let challenge: TestChallenge;

const open = async (edits: Record<string, unknown> = {}) => aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now(), edits) });
const path = (one: TestChallenge) => `/api/v1/challenges/${one.publicId}/entries`;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  challenge = await open();
});
afterAll(() => app?.close());

it('lets a solver in, who then finds the entry', async () => {
  const solver = await aSolver(app);
  const answer = await solver.agent.post(path(challenge)).send(await joining(solver, challenge)).expect(201);
  const me = (await solver.agent.get('/api/v1/me').expect(200)).body;
  const { id: organisationId, name: organisationName } = me.memberships[0].organisation;
  const { opensAt, closesAt } = challenge.phases[0]!;
  expect(answer.body).toEqual({
    id: expect.stringMatching(/^ent_/), challenge: { id: challenge.publicId, slug: challenge.slug, title: 'Less waste on the line', state: 'open', paused: null }, organisationId, organisationName,
    state: 'joined', ruleCardVersion: 1, isPayable: null, joinedAt: expect.any(String),
    members: [{ personId: me.id, name: solver.name, share: 10_000, payeeOrganisationId: organisationId }],
    phases: [{
      phaseId: challenge.phases[0]!.id, position: 1, kind: 'proposal', state: 'open', opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString(), submissionId: null, submissionState: null, band: null, number: null,
    }],
    can: ['withdraw'],
  });
  expect((await solver.agent.get(`/api/v1/entries/${answer.body.id}`).expect(200)).body).toEqual(answer.body);
  expect((await solver.agent.get('/api/v1/me/entries').expect(200)).body).toEqual({ items: [answer.body] });
});

it('is there for nobody else', async () => {
  const entry = await anEntry(app, challenge);
  const other = await anEntry(app, challenge);
  for (const agent of [other.solver.agent, sponsor.owner.agent, (await aPerson(app)).agent]) {
    for (const address of [`/api/v1/entries/${entry.publicId}`, entry.draftPath]) expect(refusal(await agent.get(address))).toEqual([404, 'request_not_found']);
    expect(refusal(await agent.put(`/api/v1/entries/${entry.publicId}/withdrawal`).send({}))).toEqual([404, 'request_not_found']);
    expect(refusal(await agent.put(entry.draftPath).set('if-match', '"0"').send({ answers: [] }))).toEqual([404, 'request_not_found']);
  }
});

describe('refuses', () => {
  it('other rules than those that were read', async () => {
    const solver = await aSolver(app);
    const wish = { ...(await joining(solver, challenge)), ruleCardHash: '0'.repeat(64) };
    expect(refusal(await solver.agent.post(path(challenge)).send(wish))).toEqual([409, 'entry_other_rule_card']);
  });

  it('somebody else’s organisation', async () => {
    const [solver, other] = [await aSolver(app), await aSolver(app)];
    expect(refusal(await solver.agent.post(path(challenge)).send(await joining(other, challenge)))).toEqual([403, 'entry_not_member']);
  });

  it('a second entry, also for another organisation, also at once', async () => {
    const solver = await aSolver(app);
    const second = await anOrganisation(app, solver);
    const wishes = [await joining(solver, challenge), { ...(await joining(solver, challenge)), organisationId: second.publicId }];
    const answers = await Promise.all([...wishes, ...wishes].map((wish) => solver.agent.copy().post(path(challenge)).send(wish)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).map(refusal)).toEqual(Array(3).fill([409, 'entry_already']));
  });

  it('the sponsor’s own people and related parties', async () => {
    const insider = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
    const own = await anOrganisation(app, insider);
    const ruleCardHash = (await joining(await aSolver(app), challenge)).ruleCardHash;
    for (const organisationId of [own.publicId, sponsor.organisation.publicId]) {
      expect(refusal(await insider.agent.post(path(challenge)).send({ organisationId, ruleCardHash }))).toEqual([409, 'entry_related_party']);
    }
  });

  it('other countries', async () => {
    const dutch = await open({ countries: ['DE', 'FR'] });
    const solver = await aSolver(app, { country: 'NL' });
    expect(refusal(await solver.agent.post(path(dutch)).send(await joining(solver, dutch)))).toEqual([409, 'entry_not_eligible']);
    const german = await aSolver(app, { country: 'DE' });
    await german.agent.post(path(dutch)).send(await joining(german, dutch)).expect(201);
  });

  it('the uninvited, those without a session, and those who send something else', async () => {
    const invited = await open();
    // not available yet: readiness lets nobody get there
    await app.db.pool.query(`update challenge set entry = 'invited' where id = $1`, [invited.id]);
    const solver = await aSolver(app);
    const wish = await joining(solver, invited);
    expect(refusal(await solver.agent.post(path(invited)).send(wish))).toEqual([403, 'entry_invited_only']);
    expect(refusal(await app.http().post(path(challenge)).send(wish))).toEqual([401, 'request_unauthenticated']);
    expect(refusal(await solver.agent.post(path(challenge)).send({ ...wish, ruleCardHash: 'abc' }))).toEqual([422, 'request_invalid']);
    expect(refusal(await solver.agent.post('/api/v1/challenges/chl_00000000000040008000000000000000/entries').send(wish))).toEqual([404, 'request_not_found']);
  });

  it('who comes when the phase has closed, by a millisecond', async () => {
    const short = await open();
    const [early, late] = [await aSolver(app), await aSolver(app)];
    const wish = await joining(late, short);
    await app.clock.set(after(short.phases[0]!.closesAt, -5_000));
    await anEntry(app, short, early);
    await app.clock.set(short.phases[0]!.closesAt);
    expect(refusal(await late.agent.post(path(short)).send(wish))).toEqual([409, 'entry_not_open']);
  });
});

it('lets new accounts into three challenges a calendar month, also at once, until one submission was found eligible', async () => {
  const start = new Date('2028-03-01T00:00:00Z');
  await app.clock.set(start);
  const scheduled: TestChallenge[] = [];
  for (let number = 0; number < 6; number++) scheduled.push(await aChallenge(app, sponsor, { state: 'scheduled', edits: freeDraft(start) }));
  await app.clock.set(scheduled[0]!.phases[0]!.opensAt);
  await app.drain();

  const solver = await aSolver(app);
  const entry = await anEntry(app, scheduled[0]!, solver);
  const { id: submissionId } = await aSubmission(app, entry);
  const enter = async (one: TestChallenge) => solver.agent.copy().post(path(one)).send(await joining(solver, one));
  const atOnce = await Promise.all(scheduled.slice(1, 5).map(enter));
  expect(atOnce.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
  expect(refusal(await enter(scheduled[5]!))).toEqual([409, 'entry_quota']);

  await closePhase(app, scheduled[0]!);
  await app.clock.set(after(start, 10 * day));
  const submissions = app.app.get(Submissions, { strict: false });
  await app.db.change(systemActor('spec'), (tx) => submissions.giveResults(tx, [{ submissionId, band: 'fair', reason: 'It works.' }]));
  const { body: mine } = await solver.agent.get('/api/v1/me/entries').expect(200);
  expect((mine.items as { phases: { band: string | null }[] }[]).flatMap(({ phases }) => phases.flatMap(({ band }) => band ?? []))).toEqual(['fair']);
  const other = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
  await anEntry(app, other, solver);
});

it('keeps a waiting list where places are capped, and moves it up', async () => {
  const capped = await open({ entry: 'capped', capacity: 1 });
  const solvers = [await aSolver(app), await aSolver(app), await aSolver(app)];
  const wishes = await Promise.all(solvers.map((solver) => joining(solver, capped)));
  const answers = await Promise.all(solvers.map((solver, at) => solver.agent.post(path(capped)).send(wishes[at]).expect(201)));
  expect(answers.map(({ body }) => body.state).sort()).toEqual(['joined', 'waitlisted', 'waitlisted']);
  // who came in the same millisecond waits in any order: let one have come before the other
  const [early] = await app.db.query<{ id: string }>(`update entry set joined_at = joined_at - interval '1 second' where id = (select id from entry where challenge_id = $1 and state = 'waitlisted' limit 1) returning id`, [capped.id]);
  const inside = answers.findIndex(({ body }) => body.state === 'joined');
  const next = answers.findIndex(({ body }) => readId('entry', body.id) === early!.id);

  const draft = `/api/v1/entries/${answers[next]!.body.id}/submissions/${capped.phases[0]!.id}/draft`;
  expect(refusal(await solvers[next]!.agent.put(draft).set('if-match', '"0"').send({ answers: [] }))).toEqual([409, 'submission_entry_not_active']);
  const left = await solvers[inside]!.agent.put(`/api/v1/entries/${answers[inside]!.body.id}/withdrawal`).send({}).expect(200);
  expect([left.body.state, left.body.can]).toEqual(['withdrawn', []]);
  const states = await Promise.all(solvers.map(async (solver, at) => (await solver.agent.get(`/api/v1/entries/${answers[at]!.body.id}`).expect(200)).body.state as string));
  expect(states.map((state, at) => (at === next ? 'admitted' : state)).sort()).toEqual(['admitted', 'waitlisted', 'withdrawn']);
  expect(states[next]).toBe('joined');
  await app.drain();
  const told = solvers.map(({ email }) => app.mails(email).filter(({ subject }) => subject.startsWith('A place has become free')).length);
  expect(told).toEqual(solvers.map((_, at) => (at === next ? 1 : 0)));
  // who waits gives that up at any time
  await app.clock.set(capped.phases[0]!.closesAt);
  const waiting = states.indexOf('waitlisted');
  const own = `/api/v1/entries/${answers[waiting]!.body.id}`;
  expect((await solvers[waiting]!.agent.get(own).expect(200)).body.can).toEqual(['withdraw']);
  expect((await solvers[waiting]!.agent.put(`${own}/withdrawal`).send({}).expect(200)).body.state).toBe('withdrawn');
});

it('is too late for who got a place while the withdrawal waited', async () => {
  const capped = await open({ entry: 'capped', capacity: 1 });
  await anEntry(app, capped);
  const solver = await aSolver(app);
  const { body: waiting } = await solver.agent.post(path(capped)).send(await joining(solver, capped)).expect(201);
  await app.clock.set(capped.phases[0]!.closesAt);
  const held = await holdChallenge(app, capped.id);
  const left = solver.agent.put(`/api/v1/entries/${waiting.id}/withdrawal`).send({}).then(refusal);
  await held.waiting(1);
  await app.db.query(`update entry set state = 'joined' where id = $1 and state = 'waitlisted'`, [readId('entry', waiting.id)]);
  await held.letGo();
  expect(await left).toEqual([409, 'submission_late']);
});

it('erases what was written by who leaves, and is too late once the phase closed', async () => {
  const one = await open();
  const [leaver, stayer, idle] = [await anEntry(app, one), await anEntry(app, one), await anEntry(app, one)];
  const [left, stayed] = [await aSubmission(app, leaver), await aSubmission(app, stayer)];
  await leaver.solver.agent.put(`/api/v1/entries/${leaver.publicId}/withdrawal`).send({}).expect(200);
  expect((await leaver.solver.agent.get(left.path).expect(200)).body).toMatchObject({ state: 'withdrawn', isErased: true, answers: [] });
  await closePhase(app, one);
  // nor is there anything left to take back for who never handed in
  for (const { publicId, solver } of [stayer, idle]) expect(refusal(await solver.agent.put(`/api/v1/entries/${publicId}/withdrawal`).send({}))).toEqual([409, 'submission_late']);
  expect((await idle.solver.agent.get(`/api/v1/entries/${idle.publicId}`).expect(200)).body).toMatchObject({ state: 'joined', can: [] });
  expect((await stayer.solver.agent.get(`/api/v1/entries/${stayer.publicId}`).expect(200)).body).toMatchObject({ can: [], phases: [{ number: 1, submissionId: stayed.publicId, submissionState: 'under_review' }] });
});

it('tells how many take part, and how many handed in only to the sponsor', async () => {
  const one = await open();
  await aSubmission(app, await anEntry(app, one));
  await anEntry(app, one);
  const address = `/api/v1/challenges/${one.publicId}/participation`;
  expect((await app.http().get(address).expect(200)).body).toEqual({ entries: 2, submissions: null });
  expect((await sponsor.owner.agent.get(address).expect(200)).body).toEqual({ entries: 2, submissions: 1 });
  // what happened once does not become nobody when it is over
  await app.db.query(`update entry set state = 'closed' where challenge_id = $1`, [one.id]);
  expect((await app.http().get(address).expect(200)).body).toEqual({ entries: 2, submissions: null });
  const draft = await aChallenge(app, sponsor, { edits: freeDraft(await app.clock.now()) });
  expect(refusal(await app.http().get(`/api/v1/challenges/${draft.publicId}/participation`))).toEqual([404, 'request_not_found']);
});

it('does not let in before the challenge opens', async () => {
  const scheduled = await aChallenge(app, sponsor, { state: 'scheduled', edits: freeDraft(await app.clock.now(), { phases: [aPhase(after(await app.clock.now(), 60 * day), { prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] })] }) });
  const solver = await aSolver(app);
  const wish = { ...(await joining(solver, challenge)) };
  expect(refusal(await solver.agent.post(path(scheduled)).send(wish))).toEqual([409, 'entry_not_open']);
});
