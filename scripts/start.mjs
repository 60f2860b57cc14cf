// `npm start`: installs and builds what changed, then starts everything in this process.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hash, npm, whenChanged } from './install.mjs';

const sources = ['apps', 'libs', 'migrations', 'package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
const made = new Set(['build', 'generated', 'node_modules', '.react-router']);
const filesOf = (path) => {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (made.has(entry.name) ? [] : entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)])).sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
};

whenChanged('dist/.sources', () => hash(...sources.flatMap(filesOf).flatMap((file) => [file, readFileSync(file)])), () => npm('run', 'build'));
await import('../dist/apps/standalone/main.js');
