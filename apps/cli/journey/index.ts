import { type Command, InvalidArgumentError } from 'commander';
import { BadSetting } from '@app/platform';
import { journey, type JourneyOptions } from './journey';

/** `guildhall journey`: a client of the API, the mail inbox and the payments sandbox, and nothing more. */
export function addJourney(program: Command): void {
  program
    .command('journey')
    .description('take real challenges through everything the platform does, over HTTP, on its test clock; exits 1 when a check fails')
    .requiredOption('--api <url>', 'address of the platform as in PUBLIC_URL, e.g. http://localhost:3000')
    .requiredOption('--challenges <file>', 'challenges in JSON lines, in the shape of challenge.gov’s export')
    .requiredOption('--solvers <number>', 'how many people enter', whole)
    .requiredOption('--seed <text>', 'the same seed leads to the same amounts')
    .option('--submissions <number>', 'how many are handed in; otherwise five for each solver', whole)
    .option('--limit <number>', 'take only so many challenges of the file', whole)
    .option('--staff-token <token>', 'session (the cookie __Host-sid) of staff who are moderator and operator', process.env.GUILDHALL_STAFF_TOKEN)
    .option('--staff-email <address>', 'or their address', process.env.GUILDHALL_STAFF_EMAIL)
    .option('--staff-password <password>', 'and their password', process.env.GUILDHALL_STAFF_PASSWORD)
    .option('--mail <url>', 'address of the mail inbox', process.env.MAIL_URL ?? 'http://127.0.0.1:1080')
    .option('--sandbox <url>', 'address of the payments sandbox', process.env.STRIPE_API_BASE ?? 'http://127.0.0.1:4242')
    .option('--report <file>', 'write amounts per challenge and payee as JSON, to compare runs')
    .action(async (options: Omit<JourneyOptions, 'submissions'> & { submissions?: number }) => {
      if (!options.staffToken && !(options.staffEmail && options.staffPassword)) throw new BadSetting('Staff are needed: --staff-token, or --staff-email and --staff-password.');
      const faults = await journey({ ...options, submissions: options.submissions ?? options.solvers * 5 }, (line) => process.stdout.write(`${line}\n`));
      for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
      process.exitCode = faults.length > 0 ? 1 : 0;
    });
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A whole number from 1.');
  return Number(text);
}
