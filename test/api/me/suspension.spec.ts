import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { day, readId, showId } from '@app/kernel';
import { type Suspendable, Suspension } from '@app/identity';
import { aJudgedChallenge, passAppeals, prizes, takes } from '../../../libs/bounties/testing';
import { aChallenge, aPhase, aSponsor, freeDraft } from '../../../libs/challenges/testing';
import { aMember, anOrganisation, aPerson, aStaffMember, aToken, joinsStaff, lift, suspend, type TestPerson } from '../../../libs/identity/testing';
import { aJudge } from '../../../libs/judging/testing';
import { aPayee } from '../../../libs/payments/testing';
import { anEntry, aSolver, aSubmission, closePhase, joining } from '../../../libs/submissions/testing';
import { aConversation, say } from '../../../libs/threads/testing';
import { client, ifMatch, ok, refused } from '../../support/client';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let moderator: TestPerson;
beforeAll(async () => {
  app = await startTestApp();
  moderator = await aStaffMember(app, 'moderator');
});
afterAll(() => app?.close());

const stopped = '403 request_suspended';
const person = ({ id }: TestPerson): Suspendable => ({ kind: 'person', id });
const organisation = (id: string): Suspendable => ({ kind: 'organisation', id: id as never });
const me = (who: TestPerson) => ok(client(who).GET('/api/v1/me'));
const decline = (call: Promise<unknown>) => call.then(() => 'accepted', (error: { code?: string }) => error.code);

