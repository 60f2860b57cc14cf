import { buffer } from 'node:stream/consumers';
import { type Actor, after, anonymous, day, systemActor } from '@app/kernel';
import { Challenges } from '@app/challenges';
import { BlindView, Submissions } from '@app/submissions';
import { aStaffMember, joinsStaff } from '../../../libs/identity/testing';
import { aChallenge, aPhase, aSponsor, asSeen, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { anEntry, aPdf, aSubmission, closePhase, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
let sponsor: TestSponsor;
let submissions: Submissions;
let blindView: BlindView;
let judge: Actor;

/** Whoever listens would look for the decision, which judging keeps. */
const forgetDecided = () => app.db.query(`delete from outbox where name = 'challenge.phase_decided'`);

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  submissions = app.app.get(Submissions, { strict: false });
  blindView = app.app.get(BlindView, { strict: false });
  judge = { ...anonymous, capacity: 'judge', personId: sponsor.owner.id };
});
afterAll(() => app?.close());

const open = async (edits: Record<string, unknown> = {}): Promise<TestChallenge> => aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now(), edits) });
const phaseOf = (challenge: TestChallenge, at = 0) => app.db.query<{ id: string }>('select id from phase where challenge_id = $1 order by position', [challenge.id]).then((rows) => rows[at]!.id);

