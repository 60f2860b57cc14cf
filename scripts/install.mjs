// What `npm start` and `npm test` share: plain Node, because nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

export const hash = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex');

/** Runs npm in the foreground; its failure is ours. */
export function npm(...args) {
  const { status } = spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`npm ${args.join(' ')} failed.`);
    process.exit(1);
  }
}

/** Calls `make` unless the note in `file` says it was made from the same thing. */
export function whenChanged(file, state, make) {
  if (existsSync(file) && readFileSync(file, 'utf8') === state()) return;
  make();
  writeFileSync(file, state());
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Guildhall needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}
whenChanged('node_modules/.guildhall-lock', () => hash(readFileSync('package-lock.json'), process.platform, process.arch), () => npm('ci'));
