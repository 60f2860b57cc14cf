import { readId, showId } from '@app/kernel';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, aPerson, aStaffMember, aToken, joinsStaff, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aSubmission, aSolver, closePhase } from '../../../libs/submissions/testing';
import { hides, lifts } from '../../../libs/moderation/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok, refused } from '../../support/client';
import { offline, provenOffline } from '../../support/receipts';

let app: TestApp;
let sponsor: TestSponsor;
let challenge: TestChallenge;
let asker: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  challenge = await anOpenChallenge();
  asker = await aPerson(app, { name: 'Quentin Unnamed' });
});
afterAll(() => app?.close());

const anOpenChallenge = async () => aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
const of = ({ publicId }: { publicId: string }) => ({ path: { id: publicId } });
const ask = (who: TestPerson, text = 'May the belt be longer?', about = challenge) => client(who).POST('/api/v1/challenges/{id}/questions', { params: of(about), body: { text } });
const list = (who: Parameters<typeof client>[0], about = challenge, query = {}) => ok(client(who).GET('/api/v1/challenges/{id}/questions', { params: { ...of(about), query } }));
const answer = (who: TestPerson, { id, version }: { id: string; version: number }, kind: 'informal' | 'binding' = 'informal', text = 'By a metre.') =>
  client(who).PUT('/api/v1/questions/{id}/answer', { params: { path: { id }, header: ifMatch(version) }, body: { text, kind } });

it('is asked by anybody signed in, read by everybody, and answered by who manages the sponsor', async () => {
  const question = await ok(ask(asker));
  expect(question).toEqual({
    id: expect.stringMatching(/^que_/), state: 'open', text: { text: 'May the belt be longer?', html: '<p>May the belt be longer?</p>\n' }, askedAt: expect.any(String),
    isMine: true, answer: null, hidden: null, version: 1, can: ['withdraw'],
  });
  const manager = await aMember(app, sponsor.owner, sponsor.organisation, ['manager']);
  const seen = (await list(manager)).items[0]!;
  expect(seen).toEqual({ ...question, isMine: false, can: ['answer'] });
  const answered = await ok(answer(manager, seen));
  expect(answered).toMatchObject({ state: 'answered', answer: { text: { html: '<p>By a metre.</p>\n' }, kind: 'informal', clarification: null }, can: ['answer'] });
  const visitor = await list(app.http());
  expect(visitor).toEqual({ items: [{ ...answered, isMine: false, can: [] }], can: [], closed: null, takesBinding: true });
  expect(await ok(client(app.http()).GET('/api/v1/questions/{id}', { params: { path: { id: question.id } } }))).toEqual(visitor.items[0]);
});

it('says who asked to nobody: not in answers, events, hints or mails', async () => {
  const { id } = await ok(ask(asker, 'Is steel wanted?'));
  const staff = await aStaffMember(app, 'moderator', 'support');
  const outbox = await app.db.query('select * from outbox');
  const seen = [outbox, app.mails().filter(({ to }) => to !== asker.email), ...(await Promise.all([sponsor.owner, staff, app.http()].map((who) => list(who))))].map((one) => JSON.stringify(one)).join('\n');
  expect(seen).toContain(id);
  expect([asker.name, asker.email, asker.id, showId('person', asker.id)].filter((fact) => seen.includes(fact))).toEqual([]);
});

