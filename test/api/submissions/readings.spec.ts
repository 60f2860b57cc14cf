import { aMember, aPerson, aStaffMember } from '../../../libs/identity/testing';
import { aChallenge, aPhase, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aPdf, aSolver, aSubmission, closePhase, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

/** What the sponsor's people and staff read after a phase has closed. */
let app: TestApp;
let sponsor: TestSponsor;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
});
afterAll(() => app?.close());

const open = async (edits: object = {}): Promise<TestChallenge> => aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now(), edits) });
const phaseOf = ({ phases }: TestChallenge) => phases[0]!.id;
const list = (who: Parameters<typeof client>[0], challenge: TestChallenge, query = {}) => client(who).GET('/api/v1/phases/{id}/submissions', { params: { path: { id: phaseOf(challenge) }, query } });
const read = (who: Parameters<typeof client>[0], { publicId, entry }: TestSubmission) => client(who).GET('/api/v1/phases/{id}/submissions/{submissionId}', { params: { path: { id: phaseOf(entry.challenge), submissionId: publicId } } });
const fileOf = ({ publicId, entry }: TestSubmission, fileId: string) => `/api/v1/phases/${phaseOf(entry.challenge)}/submissions/${publicId}/files/${fileId}`;
const question = (submission: TestSubmission) => ok(client(sponsor.owner).PUT('/api/v1/submissions/{id}/eligibility-proposal', { params: { path: { id: submission.publicId } }, body: { clause: 1, reason: 'They are our cousins.' } }));

/** A closed phase with one telling submission. */
async function closed(edits: object = {}, files = [{ name: 'Plan by Ada.pdf', content: Buffer.from(aPdf().toString().replace('/Catalog', '/Catalog/Author(Ada)')) }]) {
  const challenge = await open(edits);
  const solver = await aSolver(app, { name: 'Ada Xylander' });
  const submission = await aSubmission(app, await anEntry(app, challenge, solver), { text: 'Bend it.', files });
  await closePhase(app, challenge);
  return { challenge, solver, submission };
}

it('is sealed to the sponsor until the phase closes', async () => {
  const challenge = await open();
  const submission = await aSubmission(app, await anEntry(app, challenge));
  expect(await refused(list(sponsor.owner, challenge))).toBe('409 submission_sealed');
  expect(await refused(read(sponsor.owner, submission))).toBe('404 request_not_found');
});

it('lists by number, page by page, without opening anything; then opens blind, and the author sees by whom', async () => {
  const { challenge, submission, solver } = await closed();
  const { items } = await ok(list(sponsor.owner, challenge));
  expect(items).toEqual([{ id: submission.publicId, label: 'Entry 1', state: 'under_review', band: null, isQuestioned: false, solver: null, can: ['open', 'propose'] }]);
  const opened = await ok(read(sponsor.owner, submission));
  const [file] = opened.files;
  expect(opened).toEqual({
    ...items[0],
    answers: [{ key: 'criterion-1', label: 'Works', text: 'Bend it.' }, { key: 'criterion-2', label: 'Cost', text: 'Bend it.' }],
    files: [{ id: expect.stringMatching(/^fil_/), name: 'File 1.pdf', mediaType: 'application/pdf', size: expect.any(Number), isAnonymous: true }],
  });
  const bytes = await sponsor.owner.agent.get(fileOf(submission, file!.id)).buffer(true).expect(200);
  expect(bytes.headers['content-disposition']).toBe(`attachment; filename="File 1.pdf"; filename*=UTF-8''File%201.pdf`);
  expect(String(bytes.body)).toMatch(/^%PDF(?![^]*Ada)/);
  const { items: openings } = await ok(client(solver).GET('/api/v1/submissions/{id}/openings', { params: { path: { id: submission.publicId }, query: { limit: 2 } } }));
  const by = { at: expect.any(String), opener: 'sponsor', name: sponsor.owner.name, organisation: sponsor.organisation.name };
  expect(openings).toEqual([{ ...by, thing: 'file', fileId: file!.id }, { ...by, thing: 'submission', fileId: null }]);
});

it('goes on page by page', async () => {
  const challenge = await open();
  for (let n = 0; n < 3; n++) await aSubmission(app, await anEntry(app, challenge));
  await aSubmission(app, await anEntry(app, challenge), { state: 'draft' });
  await closePhase(app, challenge);
  const first = await ok(list(sponsor.owner, challenge, { limit: 2 }));
  const second = await ok(list(sponsor.owner, challenge, { limit: 2, after: first.next }));
  expect([first, second].map(({ items, next }) => [items.map(({ label }) => label), next !== undefined])).toEqual([[['Entry 1', 'Entry 2'], true], [['Entry 3'], false]]);
});

