import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { aMember, aPerson, aStaffMember, aToken } from '../../../libs/identity/testing';
import { aPdf } from '../../../libs/submissions/testing';
import { aConversation, attach, say, type TestConversation } from '../../../libs/threads/testing';
import type { Agent } from '../../support/agent';
import { hides } from '../../../libs/moderation/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok } from '../../support/client';
import { everyBlob, everyRow, keepOutbox, traced, word } from '../../support/traces';

/**
 * A word stands in every text, file and file name of a conversation, in what was edited away, deleted, hidden and never sent.
 * Everybody who takes no part asks every address with every id and listens to every stream; then the mails, the outbox, every
 * column, every file and every line of the log are read. The words are nowhere.
 */
const planted = {
  text: word(), editedAway: word(), edited: word(), deleted: word(), deletedFile: word(), hidden: word(), answer: word(), refused: word(), reported: word(), asked: word(), replied: word(),
  file: word(), fileName: word(), unsentFile: word(), unsentFileName: word(),
};
const secrets = Object.entries(planted);
const found = (haystack: string, words: typeof secrets = secrets) => traced(haystack, words);

let app: TestApp;
let talk: TestConversation;
let others: Record<string, Agent>;
let fileIds: string[];
const messageIds: string[] = [];
let reportId: string;
const streamed: Record<string, string> = {};
const logged: string[] = [];
const calls: { destroy(): void }[] = [];

