import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONFIG, type Config } from '@app/platform';
import { testPassword } from '../../libs/identity/testing';
import { startTestApp, type TestApp } from '../support/app';
import { freePort } from '../support/free-port';

/** Processes are replaced while people use them: what was begun is finished, and what was not begun is not lost. */

jest.setTimeout(150_000);

let app: TestApp;
const children: ChildProcess[] = [];
beforeAll(async () => void (app = await startTestApp()));
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await app?.close();
});

/** A process of the build, over the database of the test. */
async function start(name: 'api' | 'worker', more: Record<string, string> = {}): Promise<{ child: ChildProcess; url: string }> {
  const config = app.app.get<Config>(CONFIG);
  const env = {
    PATH: process.env.PATH, MODE: 'test', PORT: '0', PUBLIC_URL: config.publicUrl, DATA_DIR: config.dataDir, DATABASE_URL: config.databaseUrl, SMTP_URL: config.smtpUrl,
    SECRETS_KEYS: config.secretsKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','), LOG_SIGNING_KEY: config.logSigningKey, STRIPE_API_BASE: config.stripeApiBase,
    RATE_LIMITS: 'off', PASSWORD_COST: '10', LOG_LEVEL: 'error', ...more,
  };
  const child = fork(join(__dirname, '../../dist/apps', name, 'main.js'), { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  children.push(child);
  const [{ ready }] = (await once(child, 'message')) as [{ ready: string }];
  return { child, url: ready.replace('[::1]', '127.0.0.1') };
}

/** How it ended, and after how many milliseconds. */
async function stop(child: ChildProcess): Promise<{ status: number | null; ms: number }> {
  const began = performance.now();
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGTERM');
  const [status] = await ended;
  return { status, ms: performance.now() - began };
}

const person = (number: number) => ({ email: `visitor-${number}@example.org`, password: testPassword, name: 'Ada', country: 'NL', kind: 'person' });

/** The status on a connection of its own, or the code of the error. */
function signUp(url: string, number: number): Promise<number | string> {
  return new Promise((resolve) => {
    const call = request(`${url}/api/v1/people`, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode!)).on('error', (error: NodeJS.ErrnoException) => resolve(`cut off: ${error.code}`));
    });
    call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code!)).end(JSON.stringify(person(number)));
  });
}

const mailsToSend = async () => Number((await app.db.query<{ n: string }>(`select count(*) as n from outbox where name = 'identity.mailSignUp'`))[0]!.n);

it('an api that is told to stop answers everybody it let in, turns others away, and ends', async () => {
  const { child, url } = await start('api');
  const answers: (number | string)[] = [];
  let number = 0;
  let isOver = false;
  const visitor = async () => {
    while (!isOver && answers.at(-1) !== 'ECONNREFUSED') answers.push(await signUp(url, ++number));
  };
  const visitors = Array.from({ length: 12 }, visitor);
  while (answers.length < 25) await sleep(5);
  const { status, ms } = await stop(child);
  isOver = true;
  await Promise.all(visitors);
  const taken = answers.filter((answer) => answer === 202).length;
  expect(taken).toBeGreaterThan(20);
  expect(answers.filter((answer) => answer !== 202 && answer !== 503 && answer !== 'ECONNREFUSED' && answer !== 'ECONNRESET')).toEqual([]);
  expect(await mailsToSend()).toBe(taken);
  expect(status).toBe(0);
  expect(ms).toBeLessThan(25_000);
});

it('a worker that is told to stop finishes what it began, and the next does the rest, once', async () => {
  await app.drain();
  const sent = app.mails().length;
  const { url, child: api } = await start('api');
  const addresses = Array.from({ length: 150 }, (_, n) => `visitor-${100_000 + n}@example.org`);
  for (let from = 0; from < 150; from += 15) await Promise.all(addresses.slice(from, from + 15).map((_, n) => signUp(url, 100_000 + from + n)));
  await stop(api);
  const worker = await start('worker');
  while (app.mails().length < sent + 5) await sleep(2);
  expect((await stop(worker.child)).status).toBe(0);
  const left = await app.db.query<{ attempts: number; last_error: string | null }>('select attempts, last_error from outbox');
  expect(left.length).toBeGreaterThan(0);
  expect(left.filter(({ attempts, last_error }) => attempts > 0 || last_error !== null)).toEqual([]);
  const waiting = await mailsToSend();
  const metricsPort = String(await freePort());
  const next = await start('worker', { METRICS_PORT: metricsPort });
  while ((await app.db.query('select from outbox limit 1')).length > 0) await sleep(50);
  // an outbox that is empty is no counted job yet
  for (const stop = Date.now() + 5_000; Date.now() < stop && !(await metricsAt(metricsPort)).text.includes(doneMails(waiting)); ) await sleep(50);
  const { type, text } = await metricsAt(metricsPort);
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(text.split('\n').filter((line) => !/^(# (HELP|TYPE) \w+ .*|\w+(\{(\w+="[^"]*",?)+\})? \S+|)$/.test(line))).toEqual([]);
  for (const line of [doneMails(waiting), '# TYPE guildhall_job_seconds histogram', '# TYPE guildhall_process_cpu_seconds_total counter']) expect(text.split('\n')).toContain(line);
  expect((await stop(next.child)).status).toBe(0);
  await expect(metricsAt(metricsPort)).rejects.toThrow();
  expect(app.mails().slice(sent).map(({ to }) => to).sort()).toEqual(addresses.sort());
});

const doneMails = (count: number) => `guildhall_job_seconds_count{handler="identity.mailSignUp",outcome="done"} ${count}`;

/** As Prometheus asks a worker. */
async function metricsAt(port: string): Promise<{ type: string | null; text: string }> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  return { type: answer.headers.get('content-type'), text: await answer.text() };
}