it('is there for nobody else', async () => {
  const { challenge, submission, solver } = await closed();
  const contributor = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
  const other = await aSponsor(app);
  for (const who of [contributor, other.owner, solver, await aPerson(app), await aStaffMember(app, 'moderator')]) {
    expect([await refused(list(who, challenge)), await refused(read(who, submission))]).toEqual(['404 request_not_found', '404 request_not_found']);
  }
  const stray = await closed();
  expect(await refused(client(sponsor.owner).GET('/api/v1/phases/{id}/submissions/{submissionId}', { params: { path: { id: phaseOf(challenge), submissionId: stray.submission.publicId } } }))).toBe('404 request_not_found');
});

it('names the solver after the results, and gives files as they were sent', async () => {
  const challenge = await open();
  const solver = await aSolver(app, { name: 'Ada Xylander' });
  const submission = await aSubmission(app, await anEntry(app, challenge, solver), { files: [{ name: 'Plan by Ada.pdf', content: Buffer.from(aPdf().toString().replace('/Catalog', '/Catalog/Author(Ada)')) }] });
  const judge = await aJudge(app, sponsor, challenge);
  await closePhase(app, challenge);
  await judgeAll(judge, () => 8);
  await app.drain();
  const opened = await ok(read(sponsor.owner, submission));
  expect(opened).toMatchObject({ state: 'judged', band: 'winner', solver: { organisationId: expect.stringMatching(/^org_/), people: ['Ada Xylander'] }, files: [{ name: 'Plan by Ada.pdf' }], can: ['open'] });
  const bytes = await sponsor.owner.agent.get(fileOf(submission, opened.files[0]!.id)).buffer(true).expect(200);
  expect(String(bytes.body)).toContain('Ada');
});

it('keeps back a file that may name its author until names are out', async () => {
  const now = await app.clock.now();
  const zip = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.alloc(40)]);
  const phases = [aPhase(now, { form: { questions: [{ key: 'how', label: 'How?', isRequired: true, maxLength: 500 }], fileTypes: ['application/zip'], maxFiles: 1, allowNotAnonymised: true }, prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] } as never)];
  const { submission } = await closed({ phases }, [{ name: 'ada.zip', content: zip }]);
  const { files: [file] } = await ok(read(sponsor.owner, submission));
  expect(file).toMatchObject({ name: 'File 1.zip', isAnonymous: false });
  const refusal = await sponsor.owner.agent.get(fileOf(submission, file!.id));
  expect([refusal.status, refusal.body.code]).toEqual([409, 'submission_opens_later']);
  expect(await app.db.query('select can_be_anonymous from stored_file where data_key_id = $1', [submission.id])).toEqual([{ can_be_anonymous: false }]);
});

it('a search for partners is named from the start', async () => {
  const { challenge, submission } = await closed();
  // readiness does not let one open yet: its judges would read it blind
  await app.db.query(`update challenge set kind = 'partner_search' where id = $1`, [challenge.id]);
  expect((await ok(list(sponsor.owner, challenge))).items).toMatchObject([{ solver: { people: ['Ada Xylander'] } }]);
  expect((await ok(read(sponsor.owner, submission))).files).toMatchObject([{ name: 'Plan by Ada.pdf' }]);
});

it('staff read what they decide on, blind, only while it is questioned and not their own', async () => {
  const { submission, solver } = await closed();
  const moderator = await aStaffMember(app, 'moderator');
  const asStaff = (who: Parameters<typeof client>[0]) => client(who).GET('/api/v1/admin/submissions/{id}', { params: { path: { id: submission.publicId } } });
  expect(await refused(asStaff(moderator))).toBe('404 request_not_found');
  await question(submission);
  expect((await ok(read(sponsor.owner, submission)))).toMatchObject({ isQuestioned: true, can: ['open'] });
  const opened = await ok(asStaff(moderator));
  expect(opened).toMatchObject({ label: 'Entry 1', solver: null, isQuestioned: true, can: ['open'], files: [{ name: 'File 1.pdf', isAnonymous: true }] });
  const bytes = await moderator.agent.get(`/api/v1/admin/submissions/${submission.publicId}/files/${opened.files[0]!.id}`).buffer(true).expect(200);
  expect(String(bytes.body).includes('Ada')).toBe(false);
  expect(await refused(asStaff(await aStaffMember(app, 'support')))).toBe('403 request_forbidden');
  const insider = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor'], await aStaffMember(app, 'moderator'));
  expect(await refused(asStaff(insider))).toBe('403 submission_own_organisation');
  const { items: openings } = await ok(client(solver).GET('/api/v1/submissions/{id}/openings', { params: { path: { id: submission.publicId }, query: { limit: 1 } } }));
  expect(openings).toMatchObject([{ opener: 'staff', name: moderator.name, thing: 'file' }]);
  await ok(client(moderator).PUT('/api/v1/admin/submissions/{id}/eligibility', { params: { path: { id: submission.publicId } }, body: { outcome: 'eligible' } }));
  expect(await refused(asStaff(moderator))).toBe('404 request_not_found');
});
