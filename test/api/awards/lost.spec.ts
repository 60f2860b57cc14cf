import { after, day } from '@app/kernel';
import { aPhase, aSponsor } from '../../../libs/challenges/testing';
import { aMember, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aJudgedChallenge, awardOf, type JudgedChallenge, passAppeals, prizes, takes } from '../../../libs/bounties/testing';
import { aPayee } from '../../../libs/payments/testing';
import type { TestSolver } from '../../../libs/submissions/testing';
import { withClient } from '../../../apps/standalone/database';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';

/** What everybody is told when an award is lost, and what results say of who follows. */
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

const told = async ({ email }: TestPerson, kind: string) => {
  const rows = await app.db.query<{ id: string }>('select n.id from inbox_item i join notification n on n.id = i.notification_id join person p on p.id = i.person_id where n.kind = $1 and p.email = $2', [kind, email]);
  return rows.length;
};
/** Also what asked for an answer that is not wanted any more. */
const inboxOf = async (person: TestPerson) => (await Promise.all((['open', 'done'] as const).map(async (filter) => (await ok(client(person).GET('/api/v1/me/inbox', { params: { query: { filter, limit: 100 } } }))).items))).flat();
const kindsOf = async (person: TestPerson) => (await inboxOf(person)).filter(({ kind }) => ['award_lost', 'award_lost_sponsor', 'place_changed', 'award_announced'].includes(kind));
const newest = async (person: TestPerson) => (await kindsOf(person))[0]!;
const mailOf = ({ email }: TestPerson) => app.mails(email).at(-1)!;
const results = ({ challenge }: JudgedChallenge) => ok(client(app.http()).GET('/api/v1/phases/{id}/results', { params: { path: { id: challenge.phases[0]!.id } } }));

/** The winner came to belong to the sponsor, and staff annul the award; its state before is `from`. */
async function annul(done: JudgedChallenge, winner: TestSolver, reason: string): Promise<string> {
  const { path } = await awardOf(winner);
  await takes(winner, done.sponsor);
  await aMember(app, done.sponsor.owner, done.sponsor.organisation, ['contributor'], winner);
  await passAppeals(app);
  const moderator = await aStaffMember(app, 'moderator');
  await moderator.agent.put(`/api/v1/admin${path.replace('/api/v1', '')}/contest`).send({ outcome: 'annul', reason }).expect(200);
  await app.drain();
  return path.replace('/api/v1', '');
}

it('an annulled one: its winner, the sponsor and all who were judged are told why; the next is told of the award itself', async () => {
  const done = await aJudgedChallenge(app, [9, 8, 3]);
  const [winner, next, loser] = done.solvers;
  const { owner } = done.sponsor;
  const house = await aSponsor(app, 'House of Payees');
  await withClient(app.database.superuserUrl, (client) => client.query('update entry_member set payee_organisation_id = $1 where entry_id = $2', [house.organisation.id, done.entries[0]!.id]));
  const path = await annul(done, winner!, 'Quagga works for the sponsor.');

  const lost = await newest(winner!);
  expect(lost).toMatchObject({ kind: 'award_lost', title: 'What became of your award: Less waste on the line', path });
  const parts = ['Staff have annulled the award of “First place”', 'nothing left to answer or to accept', 'Quagga works for the sponsor.', 'The agreement about it ended', 'offered to the next', 'support@localhost'];
  for (const part of parts) expect(mailOf(winner!).text).toContain(part);
  expect([mailOf(winner!).subject, mailOf(winner!).unsubscribe]).toEqual([lost.title, undefined]);
  expect(await newest(house.owner)).toMatchObject({ kind: 'award_lost', path });

  const paying = await newest(owner);
  expect(paying).toMatchObject({ kind: 'award_lost_sponsor', title: 'An award has changed: Less waste on the line', path: `/manage/${done.challenge.slug}/results` });
  for (const part of ['Staff have annulled', 'Quagga works for the sponsor.', 'offered to the next']) expect(mailOf(owner).text).toContain(part);

  const other = await newest(loser!);
  expect(other).toMatchObject({ kind: 'place_changed', path: `/challenges/${done.challenge.slug}` });
  for (const part of ['Staff have annulled', 'Quagga works for the sponsor.', 'offered to the next', 'support@localhost']) expect(mailOf(loser!).text).toContain(part);

  expect((await kindsOf(next!)).map(({ kind }) => kind)).toEqual(['award_announced']);
  expect([await told(winner!, 'place_changed'), await told(loser!, 'award_lost'), await told(owner, 'award_lost'), await told(winner!, 'award_lost_sponsor')]).toEqual([0, 0, 0, 0]);
});