it('lets each do what is theirs, and no more', async () => {
  const question = await ok(ask(asker, 'Who may do what?'));
  const contributor = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
  const [stranger, judge, entrant, moderator, rival] = [await aPerson(app), await aJudge(app, sponsor, challenge), (await anEntry(app, challenge)).solver, await aStaffMember(app, 'moderator'), (await aSponsor(app)).owner];
  const { agent: robot } = await aToken(app, sponsor.owner, sponsor.organisation, 'challenge:read', 'challenge:write');
  const everybody = { visitor: app.http(), stranger, judge, entrant, moderator, rival, contributor, asker, robot };
  const matrix: Record<string, string[]> = {};
  for (const [who, person] of Object.entries(everybody)) {
    const api = client(person);
    const statuses = [
      await api.GET('/api/v1/challenges/{id}/questions', { params: of(challenge) }),
      await api.PUT('/api/v1/questions/{id}/answer', { params: { path: { id: question.id }, header: ifMatch(question.version) }, body: { text: 'Me.', kind: 'informal' } }),
      ...(who === 'asker' ? [] : [await api.DELETE('/api/v1/questions/{id}', { params: { path: { id: question.id }, header: ifMatch(question.version) } })]),
      ...(who === 'moderator' ? [] : [await hides(person, 'question', question.id, 'No.')]),
    ].map(({ response }) => response.status);
    matrix[who] = statuses.map(String);
  }
  expect(matrix).toEqual({
    visitor: ['200', '401', '401', '401'], stranger: ['200', '403', '404', '403'], judge: ['200', '403', '404', '403'], entrant: ['200', '403', '404', '403'], moderator: ['200', '403', '404'],
    rival: ['200', '403', '404', '403'], contributor: ['200', '403', '404', '403'], asker: ['200', '403', '403'], robot: ['200', '403', '403', '403'],
  });
  expect(await refused(ask(sponsor.owner))).toBe('403 question_own_challenge');
  expect(await refused(ask(contributor))).toBe('403 question_own_challenge');
  expect((await ask({ ...asker, agent: robot })).response.status).toBe(403);
  expect(await refused(ask({ ...asker, agent: app.http() }))).toBe('401 request_unauthenticated');
});

it('is not there where its challenge is not, and not before it opens', async () => {
  const draft = await aChallenge(app, sponsor);
  expect(await refused(ask(asker, 'What?', draft))).toBe('404 request_not_found');
  expect(await refused(client(asker).GET('/api/v1/challenges/{id}/questions', { params: of(draft) }))).toBe('404 request_not_found');
  const scheduled = await aChallenge(app, sponsor, { state: 'scheduled', edits: freeDraft(await app.clock.now()) });
  expect(await list(asker, scheduled)).toEqual({ items: [], can: [], closed: 'not_open', takesBinding: false });
  expect(await refused(ask(asker, 'What?', scheduled))).toBe('409 question_closed');
});

it('a binding answer is part of the rules’ record: provable, and never changed', async () => {
  const about = await anOpenChallenge();
  const informal = await ok(answer(sponsor.owner, await ok(ask(asker, 'Is **2 m** fine?', about))));
  const bound = await ok(answer(sponsor.owner, informal, 'binding', 'Up to 2 m.'));
  expect(await app.db.query(`select payload from outbox where name = 'threads.question_answered' order by id`)).toEqual(['informal', 'binding'].map((kind) => ({ payload: { challengeId: about.id, questionId: readId('question', bound.id), kind } })));
  const mark = { number: 1, ruleCardVersion: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/), recordSeq: expect.any(Number) };
  expect(bound).toMatchObject({ answer: { kind: 'binding', clarification: mark }, can: [] });
  expect(await refused(answer(sponsor.owner, bound, 'informal', 'Or 3 m.'))).toBe('409 question_binding_stands');
  const moderator = await aStaffMember(app, 'moderator');
  expect(await refused(hides(moderator, 'question', bound.id, 'Because.'))).toBe('409 question_binding_stands');

  const second = await ok(answer(sponsor.owner, await ok(ask(asker, 'And 3 m?', about)), 'binding', 'No.'));
  expect(second.answer!.clarification!.number).toBe(2);
  const visitor = client(app.http());
  const { items } = await ok(visitor.GET('/api/v1/challenges/{id}/clarifications', { params: of(about) }));
  expect(items.map(({ number, question, answer: given }) => [number, question.text, given.text])).toEqual([[1, 'Is **2 m** fine?', 'Up to 2 m.'], [2, 'And 3 m?', 'No.']]);
  const receipt = await ok(visitor.GET('/api/v1/challenges/{id}/clarifications/{number}/receipt', { params: { path: { id: about.publicId, number: 1 } } }));
  expect(receipt.content!.fields).toEqual({ id: items[0]!.id, challenge: about.publicId, number: 1, ruleCardVersion: 1, question: 'Is **2 m** fine?', answer: 'Up to 2 m.', at: items[0]!.at });
  expect(await offline(app, receipt)).toEqual(provenOffline);
  expect(await refused(visitor.GET('/api/v1/challenges/{id}/clarifications/{number}/receipt', { params: { path: { id: about.publicId, number: 3 } } }))).toBe('404 challenge_no_clarification');
  await expect(app.db.query(`update clarification set answer = 'Else'`)).rejects.toMatchObject({ code: '42501' });
});

