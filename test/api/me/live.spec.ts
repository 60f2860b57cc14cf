import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId, readId, showId, systemActor } from '@app/kernel';
import { Sessions } from '@app/identity';
import { CONFIG, type Config, LiveStreams, sendHint } from '@app/platform';
import { awardOf, paidBy, passAppeals, prizes, sign } from '../../../libs/bounties/testing';
import { aChallenge, aPhase, aSponsor } from '../../../libs/challenges/testing';
import { aMember, aPerson, aToken, anOrganisation, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { aPayee } from '../../../libs/payments/testing';
import { anEntry, aSolver, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { createApi } from '../../../apps/api/http';
import type { Agent } from '../../support/agent';
import { client, ok } from '../../support/client';
import { startTestApp, type TestApp } from '../../support/app';

/** Two processes over one database: work is done in one, people watch at the other. */
let app: TestApp;
let other: NestFastifyApplication;
const processes: NestFastifyApplication[] = [];
const open: Stream[] = [];

beforeAll(async () => {
  app = await startTestApp();
  other = await another();
});
afterEach(() => open.splice(0).forEach(({ leave }) => leave()));
afterAll(async () => {
  await Promise.all(processes.map((process) => process.close()));
  await app?.close();
});

async function another(settings: Partial<Config> = {}): Promise<NestFastifyApplication> {
  const process = await createApi({ ...app.app.get<Config>(CONFIG), ...settings }, { portal: false });
  processes.push(process);
  await process.listen(0, '127.0.0.1');
  return process;
}

interface Stream {
  status: number;
  headers: Record<string, unknown>;
  /** Events so far, as `hint {"type":…}`. */
  events: string[];
  hints: () => { type: string; id: string }[];
  text: () => string;
  isOver: () => boolean;
  leave: () => void;
}

/** A person's event stream at a process, once it is ready. */
async function watch({ agent }: { agent: Agent }, process: NestFastifyApplication = other, headers: Record<string, string> = {}): Promise<Stream> {
  const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const stream = await new Promise<Stream>((done, fail) => {
    const call = request(`${urlOf(process)}/api/v1/me/live`, { headers: { cookie, ...agent.headers, ...headers } }, (response) => {
      let text = '';
      let isOver = false;
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('error', () => undefined).on('close', () => (isOver = true));
      const parts = () => [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, name, data]) => `${name} ${data}`);
      done({
        status: response.statusCode!, headers: response.headers, text: () => text, isOver: () => isOver, leave: () => call.destroy(),
        get events() { return parts(); },
        hints: () => parts().filter((one) => one.startsWith('hint ')).map((one) => JSON.parse(one.slice(5)) as { type: string; id: string }),
      });
    });
    call.on('error', fail).end();
  });
  open.push(stream);
  if (stream.status === 200) await until(() => stream.events.includes('ready {}'));
  return stream;
}

async function signedIn({ email, password }: TestPerson): Promise<Agent> {
  const agent = app.http();
  await agent.post('/api/v1/sessions').send({ email, password }).expect(201);
  return agent;
}

const urlOf = (process: NestFastifyApplication) => `http://127.0.0.1:${(process.getHttpServer().address() as { port: number }).port}`;

async function until(isSo: () => boolean): Promise<void> {
  for (const stop = Date.now() + 10_000; !isSo(); await sleep(20)) if (Date.now() > stop) throw new Error('it did not come');
}

/** Time enough for what should not come. */
const aWhile = () => sleep(300);

