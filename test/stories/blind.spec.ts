import { after, day, hour, minute, showId } from '@app/kernel';
import { Pauses } from '@app/challenges';
import { catalogue } from '@app/notifications';
import { aPaidChallenge, paidBy, passAppeals, passDays, prizes, sponsorOpens } from '../../libs/bounties/testing';
import { aChallenge, aPhase, asSeen, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { aMember, anOrganisation, aPerson, asStaff, aStaffMember, type TestPerson } from '../../libs/identity/testing';
import { aJudge, judgeAll } from '../../libs/judging/testing';
import { appeals, decides, decidesAppeal, lifts, reports, someFacts } from '../../libs/moderation/testing';
import { aPayee } from '../../libs/payments/testing';
import { anEntry, aPdf, aSolver, aSubmission, closePhase, type TestSolver } from '../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../support/app';
import { client, ok } from '../support/client';

/** Who must not know yet who entered is told of much. What they are told, in every kind that says it is blind, names no solver. */
let app: TestApp;
let moderator: TestPerson;
/** Of a company, and for herself. */
let quill: TestSolver;
let brand: TestSolver;

const file = 'quokka-belt.pdf';
/** These speak of decisions that wait for a second person; their facts are the decision's id and dates. */
const untold = ['appeal_waits', 'hold_waits'];

beforeAll(async () => {
  app = await startTestApp();
  moderator = await aStaffMember(app, 'moderator');
  const owner = await aPerson(app, { name: 'Xanthippe Quill', email: 'x.quill@quillworks.example' });
  quill = { ...owner, organisationId: (await anOrganisation(app, owner, { name: 'Quillworks and Daughters' })).id };
  brand = await aSolver(app, { name: 'Ysolde Brand', email: 'ysolde@brand.example' });
});
afterEach(async () => expect((await told()).traces).toEqual([]));
afterAll(() => app?.close());

const at = async (time: Date) => {
  await app.clock.set(time);
  await app.drain();
};
const endOf = async (challenge: TestChallenge, sponsor: TestSponsor) => (await asSeen(sponsor.owner.agent, challenge.publicId)).phases[0]!.judgingEndsAt;

/** The blind kinds that were told, and what stands of the solvers in what was kept of them, what is said of it, and what was mailed. */
async function told(): Promise<{ kinds: string[]; traces: string[] }> {
  const people = [quill, brand].flatMap(({ id, name, email, organisationId }) => [...name.split(' '), email, id, showId('person', id), organisationId, showId('organisation', organisationId as never)]);
  const words = [...people, 'Quillworks', 'Daughters', file].map((word) => word.toLowerCase());
  const rows = await app.db.query<{ id: string; kind: string; facts: never; path: string }>('select id, kind, facts, path from notification');
  const blind = rows.filter(({ kind }) => catalogue[kind]!.isBlind).map(({ facts, path, ...one }) => ({ ...one, said: catalogue[one.kind]!.words(facts, { locale: 'en' }), text: JSON.stringify([facts, path]) }));
  const readers = await app.db.query<{ id: string; email: string }>('select i.notification_id as id, p.email::text as email from inbox_item i join person p on p.id = i.person_id');
  const texts = blind.flatMap(({ id, kind, said, text }) => {
    const mails = readers.filter((reader) => reader.id === id).flatMap(({ email }) => app.mails(email).filter(({ subject }) => subject === said.subject));
    return [text, ...[said, ...mails.map(({ to: _, ...mail }) => mail)].map((one) => JSON.stringify(one))].map((one) => [kind, one.toLowerCase()] as const);
  });
  const traces = texts.flatMap(([kind, text]) => words.filter((word) => text.includes(word)).map((word) => `${kind}: ${word}`));
  return { kinds: [...new Set(blind.map(({ kind }) => kind))].sort(), traces: [...new Set(traces)] };
}

/** Both hand in. */
async function enter(challenge: TestChallenge): Promise<void> {
  for (const solver of [quill, brand]) await aSubmission(app, await anEntry(app, challenge, solver), { files: [{ name: file, content: aPdf() }] });
}

it('while nobody decides: a question, a pause, judges who go, scores that are due, a turn, silence, more time, and what goes back', async () => {
  const sponsor = await aSponsor(app, 'Bakery Jansen');
  await aMember(app, sponsor.owner, sponsor.organisation, ['treasurer']);
  const edits = { noAwardRule: 'extend_once' as const, decisionRule: 'sponsor_choice' as const, phases: [aPhase(await app.clock.now(), prizes(1_000))] };
  const challenge = await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor), edits });
  const [judge, dismissed, tied] = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge)];
  await enter(challenge);
  await ok(client(quill).POST('/api/v1/challenges/{id}/questions', { params: { path: { id: challenge.publicId } }, body: { text: 'Does Xanthippe Quill have to come?' } }));
  const path = { id: challenge.publicId, phaseId: challenge.phases[0]!.id, seatId: dismissed.seat };
  await ok(client(sponsor.owner).DELETE('/api/v1/challenges/{id}/phases/{phaseId}/judges/{seatId}', { params: { path }, body: { reason: 'Knows Xanthippe Quill.' } }));
  await aMember(app, quill, { publicId: showId('organisation', quill.organisationId as never) }, ['contributor'], tied);
  await app.db.change(await asStaff(app, moderator), (tx) => app.app.get(Pauses).pause(tx, challenge.id, { reason: 'report', note: 'Xanthippe Quill wrote to us.' }));
  await passDays(app, 1);
  await app.db.change(await asStaff(app, moderator), (tx) => app.app.get(Pauses).resume(tx, challenge.id, { note: 'Xanthippe Quill was wrong.' }));
  await app.drain();
  await closePhase(app, await asSeen(sponsor.owner.agent, challenge.publicId));
  await sponsorOpens(sponsor, challenge);

  const first = await endOf(challenge, sponsor);
  for (const days of [-3, 0, 7, 30]) await at(after(first, days * day));
  await judgeAll(judge, () => 2);
  const second = await endOf(challenge, sponsor);
  for (const days of [0, 30, 34, 48]) await at(after(second, days * day));
  const { kinds } = await told();
  for (const kind of ['your_turn', 'paused_judge', 'judging_extended_sponsor', 'judging_extended_judge', 'judge_excluded', 'declaration_reminded']) expect(kinds).toContain(kind);
});

