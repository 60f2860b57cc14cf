import { writeFileSync } from 'node:fs';
import { type Cast, gather } from './cast';
import { Drawing } from './drawing';
import { Inbox } from './inbox';
import { asStaff, type Places } from './people';
import { type Plan, planJourney } from './plan';
import { ProviderPages } from './provider';
import { faultsOf, type JourneyReport, reportOf } from './report';
import { readRows } from './rows';
import { tableOf } from './table';
import { Wave } from './wave';
import { until } from './waiting';

export interface JourneyOptions {
  api: string;
  challenges: string;
  solvers: number;
  submissions: number;
  seed: string;
  limit?: number;
  staffToken?: string;
  staffEmail?: string;
  staffPassword?: string;
  mail: string;
  sandbox: string;
  report?: string;
}

/**
 * Takes real challenges through everything the platform does, by HTTP alone. Prints progress and, at the end, a table.
 * Returns what is wrong with how it ended; empty when all is well. @throws Error when something never happened
 */
export async function journey(options: JourneyOptions, print: (line: string) => void): Promise<string[]> {
  const begun = Date.now();
  const say = (line: string) => print(`${String(Math.round((Date.now() - begun) / 1000)).padStart(5)} s  ${line}`);
  const drawing = new Drawing(options.seed);
  const plan = planJourney({ rows: readRows(options.challenges, options.limit), solvers: options.solvers, submissions: options.submissions }, drawing);
  const [api, mail, sandbox] = [options.api, options.mail, options.sandbox].map((url) => url.replace(/\/$/, '')) as [string, string, string];
  const places: Places = { api, portal: api, inbox: new Inbox(mail), provider: new ProviderPages(sandbox) };
  const staff = await asStaff(places, { token: options.staffToken, email: options.staffEmail, password: options.staffPassword });

  const cast = await gather(places, staff, plan, drawing, say);
  const completed = await walk(cast, plan, say);
  const report = await settledReport(cast, plan, completed);
  if (options.report) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
  print(`\n${tableOf(report)}\n`);
  return faultsOf(report);
}

/** Wave after wave. Returns how many fields were completed, by field. */
async function walk(cast: Cast, { waves }: Plan, say: (line: string) => void): Promise<Record<string, number>> {
  const completed: Record<string, number> = {};
  let notBefore = new Date(0);
  for (const [at, planned] of waves.entries()) {
    say(`wave ${at + 1} of ${waves.length}, ${planned.length} challenges; it is ${(await cast.clock.now()).toISOString().slice(0, 10)}`);
    const { openedAt, fields } = await new Wave(cast, planned, say).run(notBefore);
    for (const [field, number] of fields.flatMap((one) => Object.entries(one))) completed[field] = (completed[field] ?? 0) + number;
    notBefore = new Date(Date.UTC(openedAt.getUTCFullYear(), openedAt.getUTCMonth() + 1, 1));
  }
  return completed;
}

/** Refunds reach the sponsor by an event of the provider: the last may still be on its way. What never settles is shown as it is. */
async function settledReport(cast: Cast, { waves }: Plan, completed: Record<string, number>): Promise<JourneyReport> {
  let report = await reportOf(cast, waves.flat(), completed);
  if (faultsOf(report).length === 0) return report;
  await until('the books are settled', async () => {
    report = await reportOf(cast, waves.flat(), completed);
    return faultsOf(report).length === 0;
  }).catch(() => undefined);
  return report;
}