it('a binding answer is mailed to everybody in an entry, also to who asked and wants no mail of answers', async () => {
  const about = await anOpenChallenge();
  const [asking, other] = [await anEntry(app, about), await anEntry(app, about)];
  await ok(client(asking.solver).PUT('/api/v1/me/notification-settings', { body: { settings: [{ kind: 'question_answered', choice: 'off' }] } }));
  await ok(answer(sponsor.owner, await ok(ask(asking.solver, 'Is 2 m fine?', about)), 'binding', 'Up to 2 m.'));
  await app.drain();
  const clarified = (who: TestPerson) => app.mails(who.email).filter(({ subject }) => subject === 'A binding answer to question 1: Less waste on the line').length;
  expect([asking.solver, other.solver, asker].map(clarified)).toEqual([1, 1, 0]);
});

it('two answers at once become one, and every binding answer its own number', async () => {
  const about = await anOpenChallenge();
  const questions = [await ok(ask(asker, 'One?', about)), await ok(ask(asker, 'Two?', about))];
  const same = await Promise.all([answer(sponsor.owner, questions[0]!, 'binding'), answer(sponsor.owner, questions[0]!, 'binding'), answer(sponsor.owner, questions[1]!, 'binding')]);
  expect(same.map(({ response }) => response.status).sort()).toEqual([200, 200, 412]);
  const { items } = await ok(client(asker).GET('/api/v1/challenges/{id}/clarifications', { params: of(about) }));
  expect(items.map(({ number }) => number)).toEqual([1, 2]);
});

it('ends in time: no binding answer after closing, nothing once the order was seen, nothing after the decision', async () => {
  const about = await anOpenChallenge();
  await aSubmission(app, await anEntry(app, about));
  const judge = await aJudge(app, sponsor, about);
  const [early, waiting] = [await ok(ask(asker, 'Early?', about)), await ok(ask(asker, 'Waiting?', about))];
  await closePhase(app, about);
  expect(await list(asker, about)).toMatchObject({ can: ['ask'], closed: null, takesBinding: false });
  expect(await refused(answer(sponsor.owner, early, 'binding'))).toBe('409 question_binding_too_late');
  await ok(answer(sponsor.owner, early));
  const late = await ok(ask(asker, 'When are the results?', about));
  await judgeAll(judge, () => 8);
  await ok(client(sponsor.owner).PUT('/api/v1/phases/{id}/ranking', { params: { path: { id: about.phases[0]!.id } } }));
  expect(await list(asker, about)).toMatchObject({ can: [], closed: 'order_shown' });
  expect(await refused(ask(asker, 'Still?', about))).toBe('409 question_closed');
  expect(await refused(answer(sponsor.owner, waiting))).toBe('409 question_closed');
  await app.clock.set(about.phases[0]!.judgingEndsAt);
  await app.drain();
  expect(await list(asker, about)).toMatchObject({ can: [], closed: 'over' });
  expect(await refused(answer(sponsor.owner, late))).toBe('409 question_closed');
  expect((await list(app.http(), about)).items.map(({ text }) => text!.text)).toEqual(['When are the results?', 'Waiting?', 'Early?']);
});

it('is taken back while it waits, and its text is gone', async () => {
  const about = await anOpenChallenge();
  const question = await ok(ask(asker, 'zqwithdrawn', about));
  const params = { path: { id: question.id }, header: ifMatch(question.version) };
  expect(await refused(client(asker).DELETE('/api/v1/questions/{id}', { params: { ...params, header: ifMatch(9) } }))).toBe('412 request_precondition_failed');
  await ok(client(asker).DELETE('/api/v1/questions/{id}', { params }));
  expect((await list(asker, about)).items).toEqual([]);
  expect(await refused(client(asker).GET('/api/v1/questions/{id}', { params: { path: { id: question.id } } }))).toBe('404 request_not_found');
  expect(await refused(answer(sponsor.owner, question))).toBe('404 request_not_found');
  expect(await app.db.query(`select from question where text like '%zqwithdrawn%'`)).toEqual([]);
  const answered = await ok(answer(sponsor.owner, await ok(ask(asker, 'Another?', about))));
  expect(await refused(client(asker).DELETE('/api/v1/questions/{id}', { params: { path: { id: answered.id }, header: ifMatch(answered.version) } }))).toBe('409 request_wrong_state');
});

