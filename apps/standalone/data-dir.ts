import { mkdirSync } from 'node:fs';
import { cannotWrite } from './start-error';

/** Makes the data directory when there is none, and returns its path. Throws StartError. */
export function makeDataDir(dataDir: string): string {
  try {
    // Passable but not listable for others, so that root's database user can reach its own part.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    return dataDir;
  } catch (error) {
    throw cannotWrite(dataDir, error);
  }
}
