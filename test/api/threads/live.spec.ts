import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Sessions } from '@app/identity';
import { CONFIG, type Config, Db, type Followed, LiveStreams } from '@app/platform';
import { aMember, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aConversation, say, type TestConversation } from '../../../libs/threads/testing';
import { createApi } from '../../../apps/api/http';
import type { Agent } from '../../support/agent';
import { hides } from '../../../libs/moderation/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok } from '../../support/client';

/** Two processes over one database: messages are posted at one, people follow at the other. */
let app: TestApp;
let other: NestFastifyApplication;
let talk: TestConversation;
const open: Stream[] = [];

beforeAll(async () => {
  app = await startTestApp();
  other = await createApi(app.app.get<Config>(CONFIG), { portal: false });
  await other.listen(0, '127.0.0.1');
  talk = await aConversation(app);
});
afterEach(() => open.splice(0).forEach(({ leave }) => leave()));
afterAll(async () => {
  await other?.close();
  await app?.close();
});

interface Event {
  id?: string;
  name: string;
  data: any;
}

interface Stream {
  status: number;
  events: () => Event[];
  messages: () => { id?: string; text: string | null }[];
  isOver: () => boolean;
  leave: () => void;
}

async function follow({ agent }: { agent: Agent }, { thread }: Pick<TestConversation, 'thread'>, lastEventId?: string): Promise<Stream> {
  const { port } = other.getHttpServer().address() as { port: number };
  const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const stream = await new Promise<Stream>((done, fail) => {
    const call = request({ port, path: `/api/v1/threads/${thread.publicId}/live`, headers: { cookie, ...agent.headers, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) } }, (response) => {
      let text = '';
      let isOver = false;
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('error', () => undefined).on('close', () => (isOver = true));
      const events = () => [...text.matchAll(/^(?:id: (\d+)\n)?event: (\w+)\ndata: (.*)\n$/gm)].map(([, id, name, data]) => ({ id, name: name!, data: JSON.parse(data!) as unknown }));
      done({
        status: response.statusCode!, events, isOver: () => isOver, leave: () => call.destroy(),
        messages: () => events().filter(({ name }) => name === 'message').map(({ id, data }) => ({ id, text: (data as { text: { text: string } | null }).text?.text ?? null })),
      });
    });
    call.on('error', fail).end();
  });
  open.push(stream);
  if (stream.status === 200) await until(() => stream.events().some(({ name }) => name === 'ready'));
  return stream;
}

async function until(isSo: () => boolean): Promise<void> {
  for (const stop = Date.now() + 10_000; !isSo(); await sleep(20)) if (Date.now() > stop) throw new Error('it did not come');
}

/** Time enough for what should not come. */
const aWhile = () => sleep(300);

it('a message posted at one process arrives at the other, as the one who follows reads it', async () => {
  const [solver, owner] = [await follow(talk.solver, talk), await follow(talk.sponsor.owner, talk)];
  const said = await say(talk.solver, talk.thread, 'Do you hear me?');
  await app.drain();
  await until(() => solver.messages().length > 0 && owner.messages().length > 0);
  expect(solver.events().at(-1)).toEqual({ id: String(said.version), name: 'message', data: said });
  expect(owner.events().at(-1)).toEqual({ id: String(said.version), name: 'message', data: { ...said, isMine: false, can: [] } });
  const edited = await ok(client(talk.solver).PUT('/api/v1/messages/{id}', { params: { path: { id: said.id }, header: ifMatch(said.version) }, body: { text: 'Do you hear me now?' } }));
  await ok(client(talk.solver).DELETE('/api/v1/messages/{id}', { params: { path: { id: said.id } } }));
  await app.drain();
  await until(() => owner.messages().at(-1)!.text === null);
  expect(owner.messages().at(-1)).toEqual({ id: String(edited.version + 1), text: null });
});