it('tells people at another process what of theirs changed: nobody else, and nothing of what is sealed', async () => {
  const sponsor = await aSponsor(app);
  const contributor = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
  const [winner, loser, stranger] = [await aSolver(app, { name: 'Winner' }), await aSolver(app, { name: 'Loser' }), await aPerson(app)];
  await aPayee(app, winner, winner.organisationId as never);
  await app.drain();
  const people = { owner: sponsor.owner, contributor, winner, loser, stranger };
  const streams = Object.fromEntries(await Promise.all(Object.entries(people).map(async ([who, person]) => [who, await watch(person)] as const)));
  /** Who was told of what since the last time. */
  let known: string[] = [];
  const hinted = () => Object.entries(streams).flatMap(([who, stream]) => stream.hints().map(({ type, id }) => `${who} ${type} ${id}`));
  const news = async () => {
    await app.drain();
    await aWhile();
    const all = hinted().filter((line) => !line.includes(' notification ')).sort();
    const fresh = [...all];
    for (const one of known) fresh.splice(fresh.indexOf(one), 1);
    known = all;
    return fresh;
  };

  const challenge = await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor), edits: { phases: [aPhase(await app.clock.now(), prizes(500_000))] } });
  expect(await news()).toEqual([`owner funding ${await shownId('funding', 'subject_id', challenge.id)}`]);

  const judge = await aJudge(app, sponsor, challenge);
  streams.judge = await watch(judge);
  const entries = [await anEntry(app, challenge, winner), await anEntry(app, challenge, loser)];
  for (const entry of entries) await aSubmission(app, entry);
  await closePhase(app, challenge);
  expect(await news()).toEqual([]);

  const numbers = await app.db.query<{ id: string; number: number }>('select entry_id as id, number from submission where challenge_id = $1 and number is not null', [challenge.id]);
  await judgeAll(judge, (label) => (numbers.find(({ number }) => label === `Entry ${number}`)!.id === entries[0]!.id ? 9 : 6));
  const { path, body: award } = await awardOf(await drained(winner));
  const [first, second] = [await shownId('submission', 'entry_id', entries[0]!.id), await shownId('submission', 'entry_id', entries[1]!.id)];
  expect(await news()).toEqual([`loser submission ${second}`, `winner award ${award.id}`, `winner submission ${first}`]);

  await winner.agent.put(`${path}/acceptance`).expect(200);
  const agreement = await shownId('agreement', 'award_id', readId('award', award.id)!);
  expect(await news()).toEqual([`owner agreement ${agreement}`, `winner agreement ${agreement}`]);
  await sign(path, winner, sponsor.owner);
  expect([...new Set(await news())]).toEqual([`owner agreement ${agreement}`, `winner agreement ${agreement}`]);
  await passAppeals(app);
  expect(await news()).toEqual([`winner award ${award.id}`, `winner payout ${await shownId('payout', 'award_id', readId('award', award.id)!)}`]);
  // what comes to an inbox is told beside it, to its reader alone
  const inboxOf = async (person: TestPerson) => (await Promise.all((['open', 'done'] as const).map(async (filter) => (await ok(client(person).GET('/api/v1/me/inbox', { params: { query: { filter, limit: 100 } } }))).items))).flat();
  const inboxes = await Promise.all(Object.entries({ ...people, judge }).map(async ([who, person]) => (await inboxOf(person)).map(({ id }) => `${who} notification ${id}`)));
  expect(hinted().filter((line) => line.includes(' notification ')).sort()).toEqual(inboxes.flat().sort());
  expect(inboxes.map(({ length }) => length > 0)).toEqual([true, false, true, true, false, true]);
  expect(Object.values(streams).map(({ text }) => text().replace(/^(retry: 3000|event: (ready|hint)|data: \{("type":"\w+","id":"\w+")?\})?\n/gm, ''))).toEqual(['', '', '', '', '', '']);
});

async function shownId(kind: 'funding' | 'submission' | 'payout' | 'agreement', column: string, value: string): Promise<string> {
  const [row] = await app.db.query<{ id: string }>(`select id from ${kind} where ${column} = $1`, [value]);
  return showId(kind, row!.id);
}

async function drained<T>(value: T): Promise<T> {
  await app.drain();
  return value;
}

it('the same hint, while the first is not written, is told once', async () => {
  const person = await aPerson(app);
  const stream = await watch(person);
  const ids = [newId('report'), newId('report')] as const;
  const hint = (id: string) => app.db.change(systemActor('test'), async (tx) => tx.enqueue(sendHint, { people: [person.id, person.id], type: 'report', id }));
  let go!: () => void;
  const gate = new Promise<boolean>((done) => (go = () => done(true)));
  const held = jest.spyOn(other.get(Sessions), 'lasts').mockReturnValue(gate);
  for (const id of [ids[0], ids[1], ids[0]]) {
    await hint(id);
    await app.drain();
  }
  await aWhile();
  go();
  await until(() => stream.hints().length >= 2);
  held.mockRestore();
  await hint(ids[0]);
  await app.drain();
  await until(() => stream.hints().length >= 3);
  await aWhile();
  expect(stream.hints()).toEqual([ids[0], ids[1], ids[0]].map((id) => ({ type: 'report', id: showId('report', id) })));
});

