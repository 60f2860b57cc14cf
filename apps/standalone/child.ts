import { fork } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite, StartError } from './start-error';

const LOG_LIMIT = 10 * 1024 * 1024;
const PATIENCE_MS = 15_000;

export interface ChildOptions {
  /** What people call it; also the name of its log. */
  name: string;
  /** `api/main.js`: relative to the built apps. */
  script: string;
  args?: string[];
  env: NodeJS.ProcessEnv;
  logDir: string;
}

/** How a process ended: no status after a signal; the last of what it printed. */
export interface Ending {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Child {
  /** Settles at its first message over the channel; rejects with StartError when it ends before. */
  ready: Promise<void>;
  exited: Promise<Ending>;
  /** SIGTERM, and SIGKILL to one that does not listen. */
  stop(): Promise<void>;
}

const builtApps = join(__dirname, '..');
/** Where package.json is: what children take as their working directory. */
export const projectRoot = join(__dirname, '..', '..', '..');

/**
 * Starts one of the other apps as a process that ends itself when this one dies (its channel closes). It has a process
 * group of its own, because Ctrl-C reaches a whole group and parts must stop in order. Output goes to `<logDir>/<name>.log`.
 */
export function startChild({ name, script, args = [], env, logDir }: ChildOptions): Child {
  const path = join(builtApps, script);
  if (!existsSync(path)) throw new StartError(`The build lacks apps/${script}; run npm run build.`);
  const log = openLog(logDir, `${name}.log`);
  const child = fork(path, args, { env, cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true, execArgv: [] });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (chunk: Buffer) => {
      writeSync(log, chunk);
      output[stream] = (output[stream] + chunk.toString()).slice(-20_000);
    });
  }
  const exited = new Promise<Ending>((done) => {
    child.once('error', (error) => done({ status: 1, stdout: '', stderr: error.message }));
    child.once('close', (status) => done({ status, ...output }));
  });
  void exited.then(() => closeSync(log));
  const ready = new Promise<void>((done, fail) => {
    child.once('message', () => done());
    void exited.then((ending) => fail(new StartError(whyItEnded({ name, logDir }, ending))));
  });
  ready.catch(() => undefined);
  return {
    ready,
    exited,
    async stop() {
      const stubborn = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      child.kill('SIGTERM');
      await exited;
      clearTimeout(stubborn);
    },
  };
}

/** One sentence when the process gave one, else what is known and where to read on. */
export function whyItEnded({ name, logDir }: Pick<ChildOptions, 'name' | 'logDir'>, { status, stdout, stderr }: Ending): string {
  const lines = stderr.trim().split('\n').filter((line) => line && !/^\(/.test(line));
  if (status !== null && lines.length === 1) return lines[0]!;
  const reason = lines.find((line) => /error/i.test(line)) ?? lastLoggedError(stdout);
  return `${name} ${status === null ? 'was ended by a signal' : `ended with status ${status}`}${reason ? ` (${reason.trim()})` : ''}; its log is ${join(logDir, `${name}.log`)}.`;
}

/** The api and the worker log JSON lines, the level of an error being 50 or more. */
function lastLoggedError(stdout: string): string | undefined {
  for (const line of stdout.trim().split('\n').reverse()) {
    const found = /^\{"level":[56]0,.*"msg":"((?:[^"\\]|\\[^n])*)/.exec(line);
    if (found) return found[1];
  }
  return undefined;
}

function openLog(logDir: string, name: string): number {
  try {
    mkdirSync(logDir, { recursive: true, mode: 0o700 });
    const path = join(logDir, name);
    if (existsSync(path) && statSync(path).size > LOG_LIMIT) truncateSync(path);
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw cannotWrite(logDir, error);
  }
}
