import { hour, minute, readId } from '@app/kernel';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, anOrganisation, aPerson, aStaffMember, joinsStaff, type TestPerson } from '../../../libs/identity/testing';
import { moderationNumbers } from '../../../libs/moderation/moderation.rules';
import { decides, reports, someFacts } from '../../../libs/moderation/testing';
import { anEntry, aSubmission, aSolver, closePhase } from '../../../libs/submissions/testing';
import { aConversation, say, type TestConversation } from '../../../libs/threads/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok, refused } from '../../support/client';

let app: TestApp;
let sponsor: TestSponsor;
let challenge: TestChallenge;
let moderator: TestPerson;
let talk: TestConversation;

beforeAll(async () => {
  app = await startTestApp();
  talk = await aConversation(app);
  sponsor = await aSponsor(app);
  challenge = await anOpenChallenge();
  moderator = await aStaffMember(app, 'moderator');
});
afterAll(() => app?.close());

const anOpenChallenge = async () => aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
const path = (id: string) => ({ params: { path: { id } } });
const read = (who: TestPerson, id: string) => client(who).GET('/api/v1/reports/{id}', path(id));
const asks = (who: TestPerson, id: string, text = 'Whose drawing is it?') => client(who).PUT('/api/v1/admin/reports/{id}/answer-request', { ...path(id), body: { text } });
const answers = (who: TestPerson, id: string, text = 'Ours, see the date.') => client(who).PUT('/api/v1/reports/{id}/answer', { ...path(id), body: { text } });
const opened = (who: TestPerson, id: string) => client(who).GET('/api/v1/admin/reports/{id}', path(id));
const withdraws = (who: TestPerson, id: string) => client(who).DELETE('/api/v1/reports/{id}', path(id));
const askedQuestion = async (who: TestPerson, text = 'May it be longer?') => ok(client(who).POST('/api/v1/challenges/{id}/questions', { ...path(challenge.publicId), body: { text } }));
const inbox = async (who: TestPerson) => (await ok(client(who).GET('/api/v1/me/inbox', { params: { query: { filter: 'open' } } }))).items.map(({ kind }) => kind);

it('is made by anybody signed in about what they may read, and of nothing else', async () => {
  const reporter = await aPerson(app);
  const draft = await aChallenge(app, sponsor);
  const hidden = await askedQuestion(await aPerson(app));
  await ok(client(moderator).POST('/api/v1/admin/decisions', { body: { kind: 'question', id: hidden.id, ground: 'Spam.', facts: someFacts, measures: ['hide_question'] } }));
  const said = await say(talk.solver, talk.thread, 'zqword');
  const unreadable: [Parameters<typeof reports>[1], string][] = [
    ['challenge', draft.publicId], ['question', hidden.id], ['answer', hidden.id], ['message', said.id], ['submission', talk.submission.publicId],
    ['organisation', challenge.publicId], ['challenge', `chl_${'0'.repeat(32)}`],
  ];
  for (const [kind, id] of unreadable) {
    expect([kind, await refused(reports(reporter, kind, id, 'misuse'))]).toEqual([kind, '404 request_not_found']);
    expect([kind, await refused(client(reporter).GET('/api/v1/reportable/{kind}/{id}', { params: { path: { kind, id } } }))]).toEqual([kind, '404 request_not_found']);
  }
  expect(await refused(reports(app.http(), 'challenge', challenge.publicId, 'spam'))).toBe('401 request_unauthenticated');
  for (const [kind, id] of [['challenge', challenge.publicId], ['organisation', sponsor.organisation.publicId]] as const) {
    expect((await ok(client(reporter).GET('/api/v1/reportable/{kind}/{id}', { params: { path: { kind, id } } }))).subject).toMatchObject({ kind, id });
    await ok(reports(reporter, kind, id, 'misleading'));
  }
  expect(await ok(client(reporter).GET('/api/v1/me/reports'))).toMatchObject({ items: [{ subject: { kind: 'organisation', title: sponsor.organisation.name }, state: 'open', outcome: null }, { subject: { kind: 'challenge' } }] });
});

