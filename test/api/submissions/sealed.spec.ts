import { existsSync, readFileSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { aMember, anOrganisation, aPerson, aStaffMember, aToken } from '../../../libs/identity/testing';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aJudge } from '../../../libs/judging/testing';
import { anEntry, aPdf, aSubmission, closePhase, type TestEntry, type TestSubmission } from '../../../libs/submissions/testing';
import type { Agent } from '../../support/agent';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';
import { asSuperuser, everyBlob, everyRow, keepOutbox, traced, word } from '../../support/traces';

/**
 * A word stands in every field, file and file name of a draft and of a submission. Every other role asks every address with
 * every id; then the mails, every row the outbox ever held, the audit trail, every column of every table, every file on the disk
 * and every line of the log are read. Until the phase closes the word is nowhere.
 */
const planted = {
  draftAnswer: word(), draftFile: word(), draftFileName: word(), unfinishedFile: word(), unfinishedFileName: word(), formFile: word(), formFileName: word(),
  sentAnswer: word(), sentFile: word(), sentFileName: word(), newerAnswer: word(), withdrawnAnswer: word(), withdrawnFile: word(),
};
const secrets = Object.entries(planted);
/** Stands in a public place, to see that what looks would find. */
const control = word();

const isBuilt = existsSync('apps/portal/build/server/index.js');
if (!isBuilt) console.warn('skipped: the portal is not built (npm run build:portal)');

const found = (haystack: string, words = secrets) => traced(haystack, words);

let app: TestApp;
let sponsor: TestSponsor;
let challenge: TestChallenge;
let university: Awaited<ReturnType<typeof anOrganisation>>;
let drafting: TestEntry;
let sending: TestEntry;
let draft: TestSubmission;
let sent: TestSubmission;
let others: Record<string, Agent>;
const ids = new Set<string>();
const logged: string[] = [];

