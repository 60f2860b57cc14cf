import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { cannotWrite } from './start-error';

/** Makes the data directory when there is none, and returns its path. Throws StartError. */
export function makeDataDir(dataDir: string): string {
  try {
    let parent = dirname(dataDir);
    while (!existsSync(parent) && parent !== dirname(parent)) parent = dirname(parent);
    // Asked first, because a recursive mkdir on a read-only disk says only that the directory does not exist.
    if (!existsSync(dataDir)) accessSync(parent, constants.W_OK);
    // Passable but not listable for others, so that root's database user can reach its own part.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    return dataDir;
  } catch (error) {
    throw cannotWrite(dataDir, error);
  }
}