it('is for persons with a session only, is never compressed, and costs nothing to be asked about', async () => {
  const person = await aPerson(app);
  const { status, headers, text } = await watch(person, other, { 'accept-encoding': 'gzip, br' });
  expect([status, headers['content-type'], headers['content-encoding'], headers['cache-control'], headers['x-content-type-options']]).toEqual([200, 'text/event-stream', undefined, 'no-store', 'nosniff']);
  expect(text()).toBe('retry: 3000\n\nevent: ready\ndata: {}\n\n');
  await person.agent.head('/api/v1/me/live').expect(200);
  await app.http().get('/api/v1/me/live').expect(401);
  const { agent: robot } = await aToken(app, person, await anOrganisation(app, person), 'challenge:read');
  await robot.get('/api/v1/me/live').expect(403);
});

it('ends at every process when the session ends, and other devices are told', async () => {
  const person = await aPerson(app);
  const phone = await signedIn(person);
  const [here, there, onPhone] = [await watch(person, app.app), await watch(person), await watch({ agent: phone })];
  const { body: { items } } = await phone.get('/api/v1/me/sessions').expect(200) as { body: { items: { id: string; isCurrent: boolean }[] } };
  await person.agent.delete('/api/v1/session').expect(204);
  await app.drain();
  await until(() => here.isOver() && there.isOver() && onPhone.hints().length > 0);
  const last = { type: 'session', id: items.find(({ isCurrent }) => !isCurrent)!.id };
  expect([here.events, there.events, onPhone.events, onPhone.isOver()]).toEqual([
    ['ready {}', 'end {"why":"signed_out"}'], ['ready {}', 'end {"why":"signed_out"}'], ['ready {}', `hint ${JSON.stringify(last)}`], false,
  ]);
});

it('beats while the session lasts, without making it last longer, and ends when it has run out', async () => {
  const person = await aPerson(app);
  await app.db.query(`update session set last_seen_at = now() - interval '1 hour' where person_id = $1`, [person.id]);
  const stream = await watch(person);
  await app.db.query(`update session set last_seen_at = now() - interval '1 hour' where person_id = $1`, [person.id]);
  await other.get(LiveStreams).beat();
  await until(() => stream.text().endsWith(':\n\n'));
  expect(await app.db.query(`select last_seen_at < now() - interval '59 minutes' as unused from session where person_id = $1`, [person.id])).toEqual([{ unused: true }]);
  await app.db.query(`update session set expires_at = now() where person_id = $1`, [person.id]);
  await other.get(LiveStreams).beat();
  await until(() => stream.isOver());
  expect(stream.events).toEqual(['ready {}', 'end {"why":"signed_out"}']);
});

it('keeps a few streams of one person, the newest', async () => {
  const person = await aPerson(app);
  const streams: Stream[] = [];
  for (let n = 0; n < 8; n++) streams.push(await watch(person));
  await until(() => streams[1]!.isOver());
  expect(streams.map(({ isOver, events }) => [isOver(), events.at(-1)])).toEqual([...Array(2).fill([true, 'end {"why":"replaced"}']), ...Array(6).fill([false, 'ready {}'])]);
});

it('takes nothing from the requests that may be under way at once', async () => {
  const limited = await another({ rateLimits: true });
  for (let streams = 0; streams < 264; streams += 6) {
    const person = await aPerson(app);
    await Promise.all(Array.from({ length: 6 }, () => watch(person, limited)));
  }
  expect((await fetch(`${urlOf(limited)}/api/v1/challenges`)).status).toBe(200);
});

it('ends with a last event when its process stops, which it does at once', async () => {
  const stopping = await another();
  const person = await aPerson(app);
  const stream = await watch(person, stopping);
  const began = Date.now();
  await processes.splice(processes.indexOf(stopping), 1)[0]!.close();
  expect(Date.now() - began).toBeLessThan(5000);
  await until(() => stream.isOver());
  expect(stream.events).toEqual(['ready {}', 'end {"why":"restarting"}']);
});