it('is not of one’s own, not twice, and not too often', async () => {
  expect(await refused(reports(sponsor.owner, 'challenge', challenge.publicId, 'spam'))).toBe('409 moderation_own');
  expect(await refused(reports(await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']), 'organisation', sponsor.organisation.publicId, 'spam'))).toBe('409 moderation_own');
  expect(await refused(reports(talk.solver, 'submission', talk.submission.publicId, 'copying'))).toBe('409 moderation_own');
  expect(await refused(reports(talk.sponsor.owner, 'submission', talk.submission.publicId, 'spam'))).toBe('422 moderation_ground');

  const eager = await aPerson(app);
  const both = await Promise.all([reports(eager, 'challenge', challenge.publicId, 'spam'), reports(eager, 'challenge', challenge.publicId, 'illegal')]);
  expect(both.map(({ response }) => response.status).sort()).toEqual([201, 409]);
  expect(await refused(reports(eager, 'challenge', challenge.publicId, 'spam'))).toBe('409 moderation_reported_already');
  const made = both.find(({ data }) => data)!.data!;
  await ok(withdraws(eager, made.id));
  // withdrawing makes no room
  for (let n = 1; n < moderationNumbers.reportsPerDay; n++) await ok(reports(eager, 'organisation', (await aSponsor(app)).organisation.publicId, 'spam'));
  expect(await refused(reports(eager, 'challenge', challenge.publicId, 'spam'))).toBe('429 moderation_too_many_reports');
});

it('is withdrawn while it is open, and what it said is gone', async () => {
  const reporter = await aPerson(app);
  const { id } = await ok(reports(reporter, 'challenge', challenge.publicId, 'other', 'zqgone'));
  expect(await refused(withdraws(await aPerson(app), id))).toBe('404 request_not_found');
  expect((await ok(read(reporter, id))).text).toBe('zqgone');
  await ok(withdraws(reporter, id));
  expect(await ok(read(reporter, id))).toMatchObject({ state: 'withdrawn', text: null, can: [] });
  expect(await refused(opened(moderator, id))).toBe('404 request_not_found');
  expect(await refused(withdraws(reporter, id))).toBe('409 request_wrong_state');
});

describe('of copying or misuse', () => {
  const aReport = async () => {
    const reporter = await aPerson(app, { name: 'Zqreporter' });
    const { id } = await ok(reports(reporter, 'challenge', challenge.publicId, 'misuse', 'zqwords of the reporter'));
    return { reporter, id };
  };

  it('the other side is asked, and never learns who reported nor how they put it', async () => {
    const { reporter, id } = await aReport();
    expect(await refused(read(sponsor.owner, id))).toBe('404 request_not_found');
    expect(await refused(decides(moderator, id, 'breach'))).toBe('409 moderation_not_heard');
    await ok(asks(moderator, id));
    expect(await refused(asks(moderator, id))).toBe('409 moderation_asked_before');
    await app.drain();
    expect(await inbox(sponsor.owner)).toContain('report_answer_asked');
    const mail = app.mails(sponsor.owner.email).at(-1)!;
    const seen = await ok(read(sponsor.owner, id));
    expect(seen).toMatchObject({ side: 'reported', asked: 'Whose drawing is it?', text: null, record: null, ground: 'misuse', can: ['answer'] });
    expect(Date.parse(seen.dueAt!) - (await app.clock.now()).getTime()).toBeGreaterThan(72 * hour - minute);
    const told = JSON.stringify([seen, mail, await ok(client(sponsor.owner).GET('/api/v1/me/inbox'))]);
    for (const secret of ['zqwords', 'Zqreporter', reporter.email, reporter.id.replaceAll('-', '')]) expect(told).not.toContain(secret);
    expect(mail.subject).toBe('Staff ask you about a report');

    for (const other of [reporter, await aPerson(app), await aMember(app, sponsor.owner, sponsor.organisation, ['contributor'])]) expect(await refused(answers(other, id))).toBe('404 request_not_found');
    expect(await refused(decides(moderator, id, 'breach'))).toBe('409 request_wrong_state');
    expect(await refused(withdraws(reporter, id))).toBe('409 request_wrong_state');
    expect(await ok(answers(sponsor.owner, id, 'zqanswer'))).toMatchObject({ state: 'heard', text: 'zqanswer', can: [] });
    expect(await refused(answers(sponsor.owner, id))).toBe('409 request_wrong_state');
    expect(JSON.stringify(await ok(read(reporter, id)))).not.toContain('zqanswer');
    expect(await ok(opened(moderator, id))).toMatchObject({ answer: 'zqanswer', text: 'zqwords of the reporter', reporter: { name: 'Zqreporter' }, can: ['decide'] });
    expect(await app.db.query(`select capacity, person_id from audit_entry where action = 'report.open' and subject_id = $1`, [readId('report', id)])).toContainEqual({ capacity: 'staff', person_id: moderator.id });
  });

  it('whoever does not answer in 72 hours is not waited for, once', async () => {
    const { id } = await aReport();
    await ok(asks(moderator, id));
    await app.clock.shift(72 * hour - minute);
    await app.drain();
    expect((await ok(read(sponsor.owner, id))).can).toEqual(['answer']);
    await app.clock.shift(2 * minute);
    expect(await refused(answers(sponsor.owner, id))).toBe('409 moderation_answer_too_late');
    await app.drain();
    await app.drain();
    expect(await ok(opened(moderator, id))).toMatchObject({ state: 'heard', answer: null, answeredAt: null, can: ['decide'] });
    expect(await app.db.query(`select count(*)::int from audit_entry where action = 'report.lapse' and subject_id = $1`, [readId('report', id)])).toEqual([{ count: 1 }]);
    expect(await refused(answers(sponsor.owner, id))).toBe('409 moderation_answer_too_late');
    await ok(decides(moderator, id, 'breach'));
  });

  it('one’s own receipt is held against the log; another’s is refused', async () => {
    const about = await anOpenChallenge();
    const [solver, other] = [await aSolver(app), await aSolver(app)];
    const submission = await aSubmission(app, await anEntry(app, about, solver));
    const { index } = await ok(client(solver).GET('/api/v1/submissions/{id}/receipt', path(submission.publicId)));
    expect(await refused(reports(other, 'challenge', about.publicId, 'copying', 'Mine.', index))).toBe('422 moderation_no_such_receipt');
    const { id } = await ok(reports(solver, 'challenge', about.publicId, 'copying', 'Mine.', index));
    expect((await ok(opened(moderator, id))).record).toEqual({ number: index, receivedAt: expect.any(String), challengeTitle: expect.any(String), holds: true });
    await ok(asks(moderator, id));
    expect((await ok(read(sponsor.owner, id))).record).toBeNull();
    // a receipt of another challenge shows that somebody took part there: its sides are sides here too
    const elsewhere = await ok(reports(solver, 'organisation', sponsor.organisation.publicId, 'copying', 'Mine.', index));
    const rival = await aSolver(app);
    await anEntry(app, about, rival);
    await joinsStaff(app, rival, 'moderator');
    expect(await refused(opened(rival, elsewhere.id))).toBe('403 moderation_own_matter');
    expect((await ok(opened(moderator, elsewhere.id))).record).toMatchObject({ number: index });
    // what was erased cannot be proven any more
    await app.db.query('delete from log_opening where seq = $1', [index]);
    expect((await ok(opened(moderator, id))).record!.holds).toBe(false);
  });
});

it('stands in the queue of moderators, the oldest first, without a word of it; never opened by who is on a side', async () => {
  const reporter = await aPerson(app, { name: 'Zqreporter' });
  const { id } = await ok(reports(reporter, 'challenge', challenge.publicId, 'illegal', 'zqlisted'));
  const waiting = await ok(client(moderator).GET('/api/v1/admin/reports', { params: { query: { limit: 100 } } }));
  const times = waiting.items.map(({ reportedAt }) => reportedAt);
  expect(times).toEqual([...times].sort());
  expect(waiting.items.every(({ state }) => state === 'open' || state === 'heard')).toBe(true);
  expect(JSON.stringify(waiting)).not.toMatch(/zqlisted|Zqreporter/);
  expect((await ok(client(moderator).GET('/api/v1/admin/reports', { params: { query: { ground: 'illegal' } } }))).items.map((one) => one.id)).toEqual([id]);
  const first = await ok(client(moderator).GET('/api/v1/admin/reports', { params: { query: { limit: 1 } } }));
  expect((await ok(client(moderator).GET('/api/v1/admin/reports', { params: { query: { limit: 1, after: first.next } } }))).items[0]!.id).toBe(waiting.items[1]!.id);

  const queue = async (who: TestPerson) => (await ok(client(who).GET('/api/v1/admin/reports', { params: { query: { limit: 100 } } }))).items.map((one) => one.id);
  const [colleague, ally, entrant] = [await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']), await aMember(app, reporter, await anOrganisation(app, reporter), ['contributor']), await aSolver(app)];
  await anEntry(app, challenge, entrant);
  for (const one of [colleague, ally, entrant]) {
    await joinsStaff(app, one, 'moderator');
    for (const call of [opened(one, id), asks(one, id), decides(one, id, 'no_breach')]) expect(await refused(call)).toBe('403 moderation_own_matter');
    expect(await queue(one)).not.toContain(id);
  }
  expect(await queue(moderator)).toContain(id);
  for (const role of ['support', 'finance', 'operator'] as const) expect(await refused(opened(await aStaffMember(app, role), id))).toBe('403 request_forbidden');
});

it('of a message shows staff that message and the two before it, and not who asked a question', async () => {
  const texts = ['zqone', 'zqtwo', 'zqthree', 'zqfour', 'zqfive'];
  const said: { id: string }[] = [];
  for (const text of texts) said.push(await say(talk.solver, talk.thread, text));
  const { id } = await ok(reports(talk.sponsor.owner, 'message', said[3]!.id, 'harassment'));
  const shown = await ok(opened(moderator, id));
  expect(shown.quote.map(({ part, text, isReported }) => [part, text, isReported])).toEqual([['solver', 'zqtwo', false], ['solver', 'zqthree', false], ['solver', 'zqfour', true]]);
  expect(JSON.stringify(shown)).not.toMatch(/zqone|zqfive/);

  const asker = await aPerson(app, { name: 'Zqasker' });
  const asked = await askedQuestion(asker, 'zqasked');
  const report = await ok(reports(sponsor.owner, 'question', asked.id, 'spam'));
  const question = await ok(opened(moderator, report.id));
  expect([question.reported, question.quote.map(({ text }) => text)]).toEqual([null, ['zqasked']]);
  for (const secret of ['Zqasker', asker.id.replaceAll('-', '')]) expect(JSON.stringify(question)).not.toContain(secret);
  // withdrawn meanwhile, it is still quoted as it stood
  await ok(client(asker).DELETE('/api/v1/questions/{id}', { params: { path: { id: asked.id }, header: ifMatch(asked.version) } }));
  expect((await ok(opened(moderator, report.id))).quote[0]!.text).toBe('zqasked');
  expect(await ok(client(sponsor.owner).GET('/api/v1/me/reports', { params: { query: { limit: 1 } } }))).toMatchObject({ items: [{ id: report.id }] });
});

it('of a submission is made from its results on, by who runs the challenge or judged it', async () => {
  const about = await anOpenChallenge();
  const submission = await aSubmission(app, await anEntry(app, about));
  for (const state of ['open', 'judging']) {
    if (state === 'judging') await closePhase(app, about);
    expect(await refused(reports(sponsor.owner, 'submission', submission.publicId, 'copying'))).toBe('404 request_not_found');
  }
  const { id } = await ok(reports(talk.judge, 'submission', talk.rivalSubmission.publicId, 'copying'));
  const shown = await ok(opened(moderator, id));
  expect([shown.quote, shown.subject.kind]).toEqual([[], 'submission']);
  await ok(asks(moderator, id));
  expect((await ok(read(talk.rival, id))).can).toEqual(['answer']);
  expect(await refused(read(talk.solver, id))).toBe('404 request_not_found');
});
