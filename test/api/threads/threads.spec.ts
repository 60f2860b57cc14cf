import { Client } from 'pg';
import { after, day, hour, minute, readId } from '@app/kernel';
import { aChallenge, aPhase, aSponsor, freeDraft } from '../../../libs/challenges/testing';
import { aMember, anOrganisation, aPerson, aStaffMember, aToken, joinsStaff, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aPdf, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { aConversation, attach, say, type TestConversation } from '../../../libs/threads/testing';
import type { Agent } from '../../support/agent';
import { hides, lifts } from '../../../libs/moderation/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok, refused } from '../../support/client';
import { refusal } from '../../support/refusal';

let app: TestApp;
let talk: TestConversation;
let manager: TestPerson;
let contributor: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  talk = await aConversation(app);
  manager = await aMember(app, talk.sponsor.owner, talk.sponsor.organisation, ['manager']);
  contributor = await aMember(app, talk.sponsor.owner, talk.sponsor.organisation, ['contributor']);
});
afterAll(() => app?.close());

const path = (id: string) => ({ path: { id } });
const read = (who: TestPerson | Agent, { thread } = talk) => ok(client(who).GET('/api/v1/threads/{id}', { params: path(thread.publicId) }));
const messages = async (who: TestPerson, { thread } = talk) => (await ok(client(who).GET('/api/v1/threads/{id}/messages', { params: path(thread.publicId) }))).items;
const idOf = async (who: TestPerson) => (await ok(client(who).GET('/api/v1/me'))).id;

it('both sides talk and read the same; each is told on which side the other stands', async () => {
  const said = await say(talk.solver, talk.thread, 'Thank you. **When** do we start?');
  expect(said).toEqual({
    id: expect.stringMatching(/^msg_/), number: 1, author: { personId: await idOf(talk.solver), name: talk.solver.name }, side: 'solver', isMine: true,
    text: { text: 'Thank you. **When** do we start?', html: '<p>Thank you. <strong>When</strong> do we start?</p>\n' }, attachments: [], mentions: [],
    postedAt: expect.any(String), editedAt: null, deletedAt: null, hidden: null, version: 1, can: ['edit', 'delete'],
  });
  const reply = await say(manager, talk.thread, 'On Monday.');
  expect([reply.number, reply.side]).toEqual([2, 'sponsor']);
  expect(await messages(talk.sponsor.owner)).toEqual([{ ...reply, isMine: false, can: [] }, { ...said, isMine: false, can: [] }]);
  expect(await read(talk.solver)).toMatchObject({
    submissionId: talk.submission.publicId, side: 'solver', messages: 2, sponsorName: talk.sponsor.organisation.name, solverName: talk.solver.name, challenge: { slug: talk.challenge.slug },
  });
  expect((await ok(client(manager).GET('/api/v1/me/threads'))).items).toMatchObject([{ id: talk.thread.publicId, side: 'sponsor', messages: 2, readUpTo: 0 }]);
});