it('who comes back gets what was missed, each change once, and nothing older', async () => {
  const about = await aConversation(app);
  const first = await follow(about.sponsor.owner, about);
  const one = await say(about.solver, about.thread, 'One.');
  await app.drain();
  await until(() => first.messages().length === 1);
  first.leave();
  const two = await say(about.solver, about.thread, 'Two.');
  await ok(client(about.solver).PUT('/api/v1/messages/{id}', { params: { path: { id: one.id }, header: ifMatch(one.version) }, body: { text: 'One, better.' } }));
  await say(about.solver, about.thread, 'Three.');
  await app.drain();
  const again = await follow(about.sponsor.owner, about, String(one.version));
  await until(() => again.messages().length === 3);
  expect(again.messages()).toEqual([{ id: String(two.version), text: 'Two.' }, { id: '3', text: 'One, better.' }, { id: '4', text: 'Three.' }]);
  await say(about.solver, about.thread, 'Four.');
  await app.drain();
  await until(() => again.messages().length === 4);
  expect(again.messages().at(-1)).toEqual({ id: '5', text: 'Four.' });
  for (const [from, expected] of [[undefined, []], ['5', []], ['999999999', []], ['9999999999', []], ['x', []], ['-1', []], ['0', ['Two.', 'One, better.', 'Three.', 'Four.']]] as const) {
    const stream = await follow(about.sponsor.owner, about, from);
    await aWhile();
    expect([from, stream.messages().map(({ text }) => text)]).toEqual([from, expected]);
  }
});

it('a long absence is caught up with in order', async () => {
  const about = await aConversation(app);
  for (let n = 1; n <= 105; n++) await ok(client(about.solver).POST('/api/v1/threads/{id}/messages', { params: { path: { id: about.thread.publicId } }, body: { text: String(n) } }));
  const stream = await follow(about.sponsor.owner, about, '0');
  await until(() => stream.messages().length === 105);
  expect(stream.messages().map(({ text }) => text)).toEqual(Array.from({ length: 105 }, (_, n) => String(n + 1)));
});

