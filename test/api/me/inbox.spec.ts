import { type MemberRole, newId } from '@app/kernel';
import { catalogue } from '@app/notifications';
import { aJudgedChallenge, awardOf, paidBy, passDays } from '../../../libs/bounties/testing';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, aPerson, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok } from '../../support/client';

let app: TestApp;
let sponsor: TestSponsor;
beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
});
afterAll(() => app?.close());

const title = 'Less waste on the line';
const open = async (edits = {}) => aChallenge(app, sponsor, { state: 'open', title, edits: freeDraft(await app.clock.now(), edits) });
type Filter = 'open' | 'to_do' | 'unread' | 'done';
const inbox = async (person: TestPerson, filter: Filter = 'open') => (await ok(client(person).GET('/api/v1/me/inbox', { params: { query: { filter, limit: 100 } } }))).items;
const kinds = async (person: TestPerson, filter?: Filter) => (await inbox(person, filter)).map(({ kind }) => kind);
const unread = async (person: TestPerson) => (await ok(client(person).GET('/api/v1/me/inbox/count'))).unread;
const ask = async ({ publicId }: TestChallenge, asker: TestPerson, text: string) => ok(client(asker).POST('/api/v1/challenges/{id}/questions', { params: { path: { id: publicId } }, body: { text } }));
const answer = async (who: TestPerson, id: string) => {
  const { version } = await ok(client(who).GET('/api/v1/questions/{id}', { params: { path: { id } } }));
  return ok(client(who).PUT('/api/v1/questions/{id}/answer', { params: { path: { id }, header: ifMatch(version) }, body: { text: 'By a metre.', kind: 'informal' } }));
};

const at = '2027-01-01T00:00:00Z';
/** Enough for the words of every kind. */
const everyFact = {
  title, slug: 's', isPrivate: false, by: at, ruleAt: at, since: at, answeredAt: at, askedAt: at, submittedAt: at, appealUntil: at, aloneFrom: at, dueAt: at, rule: 'split', number: 1, count: 1, recordSeq: 1, reason: 'r', edits: 1, asked: '• e', why: 'platform', how: 'annulled',
  band: 'fair', ground: 'other_clause', clause: 1, clauseText: '', statement: '', address: '', kind: 'placement', prize: 'p', amount: '5', currency: 'EUR', place: 'best', words: 'belt', state: 'blocked', checkpoint: 'c', commitment: 'c', side: 'solver', author: 'a', sponsor: 's', name: 'n', role: 'finance',
};

/** Of one kind: what waits, and what is over without a mark. */
async function standing(person: TestPerson, kind: string): Promise<{ waits: number; settled: number }> {
  const [waiting, done] = [await inbox(person), await inbox(person, 'done')];
  const marked = done.filter(({ doneAt }) => doneAt !== null);
  expect(marked).toEqual([]);
  const toDo = await inbox(person, 'to_do');
  expect(toDo.filter((item) => item.kind === kind)).toEqual(waiting.filter((item) => item.kind === kind));
  return { waits: waiting.filter((item) => item.kind === kind && !item.isSettled).length, settled: done.filter((item) => item.kind === kind && item.isSettled).length };
}