describe('a person who is suspended', () => {
  it('reads what is theirs, is told since when and until when, and may do nothing else on the next request', async () => {
    const solver = await aSolver(app);
    const api = client(solver);
    const sponsor = await aSponsor(app);
    const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
    const entry = await anEntry(app, challenge, solver);
    const submission = await aSubmission(app, entry);
    const until = new Date((await app.clock.now()).getTime() + 14 * day);
    const { since } = await suspend(app, moderator, person(solver), { until });

    expect((await me(solver)).suspended).toEqual({ since: since.toISOString(), until: until.toISOString() });
    const answer = await solver.agent.post('/api/v1/organisations').send({ kind: 'smb', name: 'New', country: 'NL' });
    expect([answer.status, answer.body]).toEqual([403, expect.objectContaining({ code: 'request_suspended', who: 'person', since: since.toISOString(), until: until.toISOString(), readAt: '/statements' })]);
    const path = { id: entry.publicId, phaseId: entry.phaseId };
    expect(await refused(api.PUT('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path, header: ifMatch(1) }, body: { answers: [] } }))).toBe(stopped);
    expect(await refused(api.PUT('/api/v1/submissions/{id}/submission', { params: { path: { id: submission.publicId } }, body: {} }))).toBe(stopped);
    expect(await refused(api.POST('/api/v1/challenges/{id}/questions', { params: { path: { id: challenge.publicId } }, body: { text: 'May I?' } }))).toBe(stopped);
    await ok(api.GET('/api/v1/me/threads'));
    expect(await refused(api.PATCH('/api/v1/me', { params: { header: ifMatch(1) }, body: { name: 'Other' } }))).toBe(stopped);
    expect((await ok(api.GET('/api/v1/me/entries'))).items.map(({ id }) => id)).toEqual([entry.publicId]);
    await ok(api.GET('/api/v1/submissions/{id}', { params: { path: { id: submission.publicId } } }));
    await ok(api.GET('/api/v1/submissions/{id}/receipt', { params: { path: { id: submission.publicId } } }));
    await ok(api.PUT('/api/v1/me/inbox/read', { body: { until: new Date().toISOString() } }));
    await ok(api.GET('/api/v1/challenges/{id}', { params: { path: { id: challenge.publicId } } }));
    await ok(api.DELETE('/api/v1/session'));
    await ok(api.POST('/api/v1/sessions', { body: { email: solver.email, password: solver.password } }));
    await ok(api.GET('/api/v1/me/sessions'));
  });

  it('leaves: takes back what is sealed, the entry and themselves, however much is suspended, and nobody else', async () => {
    const solver = await aSolver(app);
    const challenge = await aChallenge(app, await aSponsor(app), { state: 'open', edits: freeDraft(await app.clock.now()) });
    const entry = await anEntry(app, challenge, solver);
    const submission = await aSubmission(app, entry);
    const owner = await aPerson(app);
    const team = await anOrganisation(app, owner);
    const [manager, other] = [await aMember(app, owner, team, ['manager']), await aMember(app, owner, team, ['contributor'])];
    for (const subject of [person(solver), organisation(solver.organisationId), person(manager)]) await suspend(app, moderator, subject);

    const api = client(solver);
    expect(await ok(api.PUT('/api/v1/submissions/{id}/withdrawal', { params: { path: { id: submission.publicId } } }))).toMatchObject({ state: 'withdrawn' });
    expect(await ok(api.PUT('/api/v1/entries/{id}/withdrawal', { params: { path: { id: entry.publicId } } }))).toMatchObject({ state: 'withdrawn' });

    const { items } = await ok(client(owner).GET('/api/v1/organisations/{id}/members', { params: { path: { id: team.publicId } } }));
    const memberOf = (who: TestPerson) => items.find(({ personId }) => readId('person', personId) === who.id)!.id;
    const removes = (who: TestPerson, whom: TestPerson) => client(who).DELETE('/api/v1/organisations/{id}/members/{memberId}', { params: { path: { id: team.publicId, memberId: memberOf(whom) } } });
    expect(await refused(removes(manager, other))).toBe(stopped);
    await ok(removes(manager, manager));
    await suspend(app, moderator, organisation(team.id));
    expect(await refused(removes(owner, other))).toBe(stopped);
    await ok(removes(other, other));
    expect(await refused(removes(owner, owner))).toBe('409 identity_last_owner');
  });

  it('may act again when it is lifted', async () => {
    const one = await aPerson(app);
    const create = () => client(one).POST('/api/v1/organisations', { body: { kind: 'smb', name: 'Again', country: 'NL' } });
    const { id } = await suspend(app, moderator, person(one));
    expect(await refused(create())).toBe(stopped);
    await lift(app, moderator, id);
    await ok(create());
    expect((await app.db.find(Suspension, { personId: one.id }, { since: 'DESC' })).map(({ state, liftedBy, endedAt }) => ({ state, liftedBy, isOver: endedAt !== null }))).toEqual([{ state: 'lifted', liftedBy: moderator.id, isOver: true }]);
  });

  it('may act again when its time is over, before the tick has said so, and can be suspended anew', async () => {
    const one = await aPerson(app);
    const soon = new Date((await app.clock.now()).getTime() + day);
    await suspend(app, moderator, person(one), { until: soon });
    expect(await decline(suspend(app, moderator, person(one)))).toBe('identity_already_suspended');
    await app.clock.set(new Date(soon.getTime() + 1000));
    expect((await me(one)).suspended).toBeNull();
    const again = await suspend(app, moderator, person(one));
    await lift(app, moderator, again.id);
    const short = new Date((await app.clock.now()).getTime() + day);
    await suspend(app, moderator, person(one), { until: short });
    await app.clock.set(new Date(short.getTime() + 1000));
    await app.drain();
    expect((await app.db.find(Suspension, { personId: one.id }, { since: 'DESC' })).map(({ state, endedAt }) => [state, endedAt?.toISOString()])).toEqual([
      ['ended', short.toISOString()], ['lifted', expect.any(String)], ['ended', soon.toISOString()],
    ]);
  });

  it('counts as staff for nothing, and keeps the way to the reasons', async () => {
    const staff = await aStaffMember(app, 'moderator', 'support');
    const { id } = await suspend(app, moderator, person(staff));
    expect(await refused(client(staff).GET('/api/v1/admin/challenges'))).toBe(stopped);
    expect([(await me(staff)).staffRoles, await decline(suspend(app, staff, person(await aPerson(app))))]).toEqual([[], 'identity_suspends_own']);
    await lift(app, moderator, id);
    expect((await me(staff)).staffRoles).toEqual(['moderator', 'support']);
  });

  it('cannot use a program of their sole trader to write either', async () => {
    const solver = await aSolver(app);
    const robot = await aToken(app, solver, { publicId: showId('organisation', solver.organisationId) }, 'challenge:write', 'payout:read');
    const post = () => robot.agent.post(`/api/v1/organisations/${showId('organisation', solver.organisationId)}/challenges`).send({ title: 'A belt that slips' });
    await post().expect(201);
    await suspend(app, moderator, person(solver));
    expect([(await post()).body.code, (await robot.agent.get(`/api/v1/organisations/${showId('organisation', solver.organisationId)}/payouts`)).status]).toEqual(['request_suspended', 200]);
  });
});

describe('who may suspend', () => {
  it('staff, never themselves, nor an organisation they belong to, which they cannot free either', async () => {
    const staff = await aPerson(app);
    const own = await anOrganisation(app, staff);
    await joinsStaff(app, staff, 'moderator');
    expect(await decline(suspend(app, staff, person(staff)))).toBe('identity_suspends_own');
    expect(await decline(suspend(app, staff, organisation(own.id)))).toBe('identity_suspends_own');
    const { id } = await suspend(app, moderator, organisation(own.id));
    expect(await decline(lift(app, staff, id))).toBe('identity_suspends_own');
    for (const other of [await aPerson(app), await aStaffMember(app, 'finance', 'support')]) expect(await decline(suspend(app, other, person(await aPerson(app))))).toBe('identity_suspends_own');
  });

  it('only for a time that is still to come, and only who exists', async () => {
    expect(await decline(suspend(app, moderator, person(await aPerson(app)), { until: await app.clock.now() }))).toBe('request_invalid');
    expect(await decline(suspend(app, moderator, organisation('6e4f5e3c-0f5b-4a8e-9c55-3a1f0a2f1e11')))).toBe('request_not_found');
  });

  it('not the last operator, however many are suspended at once', async () => {
    const [one, two] = [await aStaffMember(app, 'operator'), await aStaffMember(app, 'operator')];
    const both = await Promise.all([one, two].map((operator) => decline(suspend(app, moderator, person(operator)))));
    expect(both.sort()).toEqual(['accepted', 'identity_last_operator']);
    await aStaffMember(app, 'operator');
    const [free] = await app.db.query<{ id: TestPerson['id'] }>(`select p.id from person p where p.id = any($1) and not exists (select from suspended u where u.person_id = p.id)`, [[one.id, two.id]]);
    await suspend(app, moderator, { kind: 'person', id: free!.id });
  });
});

describe('an organisation that is suspended', () => {
  it('writes nothing in its name, and reads and signs on; its programs only read', async () => {
    const sponsor = await aSponsor(app);
    const robot = await aToken(app, sponsor.owner, sponsor.organisation, 'challenge:read', 'challenge:write', 'funding:read');
    const draft = await aChallenge(app, sponsor);
    const { since } = await suspend(app, moderator, organisation(sponsor.organisation.id));
    const api = client(sponsor.owner);
    const path = { id: sponsor.organisation.publicId };

    expect(await refused(api.POST('/api/v1/organisations/{id}/challenges', { params: { path }, body: { title: 'Another' } }))).toBe(stopped);
    expect(await refused(api.PUT('/api/v1/challenges/{id}/review-request', { params: { path: { id: draft.publicId } } }))).toBe(stopped);
    expect(await refused(api.POST('/api/v1/organisations/{id}/invitations', { params: { path }, body: { email: 'a@example.org', roles: ['contributor'] } }))).toBe(stopped);
    expect((await robot.agent.post(`/api/v1/organisations/${path.id}/challenges`).send({ title: 'By a program' })).body).toMatchObject({ code: 'request_suspended', who: 'organisation', since: since.toISOString(), until: null });
    await robot.agent.get(`/api/v1/challenges/${draft.publicId}`).expect(200);

    const seen = await ok(api.GET('/api/v1/challenges/{id}', { params: { path: { id: draft.publicId } } }));
    const own = await ok(api.GET('/api/v1/organisations/{id}', { params: { path } }));
    expect([seen.can, own.can, (await me(sponsor.owner)).memberships[0]!.suspended]).toEqual([[], ['see_members', 'see_units'], { since: since.toISOString(), until: null }]);
    // themselves they are not
    await ok(api.PATCH('/api/v1/me', { params: { header: ifMatch((await me(sponsor.owner)).version) }, body: { name: 'Still free' } }));
  });

  it('enters nothing new and hands nothing in', async () => {
    const sponsor = await aSponsor(app);
    const open = async () => aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
    const [first, second] = [await open(), await open()];
    const solver = await aSolver(app);
    const entry = await anEntry(app, first, solver);
    await aSubmission(app, entry, { state: 'draft' });
    const body = await joining(solver, second);
    await suspend(app, moderator, organisation(solver.organisationId));
    const api = client(solver);
    expect(await refused(api.POST('/api/v1/challenges/{id}/entries', { params: { path: { id: second.publicId } }, body }))).toBe(stopped);
    const path = { id: entry.publicId, phaseId: entry.phaseId };
    const draft = await ok(api.GET('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path } }));
    expect(await refused(api.PUT('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path, header: ifMatch(draft.version) }, body: { answers: [] } }))).toBe(stopped);
    const [{ id }] = (await app.db.query<{ id: string }>('select id from submission where entry_id = $1', [entry.id])) as [{ id: string }];
    expect(await refused(api.PUT('/api/v1/submissions/{id}/submission', { params: { path: { id: showId('submission', id) } }, body: {} }))).toBe(stopped);
  });

  it('its running challenge goes on: independent judges judge, its own do not, and it does not decide', async () => {
    const sponsor = await aSponsor(app);
    const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now(), { judgeRoles: ['independent', 'sponsor'] }) });
    const [free, own] = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge, await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']))];
    await aSubmission(app, await anEntry(app, challenge));
    await aSubmission(app, await anEntry(app, challenge));
    await closePhase(app, challenge);
    await suspend(app, moderator, organisation(sponsor.organisation.id));
    const declare = (judge: typeof free) => client(judge).PUT('/api/v1/panel-seats/{id}/conflicts', { params: { path: { id: judge.seat } }, body: { conflicts: [] } });
    await ok(declare(free));
    expect(await refused(declare(own))).toBe('409 judging_may_not_judge');
    expect(await refused(client(sponsor.owner).PUT('/api/v1/phases/{id}/ranking', { params: { path: { id: challenge.phases[0]!.id } } }))).toBe(stopped);
  });
});

describe('conversations', () => {
  it('nobody speaks for a side that is suspended, and its open streams end at once; the other side goes on', async () => {
    const talk = await aConversation(app);
    const [solver, owner] = [await follow(talk.solver, talk.thread.publicId), await follow(talk.sponsor.owner, talk.thread.publicId)];
    const { id } = await suspend(app, moderator, organisation(talk.sponsor.organisation.id));
    await until(() => owner.text().includes('event: end'));
    expect([owner.text().includes('"no_access"'), solver.text().includes('event: end')]).toEqual([true, false]);
    expect(await refused(client(talk.sponsor.owner).POST('/api/v1/threads/{id}/messages', { params: { path: { id: talk.thread.publicId } }, body: { text: 'Hello' } }))).toBe(stopped);
    await say(talk.solver, talk.thread, 'Are you there?');
    await app.drain();
    await until(() => solver.text().includes('Are you there?'));
    await lift(app, moderator, id);
    await say(talk.sponsor.owner, talk.thread, 'Here we are.');

    await suspend(app, moderator, person(talk.solver));
    await until(() => solver.text().includes('event: end'));
    // what was said to them is theirs to read
    const path = { params: { path: { id: talk.thread.publicId } } };
    expect((await ok(client(talk.solver).GET('/api/v1/threads/{id}', path))).can).toEqual([]);
    expect((await ok(client(talk.solver).GET('/api/v1/threads/{id}/messages', path))).items.map(({ text, can }) => [text?.text, can])).toEqual([['Here we are.', []], ['Are you there?', []]]);
    expect((await ok(client(talk.sponsor.owner).GET('/api/v1/threads/{id}', path))).can).toEqual(['write']);
    expect(await refused(client(talk.solver).POST('/api/v1/threads/{id}/messages', { ...path, body: { text: 'Hello' } }))).toBe(stopped);
    expect(await refused(client(talk.solver).GET('/api/v1/threads/{id}/live', path))).toBe(stopped);
    solver.leave();
    owner.leave();
  });

  async function follow({ agent }: TestPerson, threadId: string) {
    const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    let text = '';
    const call = request(`${app.url}/api/v1/threads/${threadId}/live`, { headers: { cookie } }, (response) => response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('error', () => undefined));
    call.on('error', () => undefined).end();
    await until(() => text.includes('event: ready'));
    return { text: () => text, leave: () => call.destroy() };
  }

  async function until(isSo: () => boolean): Promise<void> {
    for (const stop = Date.now() + 10_000; !isSo(); await sleep(20)) if (Date.now() > stop) throw new Error('it did not come');
  }
});

it('staff see who is suspended', async () => {
  const staff = await aStaffMember(app, 'operator', 'moderator');
  const one = await aPerson(app);
  const { since } = await suspend(app, moderator, person(one));
  const { items } = await ok(client(staff).GET('/api/v1/admin/people', { params: { query: { q: one.email } } }));
  expect(items.map(({ id, suspended }) => [readId('person', id), suspended])).toEqual([[one.id, { since: since.toISOString(), until: null }]]);
});

it('nobody loses what they are owed: suspended on both sides, they accept, sign, say where money goes, and are paid', async () => {
  const { sponsor, solvers: [winner] } = await aJudgedChallenge(app, [9], { edits: { phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
  for (const subject of [organisation(sponsor.organisation.id), person(sponsor.owner), organisation(winner!.organisationId), person(winner!)]) await suspend(app, moderator, subject);
  await takes(winner!, sponsor);
  await aPayee(app, winner!, winner!.organisationId as never);
  await passAppeals(app);
  expect(await app.db.query('select state, amount from payout where organisation_id = $1', [winner!.organisationId])).toEqual([{ state: 'sent', amount: '1000' }]);
  await ok(client(winner!).GET('/api/v1/organisations/{id}/payouts', { params: { path: { id: showId('organisation', winner!.organisationId) } } }));
});
