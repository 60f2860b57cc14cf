import type { Command } from 'commander';
import { BadSetting } from '@app/platform';
import { prepareDatabase } from '../standalone/database';

export function addPrepare(program: Command): void {
  program
    .command('prepare')
    .description('make the two roles, the database and its extensions, as a superuser; run again, it brings passwords up to date')
    .requiredOption('--admin <url>', 'a superuser\'s connection to another database of the server', process.env.DATABASE_ADMIN_URL)
    .action(async ({ admin }: { admin: string }) => {
      const serving = readUrl('DATABASE_URL', 'guildhall_app');
      const migrating = readUrl('DATABASE_MIGRATION_URL', 'guildhall_migrate');
      if (serving.name !== migrating.name) throw new BadSetting('DATABASE_URL and DATABASE_MIGRATION_URL must name the same database.');
      const { isNew } = await prepareDatabase(admin, serving.name, { appPassword: serving.password, migratePassword: migrating.password });
      process.stdout.write(`The database ${serving.name} ${isNew ? 'was made' : 'is there'}; run \`guildhall migrate\` next.\n`);
    });
}

/** What the processes will connect with is what is made. */
function readUrl(setting: string, role: string): { name: string; password: string } {
  const text = process.env[setting];
  if (!text || !URL.canParse(text)) throw new BadSetting(`${setting} is required, as postgres://${role}:password@host/database.`);
  const { pathname, username, password } = new URL(text);
  if (username !== role) throw new BadSetting(`${setting} must connect as ${role}.`);
  if (pathname.length < 2 || password === '') throw new BadSetting(`${setting} needs a password and a database.`);
  return { name: decodeURIComponent(pathname.slice(1)), password: decodeURIComponent(password) };
}