it('is hidden by staff with a reason that all can read, never where they are on a side', async () => {
  const about = await anOpenChallenge();
  const question = await ok(answer(sponsor.owner, await ok(ask(asker, 'zqrude', about))));
  const hide = (who: TestPerson) => hides(who, 'question', question.id, 'It names a competitor.');
  const entrant = await aSolver(app);
  await anEntry(app, about, entrant);
  for (const one of [await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']), entrant]) {
    await joinsStaff(app, one, 'moderator');
    expect(await refused(hide(one))).toBe('403 moderation_own_matter');
  }
  const moderator = await aStaffMember(app, 'moderator');
  for (const role of ['support', 'finance'] as const) expect(await refused(hide(await aStaffMember(app, role)))).toBe('403 request_forbidden');
  const decision = await ok(hide(moderator));
  expect((await list(moderator, about)).items[0]).toMatchObject({ text: { text: 'zqrude' }, hidden: { reason: 'It names a competitor.' } });
  for (const who of [app.http(), sponsor.owner, await aPerson(app)]) {
    const [seen] = (await list(who, about)).items;
    expect([seen!.text, seen!.answer, seen!.hidden!.reason]).toEqual([null, null, 'It names a competitor.']);
  }
  expect((await list(asker, about)).items[0]!.text!.text).toBe('zqrude');
  expect(await refused(answer(sponsor.owner, { ...question, version: question.version + 1 }))).toBe('409 question_is_hidden');
  expect(await app.db.query(`select action, reason, capacity from audit_entry where subject_id = (select id::text from question where text = 'zqrude') and action = 'question.hide'`)).toEqual([{ action: 'question.hide', reason: 'It names a competitor.', capacity: 'staff' }]);
  await ok(lifts(moderator, decision.id));
  expect((await list(app.http(), about)).items[0]).toMatchObject({ text: { text: 'zqrude' }, hidden: null });
});

it('waits for no more than five answers of one person in one challenge, whatever is asked at once', async () => {
  const about = await anOpenChallenge();
  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => ask(asker, `Question ${n}?`, about)));
  expect(answers.map(({ response }) => response.status).sort()).toEqual([201, 201, 201, 201, 201, 409, 409, 409]);
  expect(answers.find(({ error }) => error)!.error).toMatchObject({ code: 'question_too_many_open', most: 5 });
  await ok(ask(await aPerson(app), 'Somebody else?', about));
});

it('comes in pages, and only those that wait where they are asked for', async () => {
  const about = await anOpenChallenge();
  const people = [await aPerson(app), await aPerson(app)];
  for (const [n, who] of [0, 1, 0, 1, 0].entries()) await ok(ask(people[who]!, `Number ${n}?`, about));
  const first = await list(app.http(), about, { limit: 2 });
  const second = await list(app.http(), about, { limit: 2, after: first.next });
  const third = await list(app.http(), about, { limit: 2, after: second.next });
  expect([first, second, third].map(({ items }) => items.map(({ text }) => text!.text))).toEqual([['Number 4?', 'Number 3?'], ['Number 2?', 'Number 1?'], ['Number 0?']]);
  expect(third.next).toBeUndefined();
  await ok(answer(sponsor.owner, first.items[0]!));
  expect((await list(app.http(), about, { state: 'open' })).items).toHaveLength(4);
  expect((await list(app.http(), about, { state: 'answered' })).items.map(({ id }) => id)).toEqual([first.items[0]!.id]);
});

it('shows markdown without anything that could run', async () => {
  const about = await anOpenChallenge();
  const evil = '<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://evil.example/i.png) <img src=x onerror=alert(1)> **bold**';
  const question = await ok(ask(asker, evil, about));
  const answered = await ok(answer(sponsor.owner, question, 'binding', evil));
  for (const html of [answered.text!.html, answered.answer!.text.html]) {
    expect(html).toContain('<strong>bold</strong>');
    expect(html).not.toMatch(/<script|<img|href="javascript/);
  }
});