beforeAll(async () => {
  app = await startTestApp({}, { portal: isBuilt });
  await keepOutbox(app.database);
  const write = (...parts: unknown[]) => void logged.push(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
  Logger.overrideLogger({ log: write, warn: write, error: write, debug: write, verbose: write, fatal: write });
  sponsor = await aSponsor(app);
  challenge = await aChallenge(app, sponsor, { state: 'open', title: `Less waste ${control}`, edits: freeDraft(await app.clock.now()) });
  const professor = await aPerson(app);
  university = await anOrganisation(app, professor, { kind: 'university' });
  [drafting, sending] = [await anEntry(app, challenge, { ...professor, organisationId: university.id }), await anEntry(app, challenge)];
  await plant();
  others = await everybodyElse();
  await collectIds();
}, 120_000);
afterAll(async () => {
  await app?.close();
  Logger.overrideLogger(false);
});

async function plant(): Promise<void> {
  const text = (name: string, content: string) => ({ name: `${name}.txt`, content: Buffer.from(`${content} `.repeat(5_000)) });
  draft = await aSubmission(app, drafting, { state: 'draft', text: planted.draftAnswer, files: [text(planted.draftFileName, planted.draftFile), { name: `${planted.formFileName}.pdf`, content: aPdf(planted.formFile) }] });
  const { agent } = drafting.solver;
  const base64 = (value: string) => Buffer.from(value).toString('base64');
  const upload = await agent.post('/files').set('tus-resumable', '1.0.0').set('upload-length', '100').set('upload-metadata', `submission ${base64(draft.publicId)},filename ${base64(`${planted.unfinishedFileName}.txt`)}`).expect(201);
  await agent.patch(upload.headers.location!).set('tus-resumable', '1.0.0').set('upload-offset', '0').set('content-type', 'application/offset+octet-stream').send(Buffer.from(planted.unfinishedFile)).expect(204);

  sent = await aSubmission(app, sending, { text: planted.sentAnswer, files: [text(planted.sentFileName, planted.sentFile)] });
  const { version } = (await sending.solver.agent.get(sending.draftPath).expect(200)).body;
  await sending.solver.agent.put(sending.draftPath).set('if-match', `"${version}"`).send({ answers: [{ question: 'criterion-1', text: planted.newerAnswer }] }).expect(200);

  const leaving = await aSubmission(app, await anEntry(app, challenge), { text: planted.withdrawnAnswer, files: [text('left', planted.withdrawnFile)] });
  await leaving.entry.solver.agent.put(`${leaving.path}/withdrawal`).send({}).expect(200);

  // Refusals must not repeat what they refuse.
  await agent.put(drafting.draftPath).set('if-match', '"77"').send({ answers: [{ question: 'criterion-1', text: planted.draftAnswer }] }).expect(412);
  await agent.put(drafting.draftPath).set('if-match', '"1"').send({ answers: [{ question: planted.draftAnswer, text: planted.draftAnswer.repeat(400) }] }).expect(422);
  await agent.put(drafting.draftPath).set('if-match', '"1"').set('content-type', 'application/json').send(`{"answers": "${planted.draftAnswer}`).expect(400);
  await agent.post(`${draft.path}/files`).attach('file', Buffer.from(planted.formFile), `${planted.formFileName}.png`).expect(422);
  // Nor may a defect of ours tell what it failed on.
  await asSuperuser(app.database, (client) => client.query('revoke update on submission_draft from guildhall_app; revoke insert on stored_file from guildhall_app'));
  expect((await agent.put(drafting.draftPath).set('if-match', '"1"').send({ answers: [{ question: 'criterion-1', text: planted.draftAnswer }] })).status).toBe(500);
  expect((await agent.post(`${draft.path}/files`).attach('file', aPdf(planted.formFile), `${planted.formFileName}.pdf`)).status).toBe(500);
  await asSuperuser(app.database, (client) => client.query('grant update on submission_draft to guildhall_app; grant insert on stored_file to guildhall_app'));
  await app.drain();
}

async function everybodyElse(): Promise<Record<string, Agent>> {
  const { agent } = sponsor.owner;
  const judge = await aPerson(app);
  await agent.post(`/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`).send({ email: judge.email }).expect(201);
  const acceptedJudge = await aJudge(app, sponsor, challenge);
  const rival = await aSubmission(app, await anEntry(app, challenge));
  const scopes = ['organisation:read', 'challenge:read', 'entry:read', 'submission:read', 'judging:read'];
  const people = {
    stranger: await aPerson(app),
    colleague: await aMember(app, drafting.solver, university, ['manager', 'contributor']),
    signatory: await aMember(app, drafting.solver, university, ['signatory']),
    treasurer: await aMember(app, drafting.solver, university, ['treasurer']),
    sponsorsContributor: await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']),
    judge, acceptedJudge,
    moderator: await aStaffMember(app, 'moderator'), finance: await aStaffMember(app, 'finance'), support: await aStaffMember(app, 'support'), operator: await aStaffMember(app, 'operator'),
  };
  return {
    anonymous: app.http(),
    sponsorsOwner: agent,
    rival: rival.entry.solver.agent,
    solversRobot: (await aToken(app, drafting.solver, university, ...scopes)).agent,
    sponsorsRobot: (await aToken(app, sponsor.owner, sponsor.organisation, ...scopes)).agent,
    ...Object.fromEntries(Object.entries(people).map(([name, person]) => [name, person.agent])),
  };
}

/** Everything an attacker could know or guess: each id its owners were ever shown. */
async function collectIds(): Promise<void> {
  for (const agent of [drafting.solver.agent, sending.solver.agent, sponsor.owner.agent, others.judge!, others.moderator!]) {
    const pages = ['/api/v1/me', '/api/v1/me/entries', `/api/v1/challenges/${challenge.publicId}`, '/api/v1/me/judging', drafting.draftPath, sending.draftPath, draft.path, sent.path, `${sent.path}/openings`];
    for (const page of pages) for (const id of JSON.stringify((await agent.get(page)).body).match(/[a-z]{3}_[0-9a-f]{32}/g) ?? []) ids.add(id);
  }
  for (const { id } of await app.db.query<{ id: string }>('select id from submission_version union all select id from data_key union all select id from entry')) ids.add(`ver_${id.replaceAll('-', '')}`);
}

/** Which ids a path may take, by the word before them; where that is not known, those of the work itself and one of each other kind: a wrong kind is refused before anything is read. */
const kinds: Record<string, string[]> = {
  challenges: ['chl_'], entries: ['ent_'], submissions: ['sub_', 'pha_'], phases: ['pha_'], files: ['fil_'], organisations: ['org_'], people: ['per_'], panels: ['pnl_', 'pan_'], 'panel-seats': ['pan_', 'jdg_', 'sea_'],
};

function guesses(): string[] {
  const prefixes = [...new Set([...ids].map((id) => id.slice(0, 4)))];
  return prefixes.flatMap((prefix) => [...ids].filter((id) => id.startsWith(prefix)).slice(0, ['ent_', 'sub_', 'fil_'].includes(prefix) ? ids.size : ['pha_', 'chl_'].includes(prefix) ? 2 : 1));
}

async function addresses(): Promise<string[]> {
  const { paths } = (await app.http().get('/openapi.json').expect(200)).body as { paths: Record<string, Record<string, unknown>> };
  // a stream of hints has no end; what it may say is looked at in me/live.spec.ts
  const readable = Object.entries(paths).filter(([path, methods]) => 'get' in methods && path !== '/api/v1/me/live').map(([path]) => path);
  const filled = readable.flatMap((path) => {
    const parts = path.split('/');
    return parts.reduce<string[]>((made, part, at) => {
      if (!part.startsWith('{')) return made.map((one) => (at === 0 ? '' : `${one}/${part}`));
      const prefixes = kinds[parts[at - 1]!];
      const fitting = [...ids].filter((id) => prefixes?.some((prefix) => id.startsWith(prefix)));
      const guessed = parts.slice(0, at).some((before) => before.startsWith('{')) ? [sent.publicId] : guesses();
      return made.flatMap((one) => (fitting.length > 0 ? fitting : guessed).map((id) => `${one}/${id}`));
    }, ['']);
  });
  const searches = secrets.map(([, text]) => `/api/v1/challenges?q=${text}`);
  const files = [...ids].filter((id) => id.startsWith('fil_')).map((id) => `/files/${id}`);
  return [...filled, ...searches, ...files];
}

/** Addresses of an entry, a submission, its versions and files, of what lists them, and those that name nothing. */
const namingWork = /(ent|sub|ver|fil|pha|chl|pan|org)_|^[^_]*$/;

/** What everybody gets of what they may not have: words, and answers that are not a plain refusal. */
async function look(agents: Record<string, Agent>, of = /./): Promise<{ leaks: string[]; asked: number; controls: number }> {
  const all = (await addresses()).filter((address) => of.test(address));
  // refused to all others, to those who ask for the headers alone too: name, type and size stand there
  const own = [draft, sent].flatMap(({ path, entry }) => [path, entry.draftPath, `/api/v1/entries/${entry.publicId}`]);
  const headed = [...own, '/files/', `/api/v1/phases/${challenge.phases[0]!.id}/submissions`, '/api/v1/admin/submissions/sub_'];
  const leaks: string[] = [];
  let [asked, controls] = [0, 0];
  const ask = async (name: string, agent: Agent, address: string) => {
    const answer = await agent.get(address).set('tus-resumable', '1.0.0').buffer(true);
    const head = headed.some((path) => address.startsWith(path)) ? await agent.head(address).set('tus-resumable', '1.0.0') : { headers: {}, status: 404 };
    asked++;
    const seen = `${answer.text ?? ''} ${JSON.stringify([answer.headers, head.headers])} ${Buffer.isBuffer(answer.body) ? answer.body.toString('latin1') : ''}`;
    if (found(seen, [['control', control]]).length > 0) controls++;
    const words = found(seen);
    if (words.length > 0 && !address.includes('?q=')) leaks.push(`${name} ${address}: ${words.join(', ')}`);
    if (address.includes('?q=') && (answer.body as { items?: unknown[] }).items?.length !== 0 && answer.status === 200) leaks.push(`${name} ${address}: a hit`);
    if (own.some((path) => address.startsWith(path)) && Math.min(answer.status, head.status) < 400) leaks.push(`${name} ${address}: ${answer.status} ${head.status}`);
  };
  for (const [name, agent] of Object.entries(agents)) {
    for (let at = 0; at < all.length; at += 20) await Promise.all(all.slice(at, at + 20).map((address) => ask(name, agent, address)));
  }
  return { leaks, asked, controls };
}

/** Pages whose address names a thing of which there is one here, as HTML and as the data of it. */
function pages(): string[] {
  const parents: string[] = [];
  const paths: string[] = [];
  for (const line of readFileSync('apps/portal/app/routes.ts', 'utf8').split('\n')) {
    const path = /^\s*route\('([^']+)'/.exec(line)?.[1];
    if (path && [...parents, path].some((part) => part.includes(':'))) paths.push(['', ...parents, path].join('/'));
    if (path && line.endsWith('[')) parents.push(path);
    if (/^\s*\]\),$/.test(line)) parents.pop();
  }
  const starting = (prefix: string) => [...ids].filter((id) => id.startsWith(prefix));
  const fitting: [RegExp, string[]][] = [
    [/:n$/, ['1']], [/:section$/, ['brief']], [/:phase$/, starting('pha_')], [/(manage|challenges)\/:slug$/, [challenge.slug]], [/organisations/, starting('org_')],
    [/work\//, starting('ent_')], [/submissions/, starting('sub_')], [/(drafts|review|challenges)\/:id$/, [challenge.publicId]], [/judging/, starting('pan_')], [/:kind$/, ['submission']], [/submission\/:id$/, starting('sub_')],
  ];
  return paths.flatMap((path) => path.split('/').slice(1).reduce<string[]>((made, part) => made.flatMap((before) => {
    const known = fitting.find(([pattern]) => pattern.test(`${before}/${part}`))?.[1] ?? [];
    return part.startsWith(':') ? known.map((id) => `${before}/${id}`) : [`${before}/${part}`];
  }), [''])).flatMap((path) => [path, `${path}.data`]);
}

