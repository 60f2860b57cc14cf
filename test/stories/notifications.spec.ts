import { after, day, readId, systemActor } from '@app/kernel';
import { catalogue } from '@app/notifications';
import { Registry } from '@app/platform';
import { aChallenge, aPhase, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { aMember, aPerson, type TestPerson } from '../../libs/identity/testing';
import { aJudge, judgeAll, type TestJudge } from '../../libs/judging/testing';
import { anEntry, aSolver, aSubmission, closePhase, type TestEntry } from '../../libs/submissions/testing';
import { sign } from '../../libs/bounties/testing';
import { startTestApp, type TestApp } from '../support/app';
import { client, ok } from '../support/client';

let app: TestApp;
let sponsor: TestSponsor;
let people: Record<string, TestPerson>;
let challenge: TestChallenge;
let entries: Record<'sent' | 'begun' | 'none' | 'gone', TestEntry>;
let judge: TestJudge;

const secret = 'QuokkaBelt7';
const names = ['Xanthippe Quill', 'Ysolde Brand'];

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app, 'Bakery Jansen');
  const owner = sponsor.owner;
  people = { owner, stranger: await aPerson(app) };
  for (const role of ['manager', 'treasurer', 'contributor'] as const) people[role] = await aMember(app, owner, sponsor.organisation, [role]);
});
afterAll(() => app?.close());

/** Who has a kind in their inbox, by what they are called here; nobody has it twice. */
async function told(kind: string): Promise<string[]> {
  const rows = await app.db.query<{ email: string }>('select p.email::text as email from inbox_item i join notification n on n.id = i.notification_id join person p on p.id = i.person_id where n.kind = $1', [kind]);
  return rows.map(({ email }) => Object.entries(people).find(([, person]) => person.email === email)?.[0] ?? email).sort();
}

/** Everything that was told to one person, and all of their mail. */
const allOf = async ({ email, agent }: TestPerson) => JSON.stringify([(await ok(client(agent).GET('/api/v1/me/inbox', { params: { query: { limit: 100 } } }))).items, app.mails(email)]);

/** Every row and every mail there is. */
const everything = async () => JSON.stringify([await app.db.query('select * from notification'), app.mails()]);

it('a challenge opens: its managers are told, and solvers it was matched with, with the words they share', async () => {
  const [suiting, other] = [await aSolver(app, { name: 'Ada Solver' }), await aPerson(app)];
  people = { ...people, suiting, other };
  const { version } = await ok(client(suiting).GET('/api/v1/organisations/{id}', { params: { path: { id: (await ok(client(suiting).GET('/api/v1/me'))).memberships[0]!.organisation.id } } }));
  const organisationId = (await ok(client(suiting).GET('/api/v1/me'))).memberships[0]!.organisation.id;
  await ok(client(suiting).PATCH('/api/v1/organisations/{id}', { params: { path: { id: organisationId }, header: { 'If-Match': `"${version}"` } }, body: { about: 'We build belts for bakeries. Loaves stay whole.' } }));
  await app.drain();
  const now = await app.clock.now();
  challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(now, { phases: [aPhase(now, { prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] })] }) });
  await app.drain();
  expect(await told('review_approved')).toEqual(['manager', 'owner']);
  expect(await told('challenge_opened')).toEqual(['manager', 'owner']);
  expect(await told('challenge_matched')).toEqual(['suiting']);
  const [match] = (await ok(client(suiting).GET('/api/v1/me/inbox'))).items;
  expect(match).toMatchObject({
    kind: 'challenge_matched', title: 'A challenge that may suit you: Less waste on the line', path: `/challenges/${challenge.slug}`,
    reason: 'You receive this because your organisation wants to be matched with challenges.', readAt: null, doneAt: null,
  });
});

it('it closes soon: those who have not handed in, or changed it since, are told once; nobody else is', async () => {
  const [first, second] = [await aSolver(app, { name: names[0] }), await aSolver(app, { name: names[1] })];
  entries = { sent: await anEntry(app, challenge, first), begun: await anEntry(app, challenge, second), none: await anEntry(app, challenge), gone: await anEntry(app, challenge) };
  for (const [name, entry] of Object.entries(entries)) people[name] = entry.solver;
  judge = await aJudge(app, sponsor, challenge);
  people.judge = judge;
  await aSubmission(app, entries.sent, { text: `Bend it: ${secret}.` });
  await aSubmission(app, entries.begun, { text: `Begun: ${secret}.`, state: 'draft' });
  await ok(client(entries.gone.solver).PUT('/api/v1/entries/{id}/withdrawal', { params: { path: { id: entries.gone.publicId } } }));
  await app.clock.set(after(challenge.phases[0]!.closesAt, -3 * day - 1000));
  await app.drain();
  expect(await told('closing_soon')).toEqual([]);
  await app.clock.shift(2000);
  await app.drain();
  await app.drain();
  expect(await told('closing_soon')).toEqual(['begun', 'none']);
  expect(app.mails(entries.none.solver.email).filter(({ subject }) => subject === 'It closes soon: Less waste on the line')).toHaveLength(1);
  expect(await told('submission_received')).toEqual(['sent']);
  expect(await everything()).not.toContain(secret);
});