beforeAll(async () => {
  app = await startTestApp();
  await keepOutbox(app.database);
  const write = (...parts: unknown[]) => void logged.push(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
  Logger.overrideLogger({ log: write, warn: write, error: write, debug: write, verbose: write, fatal: write });
  talk = await aConversation(app);
  others = {
    visitor: app.http(), stranger: (await aPerson(app)).agent, rival: talk.rival.agent, judge: talk.judge.agent, moderator: (await aStaffMember(app, 'operator', 'moderator', 'support', 'finance')).agent,
    contributor: (await aMember(app, talk.sponsor.owner, talk.sponsor.organisation, ['contributor'])).agent,
    robot: (await aToken(app, talk.sponsor.owner, talk.sponsor.organisation, 'challenge:read', 'challenge:write', 'judging:read', 'submission:read', 'organisation:read')).agent,
  };
  for (const [name, agent] of Object.entries(others)) for (const path of ['/api/v1/me/live', `/api/v1/threads/${talk.thread.publicId}/live`]) listen(name, agent, path);
  listen('solver', talk.solver.agent, '/api/v1/me/live');
  listen('solver in the thread', talk.solver.agent, `/api/v1/threads/${talk.thread.publicId}/live`);
  await sleep(300);
  await plant();
  await app.drain();
  await sleep(500);
}, 120_000);
afterAll(async () => {
  calls.forEach((call) => call.destroy());
  await app?.close();
  Logger.overrideLogger(false);
});

/** Writes down what a stream says, whatever that is. */
function listen(name: string, agent: Agent, path: string): void {
  const cookie = [...agent.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  streamed[name] ??= '';
  const call = request(`${app.url}${path}`, { headers: { cookie, ...agent.headers } }, (response) => response.on('data', (chunk: Buffer) => (streamed[name] += chunk.toString())).on('error', () => undefined));
  calls.push(call.on('error', () => undefined));
  call.end();
}

async function plant(): Promise<void> {
  const { solver, sponsor, thread } = talk;
  const api = client(solver);
  const named = await attach(solver, thread, `${planted.fileName}.txt`, Buffer.from(`${planted.file} `.repeat(5000)));
  const unsent = await attach(solver, thread, `${planted.unsentFileName}.pdf`, aPdf(planted.unsentFile));
  const gone = await attach(solver, thread, 'gone.txt', Buffer.from(planted.deletedFile));
  fileIds = [named, unsent, gone];
  const text = await say(solver, thread, planted.text, { attachmentIds: [named] });
  const edited = await say(solver, thread, planted.editedAway);
  await ok(api.PUT('/api/v1/messages/{id}', { params: { path: { id: edited.id }, header: ifMatch(edited.version) }, body: { text: planted.edited } }));
  const deleted = await say(solver, thread, planted.deleted, { attachmentIds: [gone] });
  await ok(api.DELETE('/api/v1/messages/{id}', { params: { path: { id: deleted.id } } }));
  const hidden = await say(solver, thread, planted.hidden);
  await ok(hides(others.moderator!, 'message', hidden.id, 'Because.'));
  const me = await ok(client(sponsor.owner).GET('/api/v1/me'));
  // repeated under a key, refused, misshapen, and failed: none of it is kept or echoed
  const post = (body: object) => sponsor.owner.agent.post(`/api/v1/threads/${thread.publicId}/messages`).set('idempotency-key', `key ${Object.keys(body).length}`).send(body);
  const keyed = () => sponsor.owner.agent.post(`/api/v1/threads/${thread.publicId}/messages`).set('idempotency-key', 'once').send({ text: planted.answer, mentions: [me.id] }).expect(201);
  const { body: answer } = await keyed();
  await keyed();
  await post({ text: planted.refused, mentions: ['per_00000000000040008000000000000000'] });
  await sponsor.owner.agent.post(`/api/v1/threads/${thread.publicId}/messages`).set('content-type', 'application/json').send(`{"text": "${planted.refused}`).expect(400);
  await sponsor.owner.agent.post(`/api/v1/threads/${thread.publicId}/attachments`).attach('file', Buffer.from(planted.refused), `${planted.refused}.png`).expect(422);
  // the sponsor reports what was edited: staff read it with what stood before it, and nothing else
  reportId = (await ok(client(sponsor.owner).POST('/api/v1/reports', { body: { kind: 'message', id: edited.id, ground: 'misuse', text: planted.reported } }))).id;
  const about = { params: { path: { id: reportId } } };
  await ok(client(others.moderator!).PUT('/api/v1/admin/reports/{id}/answer-request', { ...about, body: { text: planted.asked } }));
  await ok(api.PUT('/api/v1/reports/{id}/answer', { ...about, body: { text: planted.replied } }));
  messageIds.push(text.id, edited.id, deleted.id, hidden.id, (answer as { id: string }).id);
}

/** Every address that can be read, with every id of the conversation in every place. */
async function addresses(): Promise<string[]> {
  const { paths } = (await app.http().get('/openapi.json').expect(200)).body as { paths: Record<string, Record<string, unknown>> };
  const ids = [reportId, talk.thread.publicId, ...messageIds, ...fileIds, talk.submission.publicId, talk.challenge.publicId, talk.challenge.phases[0]!.id, talk.submission.entry.publicId, talk.sponsor.organisation.publicId];
  const readable = Object.entries(paths).filter(([path, methods]) => 'get' in methods && path !== '/api/v1/me/live').map(([path]) => path);
  return readable.flatMap((path) => path.split('/').reduce<string[]>((made, part, at, parts) => {
    const isFirst = !parts.slice(0, at).some((before) => before.startsWith('{'));
    const pieces = part.startsWith('{') ? (isFirst ? ids : [...fileIds, talk.submission.publicId]) : [part];
    return made.flatMap((one) => pieces.map((piece) => (at === 0 ? piece : `${one}/${piece}`)));
  }, ['']));
}

it('both sides read what was said', async () => {
  const read = async (agent: Agent) => found((await agent.get(`/api/v1/threads/${talk.thread.publicId}/messages`).expect(200)).text);
  expect(await read(talk.sponsor.owner.agent)).toEqual(['text', 'edited', 'answer', 'fileName']);
  expect(await read(talk.solver.agent)).toEqual(['text', 'edited', 'hidden', 'answer', 'fileName']);
  const file = await talk.sponsor.owner.agent.get(`/api/v1/threads/${talk.thread.publicId}/attachments/${fileIds[0]!}`).buffer(true).expect(200);
  expect(found(`${file.text}${JSON.stringify(file.headers)}`)).toEqual(['file', 'fileName']);
});

it('nobody else reads it at any address', async () => {
  const all = await addresses();
  const leaks: string[] = [];
  for (const [name, agent] of Object.entries(others)) {
    for (let at = 0; at < all.length; at += 20) {
      await Promise.all(
        all.slice(at, at + 20).map(async (address) => {
          const answer = await agent.get(address).buffer(true);
          const words = found(`${answer.text ?? ''} ${JSON.stringify(answer.headers)} ${Buffer.isBuffer(answer.body) ? answer.body.toString('latin1') : ''}`);
          const isTheirs = /\/(threads|messages)\//.test(address) && answer.status < 400;
          if (name === 'moderator' && address === `/api/v1/admin/reports/${reportId}`) expect(words).toEqual(['text', 'edited', 'reported', 'asked', 'replied']);
          else if (words.length > 0 || isTheirs) leaks.push(`${name} ${address}: ${answer.status} ${words.join(', ')}`);
        }),
      );
    }
  }
  expect(leaks).toEqual([]);
  expect(all.length * Object.keys(others).length).toBeGreaterThan(2000);
}, 300_000);

it('nobody else hears it: streams of hints say that something changed to those who take part, and never what', () => {
  const { 'solver in the thread': inThread, ...hints } = streamed;
  expect(Object.entries(hints).filter(([, text]) => found(text).length > 0)).toEqual([]);
  expect(found(inThread!)).toEqual(expect.arrayContaining(['text', 'edited', 'hidden', 'answer', 'fileName']));
  expect(found(inThread!)).not.toEqual(expect.arrayContaining(['unsentFileName']));
  expect(streamed.solver).toContain(talk.thread.publicId);
  expect(Object.keys(others).filter((name) => streamed[name]!.includes(talk.thread.publicId))).toEqual([]);
});

it('it stands in no table, file, mail or line of the log', async () => {
  expect(await app.db.query('select from outbox')).toEqual([]);
  const all = await everyRow(app.database);
  expect(all).toMatch(/kept\.outbox [^\n]*threads\.message_posted/);
  expect(all).toMatch(/idempotency_key [^\n]*msg_/);
  expect(found(all)).toEqual([]);
  expect(everyBlob(app).length).toBeGreaterThanOrEqual(2);
  expect(everyBlob(app).flatMap((blob) => found(blob))).toEqual([]);
  expect(app.mails().flatMap((mail) => found(JSON.stringify(mail)))).toEqual([]);
  expect(found(logged.join('\n'))).toEqual([]);
});
