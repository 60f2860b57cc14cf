import type { Command } from 'commander';
import { readConfig, runMigrations } from '@app/platform';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest version, as the migrating role')
    .action(async () => {
      const config = readConfig(process.env);
      const ran = await runMigrations(config.databaseMigrationUrl, config.mode);
      process.stdout.write(ran.length === 0 ? 'The database is up to date.\n' : `${ran.join('\n')}\n`);
    });
}