const blobs = () => everyBlob(app);

const everywhere = async () => ({
  database: found(await everyRow(app.database)),
  blobs: blobs().flatMap((blob) => found(blob)),
  mails: app.mails().flatMap((mail) => found(JSON.stringify(mail))),
  log: found(logged.join('\n')),
});
const nowhere = { database: [], blobs: [], mails: [], log: [] };

it('shows the words to their author', async () => {
  const seen = async (agent: Agent, ...paths: string[]) => found((await Promise.all(paths.map(async (path) => (await agent.get(path).expect(200)).text))).join(' ')).sort();
  const files = (await drafting.solver.agent.get(drafting.draftPath).expect(200)).body.files as { id: string; name: string }[];
  const content = files.filter(({ name }) => name.startsWith(planted.draftFileName)).map(({ id }) => `${draft.path}/files/${id}`);
  expect(await seen(drafting.solver.agent, drafting.draftPath, ...content)).toEqual(['draftAnswer', 'draftFile', 'draftFileName', 'formFileName', 'unfinishedFileName']);
  expect(await seen(sending.solver.agent, sending.draftPath, sent.path, `${sent.path}/manifest`)).toEqual(['newerAnswer', 'sentAnswer', 'sentFileName']);
});

it('shows them to the approver of the institution behind the entry, and logs that', async () => {
  const approver = await aMember(app, drafting.solver, university, ['approver']);
  const { body } = await approver.agent.get(drafting.draftPath).expect(200);
  expect([body.answers[0].text, body.can]).toEqual([planted.draftAnswer, []]);
  expect(refusal(await approver.agent.put(drafting.draftPath).set('if-match', '"1"').send({ answers: [] }))).toEqual([403, 'request_forbidden']);
  expect(refusal(await approver.agent.put(`${draft.path}/submission`).send({}))).toEqual([403, 'request_forbidden']);
  const openings = await drafting.solver.agent.get(`${draft.path}/openings?limit=1`).expect(200);
  expect(openings.body.items).toEqual([{ at: expect.any(String), opener: 'approver', name: approver.name, organisation: null, thing: 'draft', fileId: null }]);
});