it('two hints that come together tell each message once', async () => {
  const about = await aConversation(app);
  const stream = await follow(about.sponsor.owner, about);
  await Promise.all(Array.from({ length: 8 }, (_, n) => ok(client(about.solver).POST('/api/v1/threads/{id}/messages', { params: { path: { id: about.thread.publicId } }, body: { text: String(n) } }))));
  await app.drain();
  await until(() => stream.messages().length >= 8);
  await aWhile();
  expect(stream.messages().map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
});

it('asks once for what is new, and once for all that is hinted at before it asks', async () => {
  const about = await aConversation(app);
  const [asked, streams] = [[] as number[], other.get(LiveStreams)];
  const opens = streams.open.bind(streams);
  let gate = Promise.resolve();
  jest.spyOn(streams, 'open').mockImplementationOnce(({ thing, ...following }, reply) => {
    const news: Followed['news'] = async (known) => {
      asked.push(known);
      await gate;
      return thing!.news(known);
    };
    opens({ ...following, thing: { ...thing!, news } }, reply);
  });
  const stream = await follow(about.sponsor.owner, about);
  await say(about.solver, about.thread, 'One.');
  await app.drain();
  await until(() => stream.messages().length === 1);
  await aWhile();
  expect(asked).toEqual([0, 0]);
  let go!: () => void;
  gate = new Promise((done) => (go = done));
  for (const text of ['Two.', 'Three.', 'Four.']) {
    await say(about.solver, about.thread, text);
    await app.drain();
  }
  await aWhile();
  go();
  await until(() => stream.messages().length >= 4);
  await aWhile();
  expect([asked, stream.messages().map(({ id }) => id)]).toEqual([[0, 0, 1, 4], ['1', '2', '3', '4']]);
});

it('who is sent away gets nothing more, though the stream is open, and is told that it is over', async () => {
  const leaving = await aMember(app, talk.sponsor.owner, talk.sponsor.organisation, ['manager']);
  const [stream, staying] = [await follow(leaving, talk), await follow(talk.sponsor.owner, talk)];
  const remove = () => client(talk.sponsor.owner).DELETE('/api/v1/organisations/{id}/members/{memberId}', { params: { path: { id: talk.sponsor.organisation.publicId, memberId: leaving.memberId } } });
  // what a stream reads of itself when it opens is over
  await other.get(LiveStreams).beat();
  // the hint is already on its way, to this person too
  await say(talk.solver, talk.thread, 'zqafterwards');
  await ok(remove());
  await app.drain();
  await until(() => staying.messages().some(({ text }) => text === 'zqafterwards') && stream.isOver());
  expect(stream.events().map(({ name, data }) => [name, data])).toEqual([['ready', {}], ['end', { why: 'no_access' }]]);
  expect((await follow(leaving, talk, '0')).status).toBe(404);
});

it('a hint that was lost is made up for by the next beat, and a session that ended ends it', async () => {
  const stream = await follow(talk.sponsor.owner, talk);
  await say(talk.solver, talk.thread, 'Lost.');
  await app.db.query(`delete from outbox where name = 'live.send_hint'`);
  await aWhile();
  expect(stream.messages()).toEqual([]);
  await other.get(LiveStreams).beat();
  await until(() => stream.messages().length === 1);
  const phone: TestPerson = { ...talk.solver, agent: app.http() };
  await phone.agent.post('/api/v1/sessions').send({ email: phone.email, password: phone.password }).expect(201);
  const onPhone = await follow(phone, talk);
  await phone.agent.delete('/api/v1/session').expect(204);
  await say(talk.sponsor.owner, talk.thread, 'zqsignedout');
  await app.drain();
  await until(() => onPhone.isOver());
  expect(onPhone.events().map(({ name, data }) => [name, data])).toEqual([['ready', {}], ['end', { why: 'signed_out' }]]);
});

it('what could not be written, since nobody could say whether the session lasts, comes with the next, in order', async () => {
  const about = await aConversation(app);
  const stream = await follow(about.sponsor.owner, about);
  const lasts = jest.spyOn(other.get(Sessions), 'lasts').mockRejectedValue(new Error('no connection'));
  await say(about.solver, about.thread, 'One.');
  await app.drain();
  await aWhile();
  expect([stream.messages(), stream.isOver()]).toEqual([[], false]);
  lasts.mockRestore();
  await say(about.solver, about.thread, 'Two.');
  await app.drain();
  await until(() => stream.messages().some(({ text }) => text === 'Two.'));
  expect(stream.messages()).toEqual([{ id: '1', text: 'One.' }, { id: '2', text: 'Two.' }]);
});

it('where reading breaks off in the middle, the rest comes with the next beat', async () => {
  const about = await aConversation(app);
  for (let n = 1; n <= 105; n++) await ok(client(about.solver).POST('/api/v1/threads/{id}/messages', { params: { path: { id: about.thread.publicId } }, body: { text: String(n) } }));
  await app.drain();
  const db = other.get(Db);
  const query = db.query.bind(db) as (sql: string, values?: unknown[]) => Promise<never[]>;
  let reads = 0;
  const broken = jest.spyOn(db, 'query').mockImplementation((sql: string, values?: unknown[]) => (sql.includes('m.revision > $2') && ++reads > 1 ? Promise.reject(new Error('no connection')) : query(sql, values)));
  const stream = await follow(about.sponsor.owner, about, '0');
  await until(() => reads > 1);
  await aWhile();
  broken.mockRestore();
  await other.get(LiveStreams).beat();
  await until(() => stream.messages().length >= 105);
  expect(stream.messages().map(({ id }) => id)).toEqual(Array.from({ length: 105 }, (_, n) => String(n + 1)));
});

it('hides as it happens, and others are told of nothing', async () => {
  const about = await aConversation(app);
  const stream = await follow(about.sponsor.owner, about);
  const elsewhere = await follow(talk.sponsor.owner, talk);
  const { id } = await say(about.solver, about.thread, 'zqrude');
  await app.drain();
  await until(() => stream.messages().length === 1);
  await ok(hides(await aStaffMember(app, 'moderator'), 'message', id, 'A threat.'));
  await app.drain();
  await until(() => stream.messages().length === 2);
  expect(stream.events().at(-1)!.data).toMatchObject({ id, text: null, hidden: { reason: 'A threat.' } });
  expect(elsewhere.messages()).toEqual([]);
  for (const nobody of [about.rival, about.judge, { agent: app.http() }]) expect((await follow(nobody, about)).status).toBeGreaterThanOrEqual(401);
});
