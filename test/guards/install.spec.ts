import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Packages run nothing at installation, whichever npm installs them and whoever calls it (`npm start`, `npm test`, the image). */
it('no package runs a script when it is installed', () => {
  const npmrc = readFileSync('.npmrc', 'utf8').split('\n');
  expect(npmrc).toContain('ignore-scripts=true');
  expect(execFileSync('npm', ['config', 'get', 'ignore-scripts'], { encoding: 'utf8' }).trim()).toBe('true');
  expect(readFileSync('docker/Dockerfile', 'utf8')).toMatch(/^COPY .*\.npmrc \.\/\nRUN npm ci$/m);
});