describe('what asks something of somebody waits until it is done', () => {
  it('a question, until anybody of theirs has answered; two are told apart, and lead to where each is answered', async () => {
    const challenge = await open();
    const [manager, asker] = [await aMember(app, sponsor.owner, sponsor.organisation, ['manager']), await aPerson(app)];
    const [first, second] = [await ask(challenge, asker, 'May the belt be longer?'), await ask(challenge, asker, 'Is steel wanted?')];
    await app.drain();
    const asked = (await inbox(manager)).filter(({ kind }) => kind === 'question_asked').sort((a, b) => a.title.localeCompare(b.title));
    expect(asked.map((item) => [item.title, item.path])).toEqual([
      [`Question 1 about your challenge: ${title}`, `/manage/${challenge.slug}/questions#${first.id}`],
      [`Question 2 about your challenge: ${title}`, `/manage/${challenge.slug}/questions#${second.id}`],
    ]);
    expect(JSON.stringify(asked)).not.toContain('steel');
    const before = await unread(manager);
    await answer(sponsor.owner, first.id);
    expect([await unread(manager), await standing(manager, 'question_asked')]).toEqual([before - 1, { waits: 1, settled: 1 }]);
    await answer(sponsor.owner, second.id);
    await app.drain();
    expect([await unread(manager), await kinds(manager, 'unread')]).toEqual([before - 2, expect.not.arrayContaining(['question_asked'])]);
    expect((await inbox(asker)).map((item) => item.title).sort()).toEqual([`Your question was answered (question 1): ${title}`, `Your question was answered (question 2): ${title}`]);
  });

  it('judging, until this judge has locked all scores; deciding, until it is decided', async () => {
    const challenge = await open({ decisionRule: 'sponsor_choice' });
    const [quick, slow] = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge)];
    await aSubmission(app, await anEntry(app, challenge));
    await aSubmission(app, await anEntry(app, challenge));
    await closePhase(app, challenge);
    expect(await standing(quick, 'judging_begun')).toEqual({ waits: 1, settled: 0 });
    await judgeAll(quick, () => 7);
    expect([await standing(quick, 'judging_begun'), await standing(slow, 'judging_begun')]).toEqual([{ waits: 0, settled: 1 }, { waits: 1, settled: 0 }]);
    await judgeAll(slow, () => 8);
    await app.drain();
    expect(await standing(sponsor.owner, 'your_turn')).toEqual({ waits: 1, settled: 0 });
    const phase = { params: { path: { id: challenge.phases[0]!.id } } };
    const { items } = await ok(client(sponsor.owner).PUT('/api/v1/phases/{id}/ranking', phase));
    expect(await standing(sponsor.owner, 'your_turn')).toEqual({ waits: 1, settled: 0 });
    const { phases } = await ok(client(sponsor.owner).GET('/api/v1/challenges/{id}', { params: { path: { id: challenge.publicId } } }));
    const places = [{ prizeId: phases[0]!.prizes[0]!.id, submissionId: items[0]!.submissionId }];
    await ok(client(sponsor.owner).PUT('/api/v1/phases/{id}/decision', { ...phase, body: { places, reason: 'It fits our line best.' } }));
    await app.drain();
    expect(await standing(sponsor.owner, 'your_turn')).toEqual({ waits: 0, settled: 1 });
  });

  it('what is approved, for who keeps the money and does not manage, until it is paid in', async () => {
    const payer = await aSponsor(app);
    const treasurer = await aMember(app, payer.owner, payer.organisation, ['treasurer']);
    const managing = await aMember(app, payer.owner, payer.organisation, ['treasurer', 'manager']);
    await aChallenge(app, payer, { state: 'approved', edits: freeDraft(await app.clock.now()) });
    const challenge = await aChallenge(app, payer, { state: 'approved', title });
    await app.drain();
    expect((await inbox(treasurer)).map((item) => [item.kind, item.title, item.path])).toEqual([['funding_awaited', `Approved, and waits for your payment: ${title}`, `/drafts/${challenge.publicId}/fund`]]);
    expect([await kinds(payer.owner), await kinds(managing)]).toEqual(Array(2).fill(['review_approved', 'review_approved']));
    const mails = app.mails(treasurer.email).filter(({ subject }) => subject.startsWith('Approved'));
    expect(mails).toEqual([expect.objectContaining({ text: expect.stringContaining(`/drafts/${challenge.publicId}/fund`) })]);
    expect(mails[0]!.text).toContain('Once the money is here, an owner or manager of your organisation publishes it.');
    const approved = app.mails(payer.owner.email).filter(({ subject }) => subject.startsWith('Approved: ')).map(({ text }) => [text.includes('Nothing is to be paid in. Publish it'), text.includes('Next its bounty and our fee are paid in')]);
    expect(approved).toEqual([[true, false], [false, true]]);
    await paidBy(app, payer)(challenge);
    expect(await standing(treasurer, 'funding_awaited')).toEqual({ waits: 0, settled: 1 });
  });

  it('an award, until it is answered; its agreement, until their side has signed', async () => {
    const judged = await aJudgedChallenge(app, [9, 8]);
    const winner = judged.solvers[0]!;
    expect(await standing(winner, 'award_announced')).toEqual({ waits: 1, settled: 0 });
    const { path } = await awardOf(winner);
    const { body } = await winner.agent.put(`${path}/acceptance`).expect(200);
    await app.drain();
    expect([await standing(winner, 'award_announced'), await standing(winner, 'agreement_ready')]).toEqual([{ waits: 0, settled: 1 }, { waits: 1, settled: 0 }]);
    const agreement = `/api/v1/agreements/${body.agreementId as string}`;
    const { body: read } = await winner.agent.get(agreement).expect(200);
    await winner.agent.put(`${agreement}/signature`).send({ hash: read.hash, name: 'Zoë Winner', isAccepted: true }).expect(200);
    expect([await standing(winner, 'agreement_ready'), await standing(judged.sponsor.owner, 'agreement_ready')]).toEqual([{ waits: 0, settled: 1 }, { waits: 1, settled: 0 }]);
    await judged.sponsor.owner.agent.put(`${agreement}/signature`).send({ hash: read.hash, name: 'Max Sponsor', isAccepted: true }).expect(200);
    expect(await standing(judged.sponsor.owner, 'agreement_ready')).toEqual({ waits: 0, settled: 1 });
  });

  it('the reminder of an award, until it is accepted and signed for', async () => {
    const judged = await aJudgedChallenge(app, [9, 8]);
    const winner = judged.solvers[0]!;
    const { body } = await winner.agent.put(`${(await awardOf(winner)).path}/acceptance`).expect(200);
    await app.drain();
    await passDays(app, 7);
    expect([await standing(winner, 'award_announced'), await standing(winner, 'award_reminded')]).toEqual([{ waits: 0, settled: 1 }, { waits: 1, settled: 0 }]);
    const agreement = `/api/v1/agreements/${body.agreementId as string}`;
    const { body: read } = await winner.agent.get(agreement).expect(200);
    await winner.agent.put(`${agreement}/signature`).send({ hash: read.hash, name: 'Zoë Winner', isAccepted: true }).expect(200);
    await app.drain();
    expect(await standing(winner, 'award_reminded')).toEqual({ waits: 0, settled: 1 });
  });

  it('what only tells stays until it is marked; what asks of a thing that is gone is over', async () => {
    const person = await aPerson(app);
    const facts = JSON.stringify({ ...everyFact, id: newId('challenge'), decisionId: newId('moderationDecision'), reportId: newId('report') });
    for (const kind of Object.keys(catalogue)) {
      const id = newId('notification');
      await app.db.query('insert into notification (id, kind, subject_id, occasion, facts, path, created_at) values ($1, $2, gen_random_uuid(), gen_random_uuid()::text, $3, $4, app_now())', [id, kind, facts, '/work']);
      await app.db.query(`insert into inbox_item (notification_id, person_id, kind, mail, created_at) select $1, id, $2, 'at_once', app_now() from person where email = $3`, [id, kind, person.email]);
    }
    const asking = Object.entries(catalogue).filter(([, { asks }]) => asks).map(([kind]) => kind);
    expect((await kinds(person, 'done')).sort()).toEqual([...asking].sort());
    expect(await kinds(person, 'to_do')).toEqual([]);
    expect((await kinds(person)).sort()).toEqual(Object.keys(catalogue).filter((kind) => !asking.includes(kind)).sort());
  });
});

