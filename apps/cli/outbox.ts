import { NestFactory } from '@nestjs/core';
import type { Command } from 'commander';
import { DataSource } from 'typeorm';
import { systemActor } from '@app/kernel';
import { assertMode, GivenUp, PlatformModule, readConfig } from '@app/platform';

const most = 1000;

/** Work that failed so often that it waits for a person, from the server itself. */
export function addOutbox(program: Command): void {
  const outbox = program.command('outbox').description('work that was given up after twenty attempts');

  outbox
    .command('list')
    .description('what was given up, and why, the longest waiting first')
    .action(() =>
      inside(async (givenUp) => {
        for (const { id, name, attempts, failedAt, error } of await givenUp.list(undefined, most)) say(`${id}\t${name}\t${failedAt.toISOString()}\t${attempts} attempts\t${(error ?? '').replace(/\s+/g, ' ')}`);
      }),
    );

  outbox
    .command('retry')
    .description('have it tried again, once its cause is gone; exits 1 where something named is not given up')
    .argument('[id...]', 'numbers of the list')
    .option('--all', 'everything that was given up')
    .requiredOption('--reason <text>', 'why it will work now; kept in the audit trail')
    .action((ids: string[], { all, reason }: { all?: true; reason: string }) =>
      inside(async (givenUp) => {
        const chosen = all ? (await givenUp.list(undefined, most)).map(({ id }) => id) : ids;
        if (chosen.length === 0) say(all ? 'Nothing was given up.' : 'Name what is to be tried again, or say --all.');
        for (const id of chosen) {
          const row = /^[1-9]\d{0,17}$/.test(id) ? await givenUp.retry(systemActor('guildhall outbox retry'), id, reason) : undefined;
          say(row ? `${id}\t${row.name} is tried again.` : `${id} is not given up.`);
          if (!row) process.exitCode = 1;
        }
        if (chosen.length === 0 && !all) process.exitCode = 1;
      }),
    );
}

async function inside(work: (givenUp: GivenUp) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const context = await NestFactory.createApplicationContext({ module: class OutboxCommand {}, imports: [PlatformModule.with(config)] }, { logger: false });
  try {
    await assertMode(context.get(DataSource), config.mode);
    await work(context.get(GivenUp));
  } finally {
    await context.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