describe('once the phase is closed', () => {
  let challenge: TestChallenge;
  let told: TestSubmission;
  let plain: TestSubmission;

  beforeAll(async () => {
    challenge = await open();
    told = await aSubmission(app, await anEntry(app, challenge), { text: 'Bend it.', files: [{ name: 'Plan by Ada.pdf', content: Buffer.from(aPdf().toString().replace('/Catalog', '/Catalog/Author(Ada)')) }, { name: 'Ada.txt', content: Buffer.from('Words') }] });
    plain = await aSubmission(app, await anEntry(app, challenge));
    await aSubmission(app, await anEntry(app, challenge), { state: 'draft' });
    expect(await submissions.submittedIn(app.db, await phaseOf(challenge))).toEqual([]);
    expect(await refused(blindView.open(judge, told.id, { reader: 'judge' }))).toBe('request_not_found');
    await closePhase(app, challenge);
  });

  const refused = (work: Promise<unknown>) => work.then(() => 'not refused', (error: { code: string }) => error.code);

  it('lists what was handed in, under numbers drawn by lot', async () => {
    const listed = await submissions.submittedIn(app.db, await phaseOf(challenge));
    expect(listed.map(({ entryNumber }) => entryNumber)).toEqual([1, 2]);
    expect(listed.map(({ submissionId, entryId, memberPersonIds, state }) => ({ submissionId, entryId, memberPersonIds, state })).sort((a, b) => (a.submissionId < b.submissionId ? -1 : 1))).toEqual(
      [told, plain].map(({ id, entry }) => ({ submissionId: id, entryId: entry.id, memberPersonIds: [entry.solver.id], state: 'under_review' })).sort((a, b) => (a.submissionId < b.submissionId ? -1 : 1)),
    );
  });

  it('shows judges everything but who wrote it, and tells the author that it was opened', async () => {
    const blind = await blindView.open(judge, told.id, { reader: 'judge' });
    expect(blind).toEqual({
      submissionId: told.id, entryNumber: expect.any(Number), submittedAt: expect.any(Date),
      answers: [{ key: 'criterion-1', label: 'Works', text: 'Bend it.' }, { key: 'criterion-2', label: 'Cost', text: 'Bend it.' }],
      files: [
        { fileId: expect.any(String), name: 'File 1.pdf', mediaType: 'application/pdf', size: aPdf().length + 12, isAnonymous: true },
        { fileId: expect.any(String), name: 'File 2.txt', mediaType: 'text/plain', size: 5, isAnonymous: true },
      ],
    });
    const { details, content } = await blindView.openFile(judge, told.id, blind.files[0]!.fileId, { reader: 'judge' });
    const bytes = (await buffer(content)).toString();
    expect([details.name, bytes.includes('Ada'), bytes.startsWith('%PDF')]).toEqual(['File 1.pdf', false, true]);
    expect(await refused(blindView.openFile(judge, plain.id, blind.files[0]!.fileId, { reader: 'judge' }))).toBe('request_not_found');

    const { body } = await told.entry.solver.agent.get(`${told.path}/openings?limit=2`).expect(200);
    expect(body.items).toEqual([
      { at: expect.any(String), opener: 'judge', name: null, organisation: null, thing: 'file', fileId: expect.stringMatching(/^fil_/) },
      { at: expect.any(String), opener: 'judge', name: null, organisation: null, thing: 'submission', fileId: null },
    ]);
  });

  it('lets the sponsor question a submission and staff decide, with a ground its author is told', async () => {
    const proposal = { clause: 3, reason: 'This was published elsewhere by others.' };
    const path = `/api/v1/submissions/${told.publicId}/eligibility-proposal`;
    const admin = `/api/v1/admin/submissions/${told.publicId}/eligibility`;
    const decision = { outcome: 'ineligible', ground: 'not_own_work', statement: 'The drawing is from a catalogue.' };
    const [moderator, finance] = [await aStaffMember(app, 'moderator'), await aStaffMember(app, 'finance')];

    expect(refusal(await told.entry.solver.agent.put(path).send(proposal))).toEqual([404, 'request_not_found']);
    expect(refusal(await sponsor.owner.agent.put(path).send({ ...proposal, clause: 9 }))).toEqual([422, 'request_invalid']);
    expect(refusal(await moderator.agent.put(admin).send(decision))).toEqual([409, 'submission_nothing_proposed']);
    await sponsor.owner.agent.put(path).send(proposal).expect(202);
    expect(refusal(await sponsor.owner.agent.put(path).send(proposal))).toEqual([409, 'submission_already_proposed']);

    expect(refusal(await finance.agent.get('/api/v1/admin/eligibility-reviews'))).toEqual([403, 'request_forbidden']);
    expect((await moderator.agent.get('/api/v1/admin/eligibility-reviews').expect(200)).body).toEqual({
      items: [{
        id: expect.stringMatching(/^elr_/), submissionId: told.publicId, challengeId: challenge.publicId, challengeTitle: 'Less waste on the line', ...proposal,
        clauseText: expect.stringContaining('own'), proposedAt: expect.any(String), dueAt: expect.any(String),
      }],
    });
    expect(refusal(await moderator.agent.put(admin).send({ outcome: 'ineligible' }))).toEqual([422, 'request_invalid']);
    expect((await moderator.agent.put(admin).send(decision).expect(200)).body).toEqual({ submissionId: told.publicId, state: 'ineligible' });
    expect(refusal(await moderator.agent.put(admin).send(decision))).toEqual([409, 'submission_nothing_proposed']);

    const seen = await told.entry.solver.agent.get(told.path).expect(200);
    expect([seen.body.state, seen.body.refusal]).toEqual(['ineligible', { clause: 3, ground: 'not_own_work', statement: decision.statement, at: expect.any(String) }]);
    await app.drain();
    const mail = app.mails(told.entry.solver.email).at(-1)!;
    expect([mail.subject, mail.text.includes(decision.statement)]).toEqual(['Your submission was found ineligible', true]);
    expect((await submissions.submittedIn(app.db, await phaseOf(challenge))).map(({ submissionId }) => submissionId)).toEqual([plain.id]);
  });

  it('questions nothing while the phase is being decided: no award waits for an answer that comes too late', async () => {
    const deciding = await open();
    const one = await aSubmission(app, await anEntry(app, deciding));
    await closePhase(app, deciding);
    const phaseId = await phaseOf(deciding);
    const challenges = app.app.get(Challenges, { strict: false });
    const proposal = await app.db.change(systemActor('spec'), async (tx) => {
      await challenges.lock(tx, deciding.id);
      await challenges.lockPhase(tx, phaseId);
      const asked = sponsor.owner.agent.put(`/api/v1/submissions/${one.publicId}/eligibility-proposal`).send({ clause: 1, reason: 'They are our cousins.' }).then((answer) => answer);
      await Promise.race([asked, new Promise((go) => setTimeout(go, 500))]);
      await submissions.giveResults(tx, [{ submissionId: one.id, band: 'fair', reason: 'Because.' }]);
      await challenges.phaseDecided(tx, phaseId, { resultsAt: tx.now, isLast: true, outcome: 'unawarded' });
      return { asked };
    });
    await forgetDecided();
    expect(refusal(await proposal.asked)).toEqual([409, 'request_wrong_state']);
  });

  it('keeps staff who belong to one side out of the decision', async () => {
    const insider = await aStaffMember(app, 'moderator');
    const conflicted = await open();
    const entry = await anEntry(app, conflicted);
    const rival = await anEntry(app, conflicted);
    const { publicId } = await aSubmission(app, entry);
    await closePhase(app, conflicted);
    await sponsor.owner.agent.put(`/api/v1/submissions/${publicId}/eligibility-proposal`).send({ clause: 1, reason: 'They are our cousins.' }).expect(202);
    await app.db.query(`insert into member (id, organisation_id, person_id, roles, joined_at, version) select gen_random_uuid(), organisation_id, $2, '{contributor}', now(), 1 from entry where id = $1`, [entry.id, insider.id]);
    await joinsStaff(app, rival.solver, 'moderator');
    for (const { agent } of [insider, rival.solver]) {
      expect(refusal(await agent.get(`/api/v1/admin/submissions/${publicId}`))).toEqual([403, 'submission_own_organisation']);
      expect(refusal(await agent.put(`/api/v1/admin/submissions/${publicId}/eligibility`).send({ outcome: 'ineligible', ground: 'not_own_work', statement: 'It is known.' }))).toEqual([403, 'submission_own_organisation']);
    }
  });
});

