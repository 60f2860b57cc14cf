import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { assertMode, JsonLogger, Metrics, readConfig, startTrouble } from '@app/platform';
import { createApi } from './http';

async function main(): Promise<void> {
  // Whoever started this process may die at any moment, also while it starts.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  const config = readConfig({ ...process.env, PORTAL_SECRET: process.env.PORTAL_SECRET ?? randomBytes(32).toString('base64url') });
  const app = await createApi(config, { logger: new JsonLogger('api', config.logLevel) });
  await assertMode(app.get(DataSource), config.mode);
  app.get(Metrics).watchProcess();
  await app.listen(config.port, config.host);
  process.send?.({ ready: await app.getUrl() });
}

void main().catch((error: unknown) => {
  process.stderr.write(`${startTrouble(error, process.env.DATABASE_URL) ?? (error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
