import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dockerfile = readFileSync('docker/Dockerfile', 'utf8').split('\n');
const ignored = readFileSync('.dockerignore', 'utf8').split('\n').filter(Boolean);
const isIgnored = (path: string) => ignored.some((pattern) => (pattern.startsWith('**/*') ? path.endsWith(pattern.slice(4)) : path === pattern || path.startsWith(`${pattern}/`)));

/** There may be no engine where tests run: the lines of the build stage, in an empty directory, with what .dockerignore lets through. */
it('the build lines of the image make processes that start', () => {
  const place = mkdtempSync(join(tmpdir(), 'guildhall-image-'));
  try {
    const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter((path) => path && existsSync(path) && !isIgnored(path));
    const copy = (paths: readonly string[]) => paths.forEach((path) => cpSync(path, join(place, path), { recursive: true }));
    const stage = dockerfile.slice(0, dockerfile.findIndex((line, at) => at > 0 && line.startsWith('FROM ') && !line.endsWith('AS build')));
    for (const line of stage) {
      const [verb, ...rest] = line.split(' ');
      if (verb === 'COPY') copy(rest[0] === '.' ? files : rest.slice(0, -1));
      if (verb === 'RUN') expect({ line, status: spawnSync('sh', ['-c', rest.join(' ')], { cwd: place, stdio: 'ignore', env: { PATH: process.env.PATH, HOME: process.env.HOME } }).status }).toEqual({ line, status: 0 });
    }
    for (const app of ['api', 'worker']) {
      const { status, stderr } = spawnSync(process.execPath, [`dist/apps/${app}/main.js`], { cwd: place, encoding: 'utf8', env: { PATH: process.env.PATH, NODE_ENV: 'production' } });
      expect({ status, stderr }).toEqual({ status: 1, stderr: 'PUBLIC_URL is required.\n' });
    }
    for (const line of dockerfile.filter((one) => one.startsWith('COPY --from=build'))) expect(existsSync(join(place, line.split(' ')[2]!.replace('/app/', '')))).toBe(true);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}, 15 * 60_000);
