/* global fetch */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import pg from 'pg';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const app = (name) => join(root, 'dist/apps', name, 'main.js');
const staff = { email: 'staff@journey.example', password: 'green harbour evening bell' };

/** After which line of progress the worker is killed first, how many lines later again, and when the queues are emptied. */
const firstKill = 6;
const nextKill = 13;
const emptying = 9;

/**
 * Starts everything but demo data in a temporary directory, makes staff, runs the journey and the check, and stops
 * everything, whatever happened. `options` are those of `guildhall journey` by name.
 *
 * @returns {Promise<{ status: number, report?: object, lines: string[], kills: number, deletedJobs: number }>} `status` 0
 *   when journey and check succeeded; `report` where the journey wrote one
 */
export async function runJourney({ options, kills = 0, emptyQueues = false, print = () => undefined, signal }) {
  if (!existsSync(app('standalone'))) throw new Error('Nothing is built; run npm run build:server.');
  const dataDir = mkdtempSync(join(tmpdir(), 'guildhall-journey-'));
  chmodSync(dataDir, 0o711); // passable for the database user when root runs this
  const house = new House(dataDir, print);
  signal?.addEventListener('abort', () => void house.close());
  const lines = [];
  try {
    await house.open();
    const reportFile = options.report ?? join(dataDir, 'report.json');
    const trouble = new Trouble(house, { kills, emptyQueues, print });
    const journey = await house.cli(
      ['journey', '--api', house.portal, '--mail', house.inbox, '--sandbox', house.env.STRIPE_API_BASE, '--staff-email', staff.email, '--staff-password', staff.password, ...argumentsOf({ ...options, report: reportFile })],
      (line) => {
        print(line);
        lines.push(line);
        trouble.after(lines.length);
      },
    );
    await trouble.over();
    const check = await house.cli(['check'], (line) => void (line.startsWith('holds') || print(line)));
    print(check === 0 ? 'Every invariant holds.' : 'An invariant is broken.');
    const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
    return { status: journey || check, report, lines, kills: trouble.killed, deletedJobs: trouble.deletedJobs };
  } finally {
    await house.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A Guildhall whose worker can be killed without the rest following. */
class House {
  children = new Set();
  isClosed = false;

  constructor(dataDir, print) {
    Object.assign(this, { dataDir, print });
    const { PATH, HOME, LANG } = process.env;
    this.env = {
      PATH, HOME, LANG, MODE: 'test', DATA_DIR: dataDir, PORT: '0', MAIL_WEB_PORT: '0', SANDBOX_PORT: '0', RATE_LIMITS: 'off', PASSWORD_COST: '10', DEMO_DATA: 'off', LOG_LEVEL: 'warn',
    };
  }

  async open() {
    const addresses = await this.startStandalone();
    Object.assign(this, { portal: addresses.Portal, inbox: addresses['Mail inbox'] });
    this.env = { ...this.env, ...parseEnv(readFileSync(join(this.dataDir, 'settings.env'), 'utf8')) };
    await this.startWorker();
    const added = await this.cli(['staff', 'add', staff.email, 'moderator', 'operator'], () => undefined);
    if (added !== 0) throw new Error('staff could not be added');
    await this.setStaffPassword();
  }

  /** The worker is started apart from the others: the one command ends everything when one of its parts ends. */
  startStandalone() {
    const child = this.start('standalone', ['--without', 'worker,seed']);
    return new Promise((done, fail) => {
      const addresses = {};
      let last = '';
      eachLine(child.stderr, (line) => (last = line));
      eachLine(child.stdout, (line) => {
        const [, name, address] = /^ {2}(\S.*?) {2,}(http\S+)$/.exec(line) ?? [];
        if (name) addresses[name] = address;
        if (line.startsWith('Ctrl-C')) done(addresses);
      });
      child.once('exit', (status, signal) => {
        if (!this.isClosed) this.print(`the one command ended with ${signal ?? status}: ${last}`);
        fail(new Error(`the one command ended with ${signal ?? status}: ${last}`));
      });
    });
  }

  async startWorker() {
    this.worker = this.start('worker', []);
    this.worker.stdout.resume();
    let last = '';
    eachLine(this.worker.stderr, (line) => (last = line));
    await new Promise((done, fail) => {
      this.worker.once('message', done);
      this.worker.once('exit', (status) => fail(new Error(`the worker ended with ${status}: ${last}`)));
    });
  }

  async killWorker() {
    const { worker } = this;
    const exited = new Promise((done) => worker.once('exit', done));
    worker.kill('SIGKILL');
    await exited;
    if (!this.isClosed) await this.startWorker();
  }

  /** Runs a command of the cli; its status. */
  cli(args, onLine) {
    const child = this.start('cli', args);
    eachLine(child.stdout, onLine);
    eachLine(child.stderr, (line) => this.print(line));
    return new Promise((done) => child.once('close', (status) => done(status ?? 1)));
  }

  async close() {
    if (this.isClosed) return;
    this.isClosed = true;
    const running = [...this.children].reverse();
    for (const child of running) child.kill('SIGTERM');
    await Promise.all(running.map((child) => Promise.race([new Promise((done) => child.once('exit', done)), sleep(20_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))])));
  }

  /** Connected to us by a channel, so that it ends when we do. */
  start(name, args) {
    const child = spawn(process.execPath, [app(name), ...args], { cwd: root, env: this.env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
    return child;
  }

  async setStaffPassword() {
    for (let tries = 0; tries < 300; tries++, await sleep(100)) {
      const mails = await (await fetch(`${this.inbox}/api/email?to.address=${encodeURIComponent(staff.email)}`)).json();
      const token = /\/reset\?token=([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1];
      if (!token) continue;
      const answer = await fetch(`${this.portal}/api/v1/password-resets/${token}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ password: staff.password }) });
      if (answer.ok) return;
    }
    throw new Error('no mail came to set the password of staff');
  }
}

/** Kills and deletions at given lines of progress, one after another, each in the middle of what happens then. */
class Trouble {
  killed = 0;
  deletedJobs = 0;
  work = Promise.resolve();

  constructor(house, { kills, emptyQueues, print }) {
    Object.assign(this, { house, kills, emptyQueues, print });
  }

  after(line) {
    if (line >= firstKill && (line - firstKill) % nextKill === 0 && (line - firstKill) / nextKill < this.kills) this.next(() => this.kill());
    if (this.emptyQueues && line === emptying) this.next(() => this.empty());
  }

  /** @throws when a kill or a deletion did not work */
  over() {
    return this.work;
  }

  next(act) {
    this.work = this.work.then(act);
    this.work.catch((error) => this.print(String(error)));
  }

  async kill() {
    await sleep(300);
    await this.house.killWorker();
    this.killed++;
    this.print(`        the worker was killed and started again (${this.killed})`);
  }

  /** Waits for a moment in which there are jobs: deleting none would prove nothing. */
  async empty() {
    const client = new pg.Client(this.house.env.DATABASE_MIGRATION_URL);
    await client.connect();
    for (const stop = Date.now() + 30_000; this.deletedJobs === 0 && Date.now() < stop && !this.house.isClosed; ) this.deletedJobs = (await client.query('delete from bullmq.job')).rowCount;
    await client.end();
    this.print(`        every job of every queue was deleted: ${this.deletedJobs}`);
  }
}

function argumentsOf(options) {
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));
}

function eachLine(stream, take) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) take(line);
  });
  stream.on('end', () => rest && take(rest));
}