it('it closes: the managers hear how many, the judges that they begin, and neither from whom', async () => {
  await closePhase(app, challenge);
  expect(await told('phase_closed')).toEqual(['manager', 'owner']);
  expect(await told('judging_begun')).toEqual(['judge']);
  const [closed] = (await ok(client(sponsor.owner).GET('/api/v1/me/inbox'))).items;
  expect(closed).toMatchObject({ kind: 'phase_closed', text: expect.stringContaining('Phase 1 of “Less waste on the line” takes no more submissions. One was handed in.') });
  await app.clock.set(after(challenge.phases[0]!.judgingEndsAt, -3 * day + 1000));
  await app.drain();
  expect(await told('scores_due')).toEqual(['judge']);
  expect(await everything()).not.toContain(secret);
  for (const blind of [sponsor.owner, people.manager!, judge]) {
    const all = await allOf(blind);
    for (const word of [...names.flatMap((name) => name.split(' ')), ...Object.values(entries).flatMap(({ solver }) => [solver.email])]) expect(all).not.toContain(word);
  }
});

it('it is decided: results to those who handed in, the award to the winner, and what is complete to the managers', async () => {
  await judgeAll(judge, () => 8);
  await app.drain();
  expect(await told('phase_decided')).toEqual(['manager', 'owner']);
  expect(await told('result_given')).toEqual(['sent']);
  expect(await told('award_announced')).toEqual(['sent']);
  const award = (await ok(client(entries.sent.solver).GET('/api/v1/me/awards'))).items[0]!;
  await ok(client(entries.sent.solver).PUT('/api/v1/awards/{id}/acceptance', { params: { path: { id: award.id } } }));
  await sign(`/api/v1/awards/${award.id}`, entries.sent.solver, people.owner!);
  await app.clock.shift(4 * day);
  await app.drain();
  expect(await told('challenge_completed')).toEqual(['manager', 'owner']);
  expect(await everything()).not.toContain(secret);
});

it('strangers, and members without a part in it, were told nothing; nobody was told twice', async () => {
  for (const name of ['stranger', 'other', 'treasurer', 'contributor']) expect((await ok(client(people[name]!).GET('/api/v1/me/inbox'))).items).toEqual([]);
  expect((await ok(client(people.gone!).GET('/api/v1/me/inbox'))).items).toEqual([]);
  const doubled = await app.db.query('select n.kind, n.subject_id, i.person_id from inbox_item i join notification n on n.id = i.notification_id group by 1, 2, 3 having count(*) > 1');
  expect(doubled).toEqual([]);
});

it('an event that comes again tells nobody again', async () => {
  const counts = async () => [(await app.db.query('select from notification')).length, (await app.db.query('select from inbox_item')).length, app.mails().length];
  const before = await counts();
  const phase = { challengeId: challenge.id, phaseId: readId('phase', challenge.phases[0]!.id)! };
  const again: Record<string, object> = { 'Telling.challenge_opened': phase, 'Telling.phase_decided': phase, 'Telling.result_given': { ...phase, submissionId: (await app.db.query<{ id: string }>(`select id from submission where band is not null`))[0]!.id } };
  for (const [handler, payload] of Object.entries(again)) await app.db.change(systemActor('test'), (tx) => app.app.get(Registry).handlers.get(handler)!.run(payload, tx) as Promise<void>);
  const rows = await app.db.query<{ id: string; kind: string }>('select id, kind from notification');
  const everybody = (await app.db.query<{ id: string }>('select distinct person_id as id from inbox_item where notification_id = $1', [rows.find(({ kind }) => kind === 'challenge_opened')!.id])).map(({ id }) => id);
  await app.db.change(systemActor('test'), (tx) => app.app.get(Registry).handlers.get('notifications.deliver')!.run({ notificationId: rows.find(({ kind }) => kind === 'challenge_opened')!.id, people: everybody }, tx) as Promise<void>);
  await app.drain();
  expect(await counts()).toEqual(before);
});

it('subjects hold neither amounts nor, where a challenge is not for everybody, its title', () => {
  const facts = { id: challenge.id, title: 'Hidden title', slug: 's', isPrivate: true, by: '2026-01-01T00:00:00Z', since: '2026-01-01T00:00:00Z', ruleAt: '2026-01-01T00:00:00Z', rule: 'split', number: 1, count: 2, edits: 1, asked: '• e', band: 'winner', reason: 'r', why: 'platform', note: null, place: 'best', words: 'belt', kind: 'placement', prize: 'p', amount: '500000', currency: 'EUR', checkpoint: 'c', commitment: 'c', recordSeq: 1, submittedAt: '2026-01-01T00:00:00Z', appealUntil: '2026-01-01T00:00:00Z', aloneFrom: '2026-01-01T00:00:00Z', dueAt: '2026-01-01T00:00:00Z', ground: 'other_clause', statement: '', clause: 1, clauseText: '', address: '', how: 'annulled', state: 'blocked', answeredAt: '2026-01-01T00:00:00Z', askedAt: '2026-01-01T00:00:00Z', sponsor: 's', recipient: 'r', isPaid: false, side: 'solver', author: 'a', name: 'n', role: 'finance' };
  const subjects = Object.values(catalogue).map((kind) => kind.words(facts, { locale: 'en' }).subject);
  expect(subjects.filter((subject) => /Hidden|5,000|EUR|undefined/.test(subject))).toEqual([]);
});