it('is not there for anybody else: strangers, other entrants, judges, contributors, staff, programs', async () => {
  const message = await say(talk.solver, talk.thread, 'Between us.', { attachmentIds: [await attach(talk.solver, talk.thread, 'plan.pdf', aPdf())] });
  const staff = await aStaffMember(app, 'operator', 'moderator', 'support', 'finance');
  const outsiders: Record<string, { agent: Agent }> = {
    stranger: await aPerson(app), rival: talk.rival, judge: talk.judge, contributor, staff, otherSponsor: (await aSponsor(app)).owner,
    robot: await aToken(app, talk.sponsor.owner, talk.sponsor.organisation, 'challenge:read', 'challenge:write', 'judging:read', 'submission:read'),
  };
  const calls: [string, (agent: Agent) => Promise<{ status: number }>][] = [
    ['thread', (agent) => agent.get(`/api/v1/threads/${talk.thread.publicId}`)],
    ['head', (agent) => agent.head(`/api/v1/threads/${talk.thread.publicId}/live`)],
    ['live', (agent) => agent.get(`/api/v1/threads/${talk.thread.publicId}/live`)],
    ['messages', (agent) => agent.get(`/api/v1/threads/${talk.thread.publicId}/messages`)],
    ['message', (agent) => agent.get(`/api/v1/messages/${message.id}`)],
    ['file', (agent) => agent.get(`/api/v1/threads/${talk.thread.publicId}/attachments/${message.attachments[0]!.id}`)],
    ['upload', (agent) => agent.post(`/api/v1/threads/${talk.thread.publicId}/attachments`).attach('file', aPdf(), 'a.pdf')],
    ['post', (agent) => agent.post(`/api/v1/threads/${talk.thread.publicId}/messages`).send({ text: 'Hello?' })],
    ['mark', (agent) => agent.put(`/api/v1/threads/${talk.thread.publicId}/read-mark`).send({ number: 1 })],
    ['edit', (agent) => agent.put(`/api/v1/messages/${message.id}`).set('if-match', `"${message.version}"`).send({ text: 'Mine.' })],
    ['delete', (agent) => agent.delete(`/api/v1/messages/${message.id}`)],
    ['of submission', (agent) => agent.get(`/api/v1/submissions/${talk.submission.publicId}/thread`)],
    ['begin', (agent) => agent.put(`/api/v1/submissions/${talk.submission.publicId}/thread`)],
  ];
  const statuses: Record<string, number[]> = {};
  for (const [who, { agent }] of Object.entries(outsiders)) {
    statuses[who] = [];
    for (const [, call] of calls) statuses[who].push((await call(agent)).status);
  }
  const all = (status: number) => calls.map(() => status);
  expect(statuses).toEqual({ ...Object.fromEntries(Object.keys(outsiders).map((who) => [who, all(404)])), robot: all(403) });
  for (const [, call] of calls) expect((await call(app.http())).status).toBe(401);
  for (const [who, { agent }] of Object.entries(outsiders)) if (who !== 'robot') expect((await agent.get('/api/v1/me/threads').expect(200)).body).toEqual({ items: [] });
  expect((await messages(talk.solver))[0]).toMatchObject({ id: message.id, text: { text: 'Between us.' } });
  // another side's message is read, and not theirs to change
  expect(refusal(await manager.agent.put(`/api/v1/messages/${message.id}`).set('if-match', `"${message.version}"`).send({ text: 'Mine.' }))).toEqual([403, 'request_forbidden']);
  expect(refusal(await manager.agent.delete(`/api/v1/messages/${message.id}`))).toEqual([403, 'request_forbidden']);
});

it('who approves for the university behind the entry takes part', async () => {
  const professor = await aPerson(app, { name: 'Professor' });
  const university = await anOrganisation(app, professor, { kind: 'university' });
  const solver = { ...professor, organisationId: university.id };
  const approver = await aMember(app, professor, university, ['approver']);
  const colleague = await aMember(app, professor, university, ['contributor']);
  const about = await aConversation(app, { solver });
  expect((await read(approver, about)).participants.map(({ name, side }) => [name, side]).sort()).toEqual([[about.sponsor.owner.name, 'sponsor'], [approver.name, 'solver'], ['Professor', 'solver']].sort());
  expect((await say(approver, about.thread, 'The office agrees.')).side).toBe('solver');
  expect((await ok(client(approver).GET('/api/v1/me/threads'))).items.map(({ id, side }) => [id, side])).toEqual([[about.thread.publicId, 'solver']]);
  expect((await colleague.agent.get(`/api/v1/threads/${about.thread.publicId}`)).status).toBe(404);

  // on both sides they count as an author, while the university is there
  await aMember(app, about.sponsor.owner, about.sponsor.organisation, ['manager'], approver);
  expect((await read(approver, about)).side).toBe('solver');
  await app.db.query(`update organisation set state = 'closed' where id = $1`, [university.id]);
  expect([(await read(approver, about)).side, (await say(approver, about.thread, 'We sponsor this.')).side]).toEqual(['sponsor', 'sponsor']);
});

it('who is sent away is out with the next request, and can be called by name no more', async () => {
  const leaving = await aMember(app, talk.sponsor.owner, talk.sponsor.organisation, ['manager']);
  const id = await idOf(leaving);
  const called = await say(talk.solver, talk.thread, 'You decide.', { mentions: [id] });
  expect(called.mentions).toEqual([{ personId: id, name: leaving.name }]);
  await ok(client(talk.sponsor.owner).DELETE('/api/v1/organisations/{id}/members/{memberId}', { params: { path: { id: talk.sponsor.organisation.publicId, memberId: leaving.memberId } } }));
  expect((await leaving.agent.get(`/api/v1/threads/${talk.thread.publicId}/messages`)).status).toBe(404);
  expect((await ok(client(leaving).GET('/api/v1/me/threads'))).items).toEqual([]);
  expect(refusal(await talk.solver.agent.post(`/api/v1/threads/${talk.thread.publicId}/messages`).send({ text: 'You?', mentions: [id] }))).toEqual([422, 'thread_not_participant']);
});

