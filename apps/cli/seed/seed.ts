import type { Db } from '@app/platform';
import type { Staff } from '@app/identity';
import { Clock } from '../journey/clock';
import { asStaff, type Places, takeUpAccount } from '../journey/people';
import { challenges } from './challenges';
import { moreChallenges } from './more-challenges';
import { demoPassword, people, staffMember } from './cast';
import { Walk } from './walk';

const day = 24 * 60 * 60 * 1000;
/** The first thing of the demo happens ten weeks ago. */
const daysBack = 70;

export interface SeedParts {
  db: Db;
  staff: Staff;
  places: Places;
  /** Origin of the payments sandbox. */
  sandbox: string;
}

/**
 * Demo data for an empty database. Its clock begins ten weeks ago and is walked to the present through the API, so that
 * everything has happened when it says it has, and at the end the platform's time is the wall's again. Returns the list of
 * accounts, or one sentence why there is no demo data.
 */
export async function seed({ db, staff, places, sandbox }: SeedParts): Promise<string> {
  const [found] = await db.query<{ is_used: boolean; is_past: boolean }>(`select exists (select from person) as is_used, clock_shift < '0' as is_past from platform`);
  if (found!.is_past) await comeBack(db, sandbox);
  if (found!.is_past) return 'Making demo data was interrupted, so only a part is there; start with an empty data directory to get all of it.';
  if (found!.is_used) return 'The database is not empty, so no demo data was made; start with an empty data directory to get it.';
  const now = new Date();
  const today = new Date(now.getTime() - (now.getTime() % day));
  await goBack(db, sandbox, new Date(today.getTime() - daysBack * day));

  await staff.addFromServer(staffMember.email, ['moderator', 'finance', 'support', 'operator']);
  await takeUpAccount(places, { ...staffMember, password: demoPassword });
  const visitor = await asStaff(places, { email: staffMember.email, password: demoPassword });
  await new Walk(places, visitor, new Clock(visitor), today).run([...challenges, ...moreChallenges]);
  await comeBack(db, sandbox);
  return accounts();
}

/** Before anything happened both clocks may be set back; afterwards they only go forward. */
async function goBack(db: Db, sandbox: string, to: Date): Promise<void> {
  await db.pool.query('update platform set clock_shift = $1::timestamptz - clock_timestamp()', [to]);
  await moveSandbox(sandbox, to.getTime() - Date.now());
}

/** From now on the platform's time is the wall's. */
async function comeBack(db: Db, sandbox: string): Promise<void> {
  await db.pool.query(`update platform set clock_shift = '0' where clock_shift < '0'`);
  await moveSandbox(sandbox, 0);
}

/** A sandbox whose clock was moved by an earlier database stays where it is: it never goes back once something happened. */
async function moveSandbox(sandbox: string, offset: number): Promise<void> {
  const response = await fetch(`${sandbox}/control/clock`, { method: 'POST', body: JSON.stringify({ offset_ms: offset }) });
  if (!response.ok && response.status !== 400) throw new Error(`the payments sandbox answered ${response.status}: ${await response.text()}`);
}

function accounts(): string {
  const all = [staffMember, ...Object.values(people)];
  const width = Math.max(...all.map(({ email }) => email.length));
  const lines = all.map((person) => `  ${person.email.padEnd(width)}  ${person.what}${'organisation' in person ? ` of ${person.organisation.name}` : ''}`);
  return [`Demo accounts; the password of each is: ${demoPassword}`, ...lines].join('\n');
}
