import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { assertMode, JsonLogger, Metrics, readConfig, serveMetrics, startTrouble, WorkLoop } from '@app/platform';
import { WorkerModule } from './worker.module';

async function main(): Promise<void> {
  // Whoever started this process may die at any moment, also while it starts.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  const config = readConfig(process.env);
  const app = await NestFactory.createApplicationContext(WorkerModule.with(config), { logger: new JsonLogger('worker', config.logLevel), abortOnError: false });
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  await assertMode(app.get(DataSource), config.mode);
  await app.get(WorkLoop).start();
  const metrics = app.get(Metrics);
  metrics.watchProcess();
  if (config.metricsPort !== undefined) (await serveMetrics(metrics.registry, config.host, config.metricsPort)).unref();
  process.send?.({ ready: 'working' });
}

void main().catch((error: unknown) => {
  process.stderr.write(`${startTrouble(error, process.env.DATABASE_URL) ?? (error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
