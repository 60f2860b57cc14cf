import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite, StartError } from './start-error';

/** Secrets of one installation, kept in `<dataDir>/secrets.json` (mode 0600). */
export interface Secrets {
  /** The kept value of that name; made and kept at the first call. */
  keep(name: string, make?: () => string): string;
  has(name: string): boolean;
}

/** Opens the secrets of a data directory that exists. Throws StartError when the file is damaged. */
export function openSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  const values = read(file);
  return {
    has: (name) => values[name] !== undefined,
    keep(name, make = randomSecret) {
      const kept = values[name];
      if (kept !== undefined) return kept;
      const made = (values[name] = make());
      write(file, values);
      return made;
    },
  };
}

/** 192 random bits in characters that need no quoting in a URL. */
export const randomSecret = (): string => randomBytes(24).toString('hex');

function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    if (error instanceof SyntaxError) throw new StartError(`${file} is damaged; restore it from a copy, or remove the data directory to start anew.`);
    throw cannotWrite(file, error);
  }
}

/** Written beside and renamed: a power cut leaves the old file or the new one. */
function write(file: string, values: Record<string, string>): void {
  try {
    writeFileSync(`${file}.new`, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}
