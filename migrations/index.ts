import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface } from 'typeorm';

/** All migrations of this folder, in the order of their names. */
export const migrations = readdirSync(__dirname)
  .filter((file) => /^\d{13}-.*\.(ts|js)$/.test(file) && !file.endsWith('.d.ts'))
  .sort()
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the folder is the list
  .flatMap((file) => Object.values(require(join(__dirname, file)) as Record<string, new () => MigrationInterface>));
