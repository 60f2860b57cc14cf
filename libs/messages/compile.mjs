/**
 * Compiles the message catalogue into `generated/`, as typed functions.
 * It reads only local files: the plugin path in the project's settings is a path, never an address.
 */
import { compile } from '@inlang/paraglide-js';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const outdir = join(here, 'generated');

const shared = {
  project: join(here, 'project.inlang'),
  strategy: ['url', 'cookie', 'baseLocale'],
  cookieName: 'locale',
  emitReadme: false,
  emitGitIgnore: false,
  emitPrettierIgnore: false,
};
// Servers load a language as one module; for browsers each message is a module, so that a page fetches only its own.
await compile({ ...shared, outdir, outputStructure: 'locale-modules', emitTsDeclarations: true });
await compile({ ...shared, outdir: join(outdir, 'portal') });
// The root package is CommonJS; the compiled messages are ES modules, and say so beside themselves.
await writeFile(join(outdir, 'package.json'), '{ "type": "module" }\n');

// The TypeScript compiler copies no JavaScript, and the built server needs the same modules beside its own.
const built = join(here, '../../dist/libs/messages/generated');
await mkdir(dirname(built), { recursive: true });
await cp(outdir, built, { recursive: true, filter: (path) => path !== join(outdir, 'portal') });