it('when staff cancel it, and what is split among those who handed in is paid', async () => {
  const { sponsor, challenge } = await aPaidChallenge(app);
  await aJudge(app, sponsor, challenge);
  await enter(challenge);
  const note = 'It asks for what the law forbids.';
  await ok(client(moderator).PUT('/api/v1/admin/challenges/{id}/cancellation', { params: { path: { id: challenge.publicId } }, body: { reason: 'platform', note } }));
  await app.drain();
  await passAppeals(app);
  await aPayee(app, quill, quill.organisationId as never);
  await app.drain();
  expect((await told()).kinds).toEqual(expect.arrayContaining(['cancelled_sponsor', 'cancelled_judge', 'payment_made']));
});

it('where a later phase is never paid for', async () => {
  const [now, sponsor] = [await app.clock.now(), await aSponsor(app)];
  const later = { kind: 'prototype' as const, opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 90 * day).toISOString() };
  const challenge = await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor, 1_000), edits: { phases: [aPhase(now, prizes(1_000)), aPhase(now, { ...later, ...prizes(9_000) })] } });
  const judge = await aJudge(app, sponsor, challenge);
  await enter(challenge);
  await closePhase(app, challenge);
  await judgeAll(judge, () => 8);
  for (const time of [challenge.phases[1]!.opensAt, challenge.phases[1]!.closesAt]) await at(time);
  expect((await told()).kinds).toEqual(expect.arrayContaining(['phase_unpaid', 'never_paid_sponsor']));
});

it('when an entrant reports the sponsor, and staff refuse one report and act on another', async () => {
  const sponsor = await aSponsor(app);
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
  await enter(challenge);
  for (const [who, finding] of [[brand, 'no_breach'], [quill, 'breach']] as const) {
    const { id } = await ok(reports(who, 'challenge', challenge.publicId, 'copying', `I am ${who.name}, and the text is mine.`));
    await ok(client(moderator).PUT('/api/v1/admin/reports/{id}/answer-request', { params: { path: { id } }, body: { text: 'Where does the text come from?' } }));
    await app.drain();
    await app.clock.shift(72 * hour + minute);
    await app.drain();
    await ok(decides(moderator, id, finding, finding === 'breach' ? ['suspend_organisation'] : []));
    await app.drain();
  }
  const { items } = await ok(client(sponsor.owner).GET('/api/v1/me/statements'));
  await ok(appeals(sponsor.owner, items[0]!.id));
  await ok(decidesAppeal(await aStaffMember(app, 'moderator'), items[0]!.id, 'reversed'));
  const again = { kind: 'organisation' as const, id: sponsor.organisation.publicId, ground: 'Section 4 of the terms.', facts: someFacts, measures: ['suspend_organisation' as const], days: null };
  const { id } = await ok(client(moderator).POST('/api/v1/admin/decisions', { body: again }));
  await ok(lifts(moderator, id));
  await app.drain();
  expect((await told()).kinds).toEqual(expect.arrayContaining(['report_answer_asked', 'report_refused', 'report_acted_on', 'statement_given', 'moderation_appeal_decided', 'decision_lifted']));
});

it('when staff check a sponsor’s organisation, and give and take a role of staff', async () => {
  const [sponsor, operator] = [await aSponsor(app), await aStaffMember(app, 'operator', 'support')];
  const check = `/api/v1/admin/organisations/${sponsor.organisation.publicId}/verification`;
  const { version } = (await moderator.agent.get(check).expect(200)).body as { version: number };
  await moderator.agent.put(check).set('if-match', `"${version}"`).send({ isVerified: true, reason: 'Register extract seen.' }).expect(200);
  const { id } = (await operator.agent.post('/api/v1/admin/staff').send({ email: sponsor.owner.email, role: 'support', reason: 'Joins the help desk.' }).expect(201)).body as { id: string };
  await app.drain();
  await operator.agent.delete(`/api/v1/admin/staff/${id}`).send({ reason: 'Leaves the help desk.' }).expect(204);
  await app.drain();
  expect((await told()).kinds).toEqual(expect.arrayContaining(['organisation_checked', 'staff_role_granted', 'staff_role_taken']));
});

it('and those were all the blind kinds there are', async () => {
  expect((await told()).kinds).toEqual(Object.keys(catalogue).filter((kind) => catalogue[kind]!.isBlind && !untold.includes(kind)).sort());
});
