import { after, day, hour, type OrganisationId, showId } from '@app/kernel';
import { receiptHolds, verifyReceipt } from '@app/provenance';
import { aPaidChallenge } from '../../libs/bounties/testing';
import type { TestChallenge, TestSponsor } from '../../libs/challenges/testing';
import { aFreelancer, aStaffMember, type TestPerson } from '../../libs/identity/testing';
import { aJudge, judgeAll } from '../../libs/judging/testing';
import { aProblem, says, someSolvers } from '../../libs/matching/testing';
import { reports } from '../../libs/moderation/testing';
import { aPayee } from '../../libs/payments/testing';
import { anEntry, aSubmission, closePhase, joining, type TestEntry, type TestSubmission } from '../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../support/app';
import { client, ifMatch, ok, refused } from '../support/client';

/**
 * J4: a freelancer finds a challenge, knows before working that it pays, submits to the second, loses, and is told why. The steps build on one
 * another. To come, where the journey asks it: hiding a class of reasons (3), a confidentiality agreement to sign before details are seen (4), what
 * is like an own earlier entry (6), rating the sponsor (8), an offer for the idea that lost (10), and finding a second account of one person (X).
 */
describe('a freelancer', () => {
  let app: TestApp;
  let noor: TestPerson & { organisationId: OrganisationId };
  let rival: TestEntry;
  let sponsor: TestSponsor;
  let challenge: TestChallenge;
  let entry: TestEntry;
  let submission: TestSubmission;

  const own = () => ({ path: { id: showId('organisation', noor.organisationId) } });
  const about = () => ({ path: { id: challenge.publicId } });
  const handedIn = () => ({ path: { id: submission.publicId } });

  beforeAll(async () => {
    app = await startTestApp();
    ({ sponsor, challenge } = await aPaidChallenge(app, { title: 'Loaves fall off the conveyor' }));
    await aProblem(app, sponsor, 'Dye linen with less water', 'Dyeing linen takes too much water.');
    // four whom it suits make one place more, for somebody it does not
    await someSolvers(app, 4, 'We dye linen.');
  });
  afterAll(() => app?.close());

  it('1-2 signs up, says what they can do, learns that they cannot be paid yet, and sees to it before they work', async () => {
    noor = await aFreelancer(app, { name: 'Noor de Wit', country: 'NL' });
    await says(noor, { about: 'I repair conveyors that carry loaves and bread.', topics: ['food', 'belt-conveyors'] });
    await app.drain();
    const payability = () => ok(client(noor).GET('/api/v1/organisations/{id}/payee/payability', { params: own() }));
    expect(await payability()).toEqual({ isPayable: false, reason: 'no_account' });
    await aPayee(app, noor, noor.organisationId);
    expect(await payability()).toMatchObject({ isPayable: true });
  });

  it('3 is recommended what suits them, with the words that say why, and something that does not; both come in one mail in the morning', async () => {
    const { items } = await ok(client(noor).GET('/api/v1/organisations/{id}/recommendations', { params: own() }));
    expect(items[0]).toMatchObject({ challengeId: challenge.publicId, title: 'Loaves fall off the conveyor' });
    expect(items[0]!.reasons.map(({ word }) => word)).toEqual(expect.arrayContaining(['loaves']));
    expect(items.map(({ title, place }) => [title, place])).toEqual([['Loaves fall off the conveyor', 'best'], ['Dye linen with less water', 'exploration']]);
    const digests = () => app.mails(noor.email).filter(({ text }) => text.includes('What you have not read yet:'));
    expect(digests()).toEqual([]);
    await app.clock.shift(day);
    await app.drain();
    const [digest, ...others] = digests();
    expect(others).toEqual([]);
    const about = (title: string) => digest!.text.split('* ').find((item) => item.startsWith(`A challenge that may suit you: ${title}`))!;
    expect([about('Loaves fall off the conveyor'), about('Dye linen with less water')]).toEqual([expect.stringMatching(/Words it shares with your organisation’s profile or past work: .*loaves/), expect.stringContaining('one place in five is kept for the unexpected')]);
    await ok(client(noor).PUT('/api/v1/organisations/{id}/matching', { params: own(), body: { isOn: false } }));
    expect((await ok(client(noor).GET('/api/v1/organisations/{id}/recommendations', { params: own() }))).items).toEqual([]);
    await ok(client(noor).PUT('/api/v1/organisations/{id}/matching', { params: own(), body: { isOn: true } }));
  });

  it('4 reads the odds, the rules and the proof of funding without an account, and joins under the rules they read', async () => {
    rival = await anEntry(app, challenge);
    const publicly = client(app.http());
    expect(await ok(publicly.GET('/api/v1/challenges/{id}/participation', { params: about() }))).toMatchObject({ entries: 1 });
    const [card, proof] = [await ok(publicly.GET('/api/v1/challenges/{id}/rule-card', { params: about() })), await ok(publicly.GET('/api/v1/challenges/{id}/proof-of-funding', { params: about() }))];
    expect([card.version, proof.total!.left]).toEqual([1, proof.total!.promised]);
    entry = await anEntry(app, challenge, noor);
    expect(await ok(client(noor).GET('/api/v1/entries/{id}', { params: { path: { id: entry.publicId } } }))).toMatchObject({ state: 'joined', ruleCardVersion: 1, isPayable: true });
  });

  it('5 asks a question that names nobody; the answer that changes the meaning is public and binding', async () => {
    const question = await ok(client(noor).POST('/api/v1/challenges/{id}/questions', { params: about(), body: { text: 'May the belt be longer than today?' } }));
    await ok(client(sponsor.owner).PUT('/api/v1/questions/{id}/answer', { params: { path: { id: question.id }, header: ifMatch(question.version) }, body: { text: 'By a metre.', kind: 'binding' } }));
    await app.drain();
    const { items } = await ok(client(app.http()).GET('/api/v1/challenges/{id}/questions', { params: about() }));
    expect(items).toMatchObject([{ text: { text: 'May the belt be longer than today?' }, answer: { kind: 'binding' }, isMine: false }]);
    for (const name of [noor.name, noor.email, showId('person', noor.id)]) expect(JSON.stringify(items)).not.toContain(name);
    expect(app.mails(rival.solver.email).map(({ subject }) => subject)).toContain('A binding answer to question 1: Loaves fall off the conveyor');
  });

  it('6 keeps one working version, and one that is handed in; a second entry is refused', async () => {
    submission = await aSubmission(app, entry, { text: 'A second, slower belt.', state: 'draft' });
    expect(await refused(client(noor).POST('/api/v1/challenges/{id}/entries', { params: about(), body: await joining(noor, challenge) }))).toBe('409 entry_already');
  });

  it('X: what another entrant drafts is not there, whatever id is guessed', async () => {
    const theirs = await aSubmission(app, rival, { text: 'Nobody else may read this.', state: 'draft' });
    const answers = [
      client(noor).GET('/api/v1/submissions/{id}', { params: { path: { id: theirs.publicId } } }), client(noor).GET('/api/v1/submissions/{id}/manifest', { params: { path: { id: theirs.publicId } } }),
      client(noor).GET('/api/v1/submissions/{id}/openings', { params: { path: { id: theirs.publicId } } }), client(noor).GET('/api/v1/entries/{id}', { params: { path: { id: rival.publicId } } }),
      client(noor).GET('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path: { id: rival.publicId, phaseId: rival.phaseId } } }),
    ];
    for (const answer of answers) expect(await refused(answer)).toBe('404 request_not_found');
    await ok(client(rival.solver).PUT('/api/v1/submissions/{id}/submission', { params: { path: { id: theirs.publicId } }, body: {} }));
  });

  it('7 hands in one second before the end; the same at the end is refused with the platform’s time', async () => {
    const { closesAt } = challenge.phases[0]!;
    await app.clock.set(after(closesAt, -1000));
    await ok(client(noor).PUT('/api/v1/submissions/{id}/submission', { params: handedIn(), body: {} }));
    const receipt = await ok(client(noor).GET('/api/v1/submissions/{id}/receipt', { params: handedIn() }));
    const key = await ok(client(app.http()).GET('/api/v1/log/public-key', { parseAs: 'text' }));
    expect(receiptHolds(verifyReceipt(receipt, key.trim()))).toBe(true);
    const judge = await aJudge(app, sponsor, challenge);
    await closePhase(app, challenge);
    const late = await client(noor).PUT('/api/v1/submissions/{id}/submission', { params: handedIn(), body: {} });
    expect(late.error).toMatchObject({ status: 409, code: 'submission_late' });
    expect(new Date((late.error as unknown as { serverTime: string }).serverTime).getTime()).toBeGreaterThanOrEqual(closesAt.getTime());
    const [row] = await app.db.query<{ number: number }>('select number from submission where id = $1', [submission.id]);
    await judgeAll(judge, (label) => (label === `Entry ${row!.number}` ? 6 : 9));
    await app.drain();
  });

  it('8-9 loses, with a band, a reason and where each criterion stood, and sees who read it', async () => {
    const read = await ok(client(noor).GET('/api/v1/submissions/{id}', { params: handedIn() }));
    expect(read.band).toBe('fair');
    expect(read.reason!.length).toBeGreaterThan(10);
    const feedback = await ok(client(noor).GET('/api/v1/submissions/{id}/feedback', { params: handedIn() }));
    expect(feedback.criteria.map(({ title }) => title)).toEqual(['Works', 'Cost']);
    const { items } = await ok(client(noor).GET('/api/v1/submissions/{id}/openings', { params: handedIn() }));
    expect(items.map(({ opener }) => opener)).toContain('judge');
  });

  it('9 reports a misuse three months later with the receipt, and staff see that it holds', async () => {
    await app.clock.shift(90 * day + hour);
    await app.drain();
    const { index } = await ok(client(noor).GET('/api/v1/submissions/{id}/receipt', { params: handedIn() }));
    const { id } = await ok(reports(noor, 'challenge', challenge.publicId, 'misuse', 'They built our slower belt.', index));
    const moderator = await aStaffMember(app, 'moderator');
    const opened = await ok(client(moderator).GET('/api/v1/admin/reports/{id}', { params: { path: { id } } }));
    expect(opened).toMatchObject({ state: 'open', ground: 'misuse', record: { number: index, holds: true } });
    expect(JSON.stringify(opened)).not.toContain('A second, slower belt.');
  });

  it('X: takes nothing of others out, and the receipt still holds', async () => {
    const mine = await ok(client(noor).GET('/api/v1/me/entries'));
    expect(mine.items.map(({ id }) => id)).toEqual([entry.publicId]);
    const receipt = await ok(client(noor).GET('/api/v1/submissions/{id}/receipt', { params: handedIn() }));
    const key = await ok(client(app.http()).GET('/api/v1/log/public-key', { parseAs: 'text' }));
    expect(receiptHolds(verifyReceipt(receipt, key.trim()))).toBe(true);
    expect(await refused(client(noor).GET('/api/v1/submissions/{id}/receipt', { params: { path: { id: showId('submission', (await app.db.query<{ id: string }>('select id from submission where entry_id = $1', [rival.id]))[0]!.id) } } }))).toBe('404 request_not_found');
  });
});
