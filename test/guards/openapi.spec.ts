import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const cli = 'dist/apps/cli/main.js';

it('openapi.json is what the code says (run `npm run build` when this fails)', () => {
  if (!existsSync(cli)) throw new Error('Nothing is built: run `npm run build:server` first.');
  expect(() => execFileSync(process.execPath, [cli, 'openapi', '--check'], { stdio: 'pipe' })).not.toThrow();
});