it('a declined one: what was typed is for the sponsor, not for the others; the results name who follows as such', async () => {
  const done = await aJudgedChallenge(app, [9, 8, 3], { edits: { decisionRule: 'sponsor_choice' } });
  const [winner, next, loser] = done.solvers;
  const { owner } = done.sponsor;
  expect([await told(owner, 'your_turn'), app.mails(owner.email).at(-1)!.subject]).toEqual([1, 'It is your turn to decide: Less waste on the line']);
  const phase = { params: { path: { id: done.challenge.phases[0]!.id } } };
  const ranking = await ok(client(owner).PUT('/api/v1/phases/{id}/ranking', phase));
  const prizeId = done.challenge.body.phases[0].prizes[0].id as string;
  await ok(client(owner).PUT('/api/v1/phases/{id}/decision', { ...phase, body: { places: [{ prizeId, submissionId: ranking.items[0]!.submissionId }], reason: 'It fits our line best.' } }));
  await app.drain();
  expect(await results(done)).toMatchObject({ how: 'sponsor_choice', hasChanged: false, winners: [{ organisationName: 'Solver 1', isNext: false }] });

  const { path } = await awardOf(winner!);
  await winner!.agent.put(`${path}/refusal`).send({ reason: 'Quagga has no time.' }).expect(200);
  await app.drain();
  expect(await results(done)).toMatchObject({ how: 'sponsor_choice', hasChanged: true, winners: [{ organisationName: 'Solver 2', isNext: true }] });
  expect((await newest(winner!)).text).toContain('Your entry’s award of “First place” in “Less waste on the line” was declined.');
  expect((await newest(owner)).text).toContain('Quagga has no time.');
  const other = await newest(loser!);
  expect([other.kind, other.text.includes('declined it'), other.text.includes('Quagga')]).toEqual(['place_changed', true, false]);
  expect((await kindsOf(next!)).map(({ kind }) => kind)).toEqual(['award_announced']);
});

it('one that nobody answered: the winner is told it is not theirs, and where nobody is left that its money goes back', async () => {
  const done = await aJudgedChallenge(app, [9], { edits: { noAwardRule: 'refund', phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
  const { body } = await awardOf(done.solvers[0]!);
  await app.clock.set(after(new Date(body.respondBy!), 1000));
  await app.drain();
  const lost = await newest(done.solvers[0]!);
  for (const part of ['in time. It is not yours any more.', 'goes back to the sponsor']) expect(lost.text).toContain(part);
  expect(await results(done)).toMatchObject({ hasChanged: true, winners: [] });
});

it('who was compensated stays unknown to the sponsor, also where staff annul it with a reason', async () => {
  const done = await aJudgedChallenge(app, [9]);
  const { id, path } = await awardOf(done.solvers[0]!);
  await app.db.query(`update award set kind = 'compensation', prize_id = null, place = null, respond_by = null, state = 'contested', contested_from = 'announced', due_at = null where id = $1`, [id]);
  const moderator = await aStaffMember(app, 'moderator');
  await moderator.agent.put(`/api/v1/admin${path.replace('/api/v1', '')}/contest`).send({ outcome: 'annul', reason: 'Solver 1 is Quagga.' }).expect(200);
  await app.drain();
  expect((await newest(done.solvers[0]!)).text).toContain('Solver 1 is Quagga.');
  const paying = await newest(done.sponsor.owner);
  expect([paying.kind, /Quagga|Solver/.test(JSON.stringify(paying)), paying.path]).toEqual(['award_lost_sponsor', false, `/challenges/${done.challenge.slug}`]);
});

it('results come with the time to object and whom to write to, and the page of results says until when', async () => {
  const done = await aJudgedChallenge(app, [9, 3]);
  const { decidedAt, objectBy } = await results(done);
  expect(objectBy).toBe(after(new Date(decidedAt), 3 * day).toISOString());
  for (const solver of done.solvers) {
    const mail = app.mails(solver.email).find(({ subject }) => subject === 'The result of your submission: Less waste on the line')!;
    expect(mail.text).toContain(`For 72 hours, until ${objectBy.slice(0, 16).replace('T', ' ')} UTC, you may object to how this was decided: write to support@localhost`);
  }
});

it('a sponsor hears of the money that came in and of each payment that went out, once', async () => {
  const done = await aJudgedChallenge(app, [9]);
  const { owner } = done.sponsor;
  const [treasurer, contributor] = [await aMember(app, owner, done.sponsor.organisation, ['treasurer']), await aMember(app, owner, done.sponsor.organisation, ['contributor'])];
  expect(await told(owner, 'funding_captured')).toBe(1);
  const arrived = app.mails(owner.email).find(({ subject }) => subject === 'Your payment arrived: Less waste on the line')!;
  expect([arrived.text.includes('5,500.00 EUR for “Less waste on the line” have arrived'), /It opens on .* UTC\. An owner or manager/.test(arrived.text)]).toEqual([true, true]);

  const [winner] = done.solvers;
  await aPayee(app, winner!, winner!.organisationId as never);
  await takes(winner!, done.sponsor);
  await passAppeals(app);
  expect([await told(owner, 'payment_made'), await told(treasurer, 'payment_made'), await told(contributor, 'payment_made'), await told(winner!, 'payment_made')]).toEqual([1, 1, 0, 0]);
  const { items } = await ok(client(owner).GET('/api/v1/me/inbox'));
  const made = items.find(({ kind }) => kind === 'payment_made');
  expect(made).toMatchObject({ kind: 'payment_made', title: 'An award was paid: Less waste on the line', text: '5,000.00 EUR that were awarded in “Less waste on the line” are on their way.' });
  expect(made!.text).not.toContain('Solver 1');
});