it('lets only finalists into the next phase', async () => {
  const now = await app.clock.now();
  const prizes = [{ kind: 'placement' as const, place: 1, title: 'Winner' }];
  const phases = [
    aPhase(now, { opensAt: after(now, 7 * day).toISOString(), closesAt: after(now, 14 * day).toISOString(), prizes: [] }),
    aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 60 * day).toISOString(), prizes }),
  ];
  const challenge = await open({ phases });
  const [finalist, other] = [await aSubmission(app, await anEntry(app, challenge)), await aSubmission(app, await anEntry(app, challenge))];
  await closePhase(app, challenge);
  const firstPhase = await phaseOf(challenge);
  await app.db.change(systemActor('spec'), async (tx) => {
    await submissions.giveResults(tx, [{ submissionId: finalist.id, band: 'finalist', reason: 'Because.' }, { submissionId: other.id, band: 'fair', reason: 'Because.' }]);
    await app.app.get(Challenges, { strict: false }).phaseDecided(tx, firstPhase, { resultsAt: tx.now, isLast: false, outcome: 'unawarded' });
  });
  await forgetDecided();
  expect((await finalist.entry.solver.agent.get(finalist.path).expect(200)).body).toMatchObject({ state: 'judged', band: 'finalist', reason: 'Because.' });

  await app.clock.set(after(now, 45 * day));
  await app.drain();
  const second = (await asSeen(sponsor.owner.agent, challenge.publicId)).phases[1]!.id;
  const draft = ({ entry }: TestSubmission) => `/api/v1/entries/${entry.publicId}/submissions/${second}/draft`;
  const save = (one: TestSubmission) => one.entry.solver.agent.put(draft(one)).set('if-match', '"0"').send({ answers: [{ question: 'criterion-1', text: 'More.' }] });
  expect(refusal(await save(other))).toEqual([409, 'submission_not_in_phase']);
  expect(refusal(await other.entry.solver.agent.get(draft(other)))).toEqual([409, 'submission_not_in_phase']);
  expect((await save(finalist).expect(200)).body).toMatchObject({ phaseId: second, version: 1, answers: [{ text: 'More.' }] });
});
