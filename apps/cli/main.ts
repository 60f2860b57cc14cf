import { Command } from 'commander';
import { startTrouble } from '@app/platform';
import { addKeys } from './keys';
import { addMigrate } from './migrate';
import { addPrepare } from './prepare';
import { addOpenapi } from './openapi';
import { addCheck } from './check';
import { addImport } from './import';
import { addJourney } from './journey';
import { addOutbox } from './outbox';
import { addSeed } from './seed';
import { addStaff } from './staff';
import { addVerify } from './verify';

const program = new Command('guildhall').description('Runs and inspects a Guildhall');
addKeys(program);
addPrepare(program);
addMigrate(program);
addStaff(program);
addImport(program);
addOpenapi(program);
addVerify(program);
addCheck(program);
addJourney(program);
addOutbox(program);
addSeed(program);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${startTrouble(error, process.env.DATABASE_MIGRATION_URL || process.env.DATABASE_URL) ?? (error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
