import { NestFactory } from '@nestjs/core';
import type { Command } from 'commander';
import { DataSource } from 'typeorm';
import { IdentityModule, Staff } from '@app/identity';
import { assertMode, BadSetting, type Config, Db, PlatformModule, readConfig } from '@app/platform';
import { Inbox } from '../journey/inbox';
import type { Places } from '../journey/people';
import { ProviderPages } from '../journey/provider';
import { seed } from './seed';

/** `guildhall seed`: fills an empty demo, with api and worker running, and prints its accounts. */
export function addSeed(program: Command): void {
  program
    .command('seed')
    .description('fill an empty database with demo data; api, worker, mail inbox and payments sandbox must run')
    .action(async () => {
      const config = readConfig(process.env);
      if (config.mode === 'production') throw new BadSetting('Demo data is refused in production.');
      process.stdout.write(`${await sow(config, process.env.MAIL_URL)}\n`);
    });
}

/** Links are read from the inbox and cards are pressed in the sandbox: with real services there is no demo. */
async function sow(config: Config, inbox: string | undefined): Promise<string> {
  if (!inbox || new URL(config.stripeApiBase).hostname === 'api.stripe.com') return 'No demo data was made: it needs the built-in mail inbox and payments sandbox.';
  const context = await NestFactory.createApplicationContext({ module: class SeedCommand {}, imports: [PlatformModule.with(config), IdentityModule] }, { logger: false });
  try {
    await assertMode(context.get(DataSource), config.mode);
    const places: Places = { api: apiOf(config), portal: new URL(config.publicUrl).origin, inbox: new Inbox(inbox), provider: new ProviderPages(config.stripeApiBase), portalSecret: config.portalSecret };
    return await seed({ db: context.get(Db), staff: context.get(Staff), places, sandbox: config.stripeApiBase });
  } finally {
    await context.close();
  }
}

/** Directly, whatever stands before the public address. */
function apiOf({ host, port }: Config): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