it('only who takes part can be called by name, and is told so once', async () => {
  const [own, other] = [await idOf(talk.solver), await idOf(manager)];
  const post = (mentions: string[]) => talk.solver.agent.post(`/api/v1/threads/${talk.thread.publicId}/messages`).send({ text: 'Look.', mentions });
  for (const stranger of [talk.rival, talk.judge, contributor, await aPerson(app)]) {
    const answer = await post([other, await idOf(stranger)]);
    expect(refusal(answer)).toEqual([422, 'thread_not_participant']);
    expect(answer.body.errors[0].pointer).toBe('/mentions');
    expect(JSON.stringify(answer.body)).not.toContain(stranger.name);
  }
  const { id } = await say(talk.solver, talk.thread, 'Look.', { mentions: [other, own] });
  const events = await app.db.query<{ name: string; payload: object }>(`select name, payload from outbox where payload->>'messageId' = $1 order by id`, [readId('message', id)]);
  const of = { challengeId: talk.challenge.id, submissionId: talk.submission.id, threadId: talk.thread.id, messageId: readId('message', id) };
  expect(events).toEqual([
    { name: 'threads.message_posted', payload: { ...of, authorId: talk.solver.id, side: 'solver' } },
    { name: 'threads.people_mentioned', payload: { ...of, personIds: [manager.id] } },
  ]);
});

it('files go with a message of who uploaded them, once, and as they are', async () => {
  const content = aPdf('the plan');
  const [file, text] = [await attach(talk.solver, talk.thread, 'plan.pdf', content), await attach(talk.solver, talk.thread, 'notes.txt', Buffer.from('one two'))];
  const address = (id: string) => `/api/v1/threads/${talk.thread.publicId}/attachments/${id}`;
  await talk.solver.agent.get(address(file)).expect(200);
  expect((await manager.agent.get(address(file))).status).toBe(404);
  expect(await refused(client(manager).POST('/api/v1/threads/{id}/messages', { params: path(talk.thread.publicId), body: { text: 'Mine', attachmentIds: [file] } }))).toBe('422 thread_no_attachment');
  const said = await say(talk.solver, talk.thread, 'The plan.', { attachmentIds: [file, text] });
  expect(said.attachments).toEqual([{ id: file, name: 'plan.pdf', mediaType: 'application/pdf', size: content.length }, { id: text, name: 'notes.txt', mediaType: 'text/plain', size: 7 }]);
  const got = await manager.agent.get(address(file)).buffer(true).expect(200);
  expect([got.body, got.headers['content-disposition'], got.headers['content-security-policy'], got.headers['x-content-type-options']]).toEqual([content, expect.stringMatching(/^attachment; filename="plan.pdf"/), 'sandbox', 'nosniff']);
  expect(await refused(client(talk.solver).POST('/api/v1/threads/{id}/messages', { params: path(talk.thread.publicId), body: { text: 'Again', attachmentIds: [file] } }))).toBe('422 thread_no_attachment');
  expect(refusal(await talk.solver.agent.post(`/api/v1/threads/${talk.thread.publicId}/attachments`).attach('file', Buffer.from('MZ'), 'run.exe'))).toEqual([422, 'file_type_refused']);
  expect(refusal(await talk.solver.agent.post(`/api/v1/threads/${talk.thread.publicId}/attachments`).attach('file', Buffer.from('no pdf'), 'a.pdf'))).toEqual([422, 'file_content_refused']);
  const other = await aConversation(app, { solver: talk.solver });
  const elsewhere = await attach(talk.solver, other.thread, 'other.pdf', aPdf());
  expect(await refused(client(talk.solver).POST('/api/v1/threads/{id}/messages', { params: path(talk.thread.publicId), body: { text: 'From there', attachmentIds: [elsewhere] } }))).toBe('422 thread_no_attachment');
  expect((await talk.solver.agent.get(`/api/v1/threads/${talk.thread.publicId}/attachments/${elsewhere}`)).status).toBe(404);
});

it('a page costs as many reads with many files as with one', async () => {
  const { thread, solver } = await aConversation(app);
  const reads = async () => {
    const asked = jest.spyOn(Client.prototype, 'query');
    await messages(solver, { thread } as TestConversation);
    const count = asked.mock.calls.length;
    asked.mockRestore();
    return count;
  };
  const sent = async (n: number) => say(solver, thread, `File ${n}.`, { attachmentIds: [await attach(solver, thread, `${n}.txt`, Buffer.from('text'))] });
  await sent(1);
  await reads();
  const withOne = await reads();
  for (const n of [2, 3, 4]) await sent(n);
  expect([withOne > 0, await reads()]).toEqual([true, withOne]);
  expect((await messages(solver, { thread } as TestConversation)).map(({ attachments }) => attachments.map(({ name }) => name))).toEqual([['4.txt'], ['3.txt'], ['2.txt'], ['1.txt']]);
});

