/**
 * Compiles the message catalogue into `generated/` (typed functions, one module per message).
 * It reads only local files: the plugin path in the project's settings is a path, never an address.
 */
import { compile } from '@inlang/paraglide-js';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const outdir = join(here, 'generated');

await compile({
  project: join(here, 'project.inlang'),
  outdir,
  strategy: ['url', 'cookie', 'baseLocale'],
  cookieName: 'locale',
  emitTsDeclarations: true,
  emitReadme: false,
  emitGitIgnore: false,
  emitPrettierIgnore: false,
});
// The root package is CommonJS; the compiled messages are ES modules, and say so beside themselves.
await writeFile(join(outdir, 'package.json'), '{ "type": "module" }\n');

// The TypeScript compiler copies no JavaScript, and the built server needs the same modules beside its own.
const built = join(here, '../../dist/libs/messages/generated');
await mkdir(dirname(built), { recursive: true });
await cp(outdir, built, { recursive: true, force: true });
