import { NestFactory } from '@nestjs/core';
import { type Command, InvalidArgumentError } from 'commander';
import { DataSource } from 'typeorm';
import { IdentityModule, IdentityQueries, Staff } from '@app/identity';
import { type StaffRole, staffRoles } from '@app/kernel';
import { assertMode, PlatformModule, readConfig } from '@app/platform';

/** Who runs the platform, from the server itself: the first staff can come in no other way. */
export function addStaff(program: Command): void {
  const staff = program.command('staff').description(`people who run the platform; roles are ${staffRoles.join(', ')}`);

  staff
    .command('add')
    .description('give staff roles, or confirm them for another year; somebody without an account gets a mail to set a password')
    .argument('<email>', 'address of the person', address)
    .argument('<role...>', 'one or more roles', roles)
    .action((email: string, given: StaffRole[]) =>
      inside(async ({ staff: service }) => {
        const { person, isNew } = await service.addFromServer(email, given);
        const how = isNew || person.passwordHash === null ? ' A mail to set a password is on its way, once a worker runs.' : '';
        say(`${person.email} is ${given.join(', ')}.${how}`);
      }),
    );

  staff
    .command('remove')
    .description('take staff roles away, all when none is named; the person is signed out')
    .argument('<email>', 'address of the person', address)
    .argument('[role...]', 'roles', roles)
    .action((email: string, given: StaffRole[] = []) =>
      inside(async ({ staff: service }) => {
        const taken = await service.removeFromServer(email, given);
        say(taken.length > 0 ? `${email} is no longer ${taken.join(', ')}.` : `${email} had no such role.`);
      }),
    );

  staff
    .command('list')
    .description('every staff role and when it was last confirmed')
    .action(() =>
      inside(async ({ queries }) => {
        for (const { email, role, confirmedAt } of await queries.staff()) say(`${email}\t${role}\t${confirmedAt.toISOString()}`);
      }),
    );
}

async function inside(work: (parts: { staff: Staff; queries: IdentityQueries }) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const context = await NestFactory.createApplicationContext({ module: class StaffCommand {}, imports: [PlatformModule.with(config), IdentityModule] }, { logger: false });
  try {
    await assertMode(context.get(DataSource), config.mode);
    await work({ staff: context.get(Staff), queries: context.get(IdentityQueries) });
  } finally {
    await context.close();
  }
}

function roles(text: string, before: StaffRole[] = []): StaffRole[] {
  const role = staffRoles.find((one) => one === text);
  if (!role) throw new InvalidArgumentError(`A role is one of ${staffRoles.join(', ')}.`);
  return [...before, role];
}

function address(text: string): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) throw new InvalidArgumentError('Not an e-mail address.');
  return text;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