it('what is uploaded and not sent is limited, and dropped after a day with its key', async () => {
  const { thread, solver } = await aConversation(app);
  const uploads = await Promise.all(Array.from({ length: 12 }, (_, n) => solver.agent.post(`/api/v1/threads/${thread.publicId}/attachments`).attach('file', Buffer.from('text'), `${n}.txt`)));
  expect(uploads.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(201), 409, 409]);
  const ids = uploads.filter(({ status }) => status === 201).map(({ body }) => (body as { id: string }).id);
  expect(refusal(await solver.agent.post(`/api/v1/threads/${thread.publicId}/attachments`).attach('file', Buffer.from('text'), 'more.txt'))).toEqual([409, 'thread_too_many_unsent']);
  const said = await say(solver, thread, 'One.', { attachmentIds: [ids[0]!] });
  await app.clock.shift(day + minute);
  await app.drain();
  expect(await app.db.query('select message_id as id from attachment where thread_id = $1', [thread.id])).toEqual([{ id: readId('message', said.id) }]);
  expect(await app.db.query('select from stored_file where id = any($1)', [ids.slice(1).map((id) => readId('file', id))])).toEqual([]);
  await solver.agent.get(`/api/v1/threads/${thread.publicId}/attachments/${ids[0]!}`).expect(200);
});

it('is changed by its author within 15 minutes, not by who read an older one; then it stands', async () => {
  const said = await say(manager, talk.thread, 'On Monday.');
  const change = (version: number, text = 'On Tuesday.') => client(manager).PUT('/api/v1/messages/{id}', { params: { ...path(said.id), header: ifMatch(version) }, body: { text } });
  const edited = await ok(change(said.version));
  expect(edited).toMatchObject({ text: { text: 'On Tuesday.' }, editedAt: expect.any(String), number: said.number });
  expect(edited.version).toBeGreaterThan(said.version);
  expect(await refused(change(said.version))).toBe('412 request_precondition_failed');
  await app.clock.shift(15 * minute);
  expect((await messages(manager))[0]!.can).toEqual([]);
  expect(await refused(change(edited.version))).toBe('409 thread_stands');
  expect(await refused(client(manager).DELETE('/api/v1/messages/{id}', { params: path(said.id) }))).toBe('409 thread_stands');
});

it('is deleted by its author: that it was there stays, its words and files are gone for good', async () => {
  const file = await attach(talk.solver, talk.thread, 'gone.txt', Buffer.from('gone'));
  const said = await say(talk.solver, talk.thread, 'Gone.', { attachmentIds: [file], mentions: [await idOf(manager)] });
  await ok(client(talk.solver).DELETE('/api/v1/messages/{id}', { params: path(said.id) }));
  for (const who of [talk.solver, manager]) {
    expect((await messages(who))[0]).toEqual({ ...said, isMine: who === talk.solver, text: null, attachments: [], mentions: [], deletedAt: expect.any(String), version: said.version + 1, can: [] });
    expect((await who.agent.get(`/api/v1/threads/${talk.thread.publicId}/attachments/${file}`)).status).toBe(404);
  }
  expect(await app.db.query('select text from message where id = $1', [readId('message', said.id)])).toEqual([{ text: null }]);
  expect(await app.db.query('select from stored_file where id = $1', [readId('file', file)])).toEqual([]);
  expect(await refused(client(talk.solver).DELETE('/api/v1/messages/{id}', { params: path(said.id) }))).toBe('409 thread_stands');
});

