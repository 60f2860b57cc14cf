import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, Rows } from './rows';

/** One change: every row it wrote (null: removed) and how many ids had been given out after it. */
export interface Entry {
  ids: number;
  rows: [Kind, string, Rows[Kind] | null][];
}

/**
 * The memory of the stand-in: a file of JSON lines, one line per change, so that a change is kept whole or not at all.
 *
 * A line is written (`write(2)`) before the answer leaves: what was answered survives `kill -9` of the process.
 * `fsync` follows within a second and on close: a crash of the machine may lose the last second, which a test tool may.
 * A last line that a kill cut short is cut off when the file is opened; a broken line before it is a reason to stop.
 */
export class ChangeLog {
  private readonly fd: number;
  private dirty = false;
  private readonly syncing: NodeJS.Timeout;

  constructor(directory: string, replay: (entry: Entry) => void) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, 'changes.jsonl');
    this.fd = openSync(file, 'a+', 0o600);
    const bytes = readFileSync(this.fd);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) ftruncateSync(this.fd, whole);
    bytes.subarray(0, whole).toString('utf8').split('\n').forEach((line, i) => {
      if (line === '') return;
      try {
        replay(JSON.parse(line) as Entry);
      } catch (error) {
        throw new Error(`line ${i + 1} of ${file} cannot be read; remove the file to start anew`, { cause: error });
      }
    });
    this.syncing = setInterval(() => this.sync(), 1000).unref();
  }

  append(entry: Entry): void {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    for (let at = 0; at < line.length; ) at += writeSync(this.fd, line, at);
    this.dirty = true;
  }

  /** Forgets everything, for a reset between tests. */
  clear(): void {
    ftruncateSync(this.fd, 0);
    this.dirty = true;
  }

  close(): void {
    clearInterval(this.syncing);
    this.sync();
    closeSync(this.fd);
  }

  private sync(): void {
    if (!this.dirty) return;
    this.dirty = false;
    fsyncSync(this.fd);
  }
}