it('finds a word that is not sealed', async () => {
  expect(found(await everyRow(app.database), [['control', control]])).toEqual(['control']);
  expect(found(JSON.stringify(app.mails()), [['control', control]])).toEqual(['control']);
  await app.drain();
  expect(await app.db.query('select from outbox')).toEqual([]);
  expect(await everyRow(app.database)).toMatch(/kept\.outbox [^\n]*submission\.submitted[^\n]*versionId/);
  expect(found(`\\x00${Buffer.from(`x${planted.sentFile}`).toString('hex')}`)).toEqual(['sentFile']);
  expect(found(Buffer.from(`xy${planted.sentFile}z`).toString('base64'))).toEqual(['sentFile']);
  expect(blobs().length).toBeGreaterThanOrEqual(4);
  expect(logged.filter((line) => line.includes('permission denied'))).toHaveLength(2);
});

it('shows them to no other role at any address', async () => {
  const { leaks, asked, controls } = await look(others);
  expect(leaks).toEqual([]);
  expect(controls).toBeGreaterThan(20);
  expect(asked).toBeGreaterThan(1000);
}, 300_000);

(isBuilt ? it : it.skip)('shows them on no page of the portal, neither as HTML nor as data', async () => {
  const { anonymous, rival, colleague, sponsorsOwner, acceptedJudge, moderator } = others;
  const [leaks, shown]: [string[], string[]] = [[], []];
  const all = pages();
  for (const [name, agent] of Object.entries({ anonymous, rival, colleague, sponsorsOwner, acceptedJudge, moderator })) {
    const open = async (address: string) => {
      const { text, headers, status } = await agent!.get(address).buffer(true);
      const seen = `${text} ${JSON.stringify(headers)}`;
      const words = found(seen);
      if (words.length > 0) leaks.push(`${name} ${address}: ${words.join(', ')}`);
      if (status >= 500) leaks.push(`${name} ${address}: ${status}`);
      if (found(seen, [['control', control]]).length > 0) shown.push(address);
    };
    for (let at = 0; at < all.length; at += 10) await Promise.all(all.slice(at, at + 10).map(open));
  }
  expect(leaks).toEqual([]);
  expect(shown.length).toBeGreaterThan(10);
  // the page is one that would show them
  const page = `/work/${sending.publicId}/edit`;
  expect([pages().includes(page), found((await sending.solver.agent.get(page).buffer(true)).text).sort()]).toEqual([true, ['newerAnswer', 'sentFileName']]);
}, 300_000);