it('says how far each has read, and never takes that back', async () => {
  const { thread, solver, sponsor } = await aConversation(app);
  const marks = async () => Object.fromEntries((await read(solver, { thread } as TestConversation)).participants.map(({ name, readUpTo }) => [name, readUpTo]));
  const mark = (number: number) => ok(client(sponsor.owner).PUT('/api/v1/threads/{id}/read-mark', { params: path(thread.publicId), body: { number } }));
  for (const text of ['One.', 'Two.', 'Three.']) await say(solver, thread, text);
  expect(await marks()).toEqual({ [solver.name]: 3, [sponsor.owner.name]: 0 });
  await mark(2);
  await mark(1);
  expect(await marks()).toEqual({ [solver.name]: 3, [sponsor.owner.name]: 2 });
  expect((await ok(client(sponsor.owner).GET('/api/v1/me/threads'))).items).toMatchObject([{ messages: 3, readUpTo: 2, unread: 1 }]);
  const answer = await say(sponsor.owner, thread, 'I have not seen the third.');
  expect([answer.number, await marks()]).toEqual([4, { [solver.name]: 3, [sponsor.owner.name]: 2 }]);
  expect((await ok(client(sponsor.owner).GET('/api/v1/me/threads'))).items).toMatchObject([{ messages: 4, readUpTo: 2, unread: 1 }]);
  await mark(2_000_000_000);
  expect((await marks())[sponsor.owner.name]).toBe(4);
  await say(sponsor.owner, thread, 'Now I have.');
  expect((await marks())[sponsor.owner.name]).toBe(5);
});

it('comes in pages, the newest first', async () => {
  const { thread, solver } = await aConversation(app);
  for (let n = 1; n <= 5; n++) await say(solver, thread, `Number ${n}.`);
  const page = (query: object) => ok(client(solver).GET('/api/v1/threads/{id}/messages', { params: { ...path(thread.publicId), query } }));
  const first = await page({ limit: 2 });
  const second = await page({ limit: 2, after: first.next });
  const third = await page({ limit: 2, after: second.next });
  expect([first, second, third].map(({ items }) => items.map(({ number }) => number))).toEqual([[5, 4], [3, 2], [1]]);
  expect(third.next).toBeUndefined();
});

it('opens with the results, for both sides, and once', async () => {
  const sponsor = await aSponsor(app);
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
  const judge = await aJudge(app, sponsor, challenge);
  const draft = await aSubmission(app, await anEntry(app, challenge), { state: 'draft' });
  const sent = await aSubmission(app, await anEntry(app, challenge));
  const about = (who: TestPerson, id: string) => client(who).GET('/api/v1/submissions/{id}/thread', { params: path(id) });
  const begin = (who: TestPerson, id: string) => client(who).PUT('/api/v1/submissions/{id}/thread', { params: path(id) });
  // before its phase closes the sponsor does not even know that it is there
  expect([await refused(about(sponsor.owner, sent.publicId)), await refused(begin(sponsor.owner, draft.publicId))]).toEqual(['404 request_not_found', '404 request_not_found']);
  expect(await ok(about(sent.entry.solver, sent.publicId))).toEqual({ threadId: null, can: [] });
  expect(await refused(begin(sent.entry.solver, sent.publicId))).toBe('409 thread_not_open');
  await closePhase(app, challenge);
  for (const who of [sent.entry.solver, sponsor.owner]) expect(await refused(begin(who, sent.publicId))).toBe('409 thread_not_open');
  await judgeAll(judge, () => 8);
  await app.drain();
  for (const who of [sent.entry.solver, sponsor.owner]) expect(await ok(about(who, sent.publicId))).toEqual({ threadId: null, can: ['begin'] });
  expect(await refused(begin(draft.entry.solver, draft.publicId))).toBe('409 thread_not_open');
  expect(await refused(begin(sponsor.owner, draft.publicId))).toBe('404 request_not_found');
  const begun = await Promise.all([begin(sent.entry.solver, sent.publicId), begin(sponsor.owner, sent.publicId), begin(sent.entry.solver, sent.publicId)].map(ok));
  expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
  expect(await ok(about(sponsor.owner, sent.publicId))).toEqual({ threadId: begun[0]!.id, can: [] });
  expect((await ok(client(sponsor.owner).GET('/api/v1/me/threads'))).items).toEqual([]);
});

