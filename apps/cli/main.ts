import { Command } from 'commander';
import { BadSetting } from '@app/platform';
import { addMigrate } from './migrate';
import { addOpenapi } from './openapi';

const program = new Command('guildhall').description('Runs and inspects a Guildhall');
addMigrate(program);
addOpenapi(program);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof BadSetting ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
});