it('whoever leaves an organisation no longer reads what they were told for being in it, and keeps the rest', async () => {
  const [manager, staying] = [await aMember(app, sponsor.owner, sponsor.organisation, ['manager']), await aMember(app, sponsor.owner, sponsor.organisation, ['manager'])];
  const elsewhere = await aSponsor(app);
  await aMember(app, elsewhere.owner, elsewhere.organisation, ['manager'], manager);
  await open();
  await aChallenge(app, elsewhere, { state: 'open', title: 'Another one', edits: freeDraft(await app.clock.now()) });
  await app.drain();
  const titles = async (who: TestPerson) => (await inbox(who)).filter(({ kind }) => kind === 'challenge_opened').map((item) => item.title.split(': ')[1]!).sort();
  expect([await titles(manager), await titles(staying)]).toEqual([['Another one', title], [title]]);
  await ok(client(sponsor.owner).DELETE('/api/v1/organisations/{id}/members/{memberId}', { params: { path: { id: sponsor.organisation.publicId, memberId: manager.memberId } } }));
  await app.drain();
  expect([await titles(manager), await titles(staying)]).toEqual([['Another one'], [title]]);
  expect((await inbox(manager, 'done')).filter((item) => item.title.includes(title))).toEqual([]);
});

it('whoever loses a role no longer reads what they were told for it; who gets another that is told of the same keeps it', async () => {
  const { owner, organisation } = await aSponsor(app);
  const [helper, owning] = [await aMember(app, owner, organisation, ['manager']), await aMember(app, owner, organisation, ['manager'])];
  await aChallenge(app, { owner, organisation }, { state: 'open', title, edits: freeDraft(await app.clock.now()) });
  await app.drain();
  const become = async ({ memberId }: { memberId: string }, role: MemberRole) => {
    const path = { id: organisation.publicId, memberId };
    await ok(client(owner).PATCH('/api/v1/organisations/{id}/members/{memberId}', { params: { path, header: ifMatch(1) }, body: { roles: [role] } }));
    await app.drain();
  };
  expect([await kinds(helper), await kinds(owning)]).toEqual(Array(2).fill(expect.arrayContaining(['challenge_opened'])));
  await become(helper, 'contributor');
  await become(owning, 'owner');
  await owning.agent.post('/api/v1/sessions').send({ email: owning.email, password: owning.password }).expect(201);
  expect([await kinds(helper), await kinds(owning)]).toEqual([[], expect.arrayContaining(['challenge_opened'])]);
});

it('a count asks only the newest whether they are settled', async () => {
  const person = await aPerson(app);
  const tell = (kind: string, many: number, ago: string) => app.db.query(
    `with told as (insert into notification (id, kind, subject_id, occasion, facts, path, created_at)
       select gen_random_uuid(), $1, gen_random_uuid(), gen_random_uuid()::text, '{}', '/work', app_now() from generate_series(1, $2::int) returning id)
     insert into inbox_item (notification_id, person_id, kind, mail, created_at) select id, $3, $1, 'at_once', app_now() - $4::interval from told`,
    [kind, many, person.id, ago],
  );
  await tell('challenge_opened', 2, '1 hour');
  await tell('question_asked', 499, '0');
  expect(await unread(person)).toBe(1);
  await tell('challenge_opened', 150, '0');
  expect(await unread(person)).toBe(100);
});