it('who goes on to another phase is blind there again, and talks when that is decided', async () => {
  const now = await app.clock.now();
  const sponsor = await aSponsor(app);
  const prizes = { prizes: [{ kind: 'placement' as const, place: 1, title: 'Winner' }] };
  const later = { opensAt: after(now, 60 * day).toISOString(), closesAt: after(now, 70 * day).toISOString() };
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(now, { phases: [aPhase(now, prizes), aPhase(now, { ...prizes, ...later })] }) });
  const judge = await aJudge(app, sponsor, challenge);
  const [best, worst] = [await aSubmission(app, await anEntry(app, challenge)), await aSubmission(app, await anEntry(app, challenge))];
  await closePhase(app, challenge);
  const [{ number }] = (await app.db.query<{ number: number }>('select number from submission where id = $1', [best.id])) as [{ number: number }];
  await judgeAll(judge, (label) => (label === `Entry ${number}` ? 9 : 2));
  await app.drain();
  const begin = (who: TestPerson, id: string) => client(who).PUT('/api/v1/submissions/{id}/thread', { params: path(id) });
  for (const who of [best.entry.solver, sponsor.owner]) expect(await refused(begin(who, best.publicId))).toBe('409 thread_not_open');
  await ok(begin(worst.entry.solver, worst.publicId));
  await app.clock.set(after(now, 70 * day + hour));
  await app.drain();
  await app.clock.shift(60 * day);
  await app.drain();
  expect((await app.db.query<{ state: string }>('select state from challenge where id = $1', [challenge.id]))[0]!.state).not.toBe('open');
  await ok(begin(best.entry.solver, best.publicId));
});

it('staff hide a message with a reason, without reading it, and never where they are on a side', async () => {
  const { thread, solver, sponsor, rival } = await aConversation(app);
  const file = await attach(solver, thread, 'rude.txt', Buffer.from('rude'));
  const said = await say(solver, thread, 'zqrude', { attachmentIds: [file] });
  for (const one of [sponsor.owner, rival]) {
    await joinsStaff(app, one, 'moderator');
    expect(await refused(hides(one, 'message', said.id, 'It threatens somebody.'))).toBe('403 moderation_own_matter');
  }
  const moderator = await aStaffMember(app, 'moderator');
  const decision = await ok(hides(moderator, 'message', said.id, 'It threatens somebody.'));
  expect(JSON.stringify(decision)).not.toContain('zqrude');
  const [seen] = (await sponsor.owner.agent.get(`/api/v1/threads/${thread.publicId}/messages`).expect(200)).body.items;
  expect(seen).toMatchObject({ text: null, attachments: [], hidden: { reason: 'It threatens somebody.' }, can: [] });
  expect((await sponsor.owner.agent.get(`/api/v1/threads/${thread.publicId}/attachments/${file}`)).status).toBe(404);
  const own = (await ok(client(solver).GET('/api/v1/messages/{id}', { params: path(said.id) })));
  expect([own.text!.text, own.hidden!.reason, own.can]).toEqual(['zqrude', 'It threatens somebody.', []]);
  await ok(lifts(moderator, decision.id));
  expect((await ok(client(sponsor.owner).GET('/api/v1/messages/{id}', { params: path(said.id) }))).text!.text).toBe('zqrude');
});

it('two who post at once each get a number of their own', async () => {
  const { thread, solver, sponsor } = await aConversation(app);
  const posts = await Promise.all(Array.from({ length: 10 }, (_, n) => client(n % 2 ? solver : sponsor.owner).POST('/api/v1/threads/{id}/messages', { params: path(thread.publicId), body: { text: `${n}` } })));
  expect(posts.map(({ data }) => data!.number).sort((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

it('repeated under one key is posted once', async () => {
  const { thread, solver } = await aConversation(app);
  const post = () => solver.agent.post(`/api/v1/threads/${thread.publicId}/messages`).set('idempotency-key', 'once').send({ text: 'Once.' }).expect(201);
  expect((await post()).body).toEqual((await post()).body);
  expect(await app.db.query('select messages from thread where id = $1', [thread.id])).toEqual([{ messages: 1 }]);
});

it('shows markdown without anything that could run', async () => {
  const evil = '<script>alert(1)</script> [x](javascript:alert(1)) [y](data:text/html,x) ![i](https://evil.example/i.png) <img src=x onerror=alert(1)> <a href="//evil.example">z</a> **bold**';
  const { text } = await say(talk.solver, talk.thread, evil);
  expect(text!.html).toContain('<strong>bold</strong>');
  expect(text!.html).not.toMatch(/<script|<img|<a[^>]*(javascript|data:|href="\/\/)/);
});

it('what is wrong is named', async () => {
  const post = (body: object) => talk.solver.agent.post(`/api/v1/threads/${talk.thread.publicId}/messages`).send(body);
  for (const [body, pointer] of [[{ text: ' ' }, '/text'], [{ text: 'x'.repeat(10_001) }, '/text'], [{ text: 'x', mentions: ['per_x'] }, '/mentions'], [{ text: 'x', attachmentIds: Array.from({ length: 6 }, () => 'fil_00000000000040008000000000000000') }, '/attachmentIds']] as const) {
    const answer = await post(body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
  }
});
