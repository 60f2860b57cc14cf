import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const args = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'];
const installed = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Debian's Chromium where there is one, the one without windows first, which takes a third less work; else the one inside an npm package, which needs nothing installed. */
export async function launchChromium({ packed = process.env.PACKED_CHROMIUM === 'on' } = {}): Promise<Browser> {
  const executablePath = installed.find((path) => existsSync(path));
  return executablePath !== undefined && !packed ? chromium.launch({ executablePath, args }) : launchPacked();
}

/**
 * The package's own start is for another place: its arguments switch web security off and put everything in one process.
 * It brings libraries a bare Debian lacks, and fonts, without which every text is 0 px high.
 */
async function launchPacked(): Promise<Browser> {
  const home = unpacked();
  const env = { ...process.env, HOME: home, TMPDIR: home, FONTCONFIG_FILE: join(home, 'fonts.conf'), LD_LIBRARY_PATH: [join(home, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') };
  return chromium.launch({ executablePath: join(home, 'chromium'), args: [...args, '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'], env });
}

/** Unpacks aside and moves the whole into its place, so that two tests at once never start half a browser. */
function unpacked(): string {
  const cache = join(process.cwd(), '.cache');
  const place = join(cache, 'chromium');
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(join(cache, 'chromium-'));
  const bin = join(dirname(require.resolve('@sparticuz/chromium')), '../bin');
  const files = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'].map((file) => join(bin, file));
  // In a process of its own: the package unpacks into the system's temporary directory, which only the environment can move.
  const script = "const { inflate } = await import('@sparticuz/chromium'); for (const file of process.argv.slice(1)) await inflate(file);";
  execFileSync(process.execPath, ['--input-type=module', '-e', script, ...files], { env: { ...process.env, TMPDIR: aside } });
  // The package's own list of font directories names /tmp and no other.
  writeFileSync(join(aside, 'fonts.conf'), `<fontconfig><dir>${join(place, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(place, 'fonts-cache')}</cachedir></fontconfig>`);
  try {
    renameSync(aside, place);
  } catch (error) {
    rmSync(aside, { recursive: true });
    if (!existsSync(place)) throw error;
  }
  return place;
}