it('keeps them out of the database, the files, the mails and the log', async () => {
  expect(await everywhere()).toEqual(nowhere);
});

it('logs who opened what, for the author', async () => {
  const { body } = await sending.solver.agent.get(`${sent.path}/openings?limit=100`).expect(200);
  expect(new Set(body.items.map(({ opener, name }: { opener: string; name: string }) => `${opener} ${name}`))).toEqual(new Set([`author ${sending.solver.name}`]));
});

it('drops what was not sent when the phase closes, and seals the rest from all who do not judge', async () => {
  await closePhase(app, challenge);
  expect((await drafting.solver.agent.get(draft.path).expect(200)).body).toMatchObject({ state: 'lapsed', versions: 0, files: [] });
  expect((await sending.solver.agent.get(sent.path).expect(200)).body).toMatchObject({ state: 'under_review', versions: 1, answers: [{ text: planted.sentAnswer }, { text: planted.sentAnswer }] });
  await sending.solver.agent.get(sending.draftPath).expect(409);
  expect(blobs()).toHaveLength(1);
  await namesNobody();
  const neverJudging = Object.fromEntries(Object.entries(others).filter(([name]) => name !== 'sponsorsOwner' && name !== 'judge'));
  const { leaks, asked } = await look(neverJudging, namingWork);
  expect([leaks, asked > 1000]).toEqual([[], true]);
  expect(await everywhere()).toEqual(nowhere);
}, 300_000);

/** The sponsor's list, text and files are open now: words of the text stand in them, and nothing of who wrote it, however it is asked for. */
async function namesNobody(): Promise<void> {
  const { agent } = sponsor.owner;
  const phase = `/api/v1/phases/${challenge.phases[0]!.id}`;
  const { body } = await agent.get(`${phase}/submissions`).expect(200);
  const read: string[] = [];
  for (const { id } of (body as { items: { id: string }[] }).items) {
    const opened = await agent.get(`${phase}/submissions/${id}`).expect(200);
    read.push(opened.text, JSON.stringify(opened.headers));
    for (const { id: fileId } of opened.body.files as { id: string }[]) {
      const file = await agent.get(`${phase}/submissions/${id}/files/${fileId}`).buffer(true).expect(200);
      read.push(JSON.stringify(file.headers), file.text ?? String(file.body));
    }
  }
  expect(found(read.join(' '))).toEqual(['sentAnswer', 'sentFile']);
  const authors = [drafting, sending].flatMap(({ publicId, solver }) => [publicId, solver.name, solver.email, `per_${solver.id.replaceAll('-', '')}`, `org_${solver.organisationId.replaceAll('-', '').replace(/^org_/, '')}`]);
  const seen = `${JSON.stringify(body)} ${read.join(' ')}`;
  expect(authors.filter((fact) => seen.includes(fact))).toEqual([]);
}
