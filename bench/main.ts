import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { prepareGround } from './ground';
import { benchLedger } from './ledger';
import { benchList } from './list';
import { benchLive } from './live';
import { benchMatching } from './matching';
import { benchNotifications } from './notifications';
import { benchOutbox } from './outbox';
import { type Row, tableOf } from './table';

const benches = { list: benchList, outbox: benchOutbox, ledger: benchLedger, matching: benchMatching, notifications: benchNotifications, live: benchLive };

/** `npm run bench [-- list outbox ledger matching notifications live]`: ratios to bare limits of the same run, as a table and in bench/results.json. */
async function main(names: string[]): Promise<void> {
  const chosen = Object.entries(benches).filter(([name]) => names.length === 0 || names.includes(name));
  const rows: Row[] = [];
  for (const [, bench] of chosen) {
    const ground = await prepareGround();
    try {
      rows.push(...(await bench(ground)));
    } finally {
      await ground.stop();
    }
  }
  process.stdout.write(`${tableOf(rows)}\n`);
  const machine = { node: process.version, cores: cpus().length, load: loadavg().map((one) => Number(one.toFixed(2))) };
  writeFileSync('bench/results.json', `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, null, 2)}\n`);
  if (rows.some(({ bar, ratio }) => bar !== undefined && ratio !== undefined && ratio < bar)) process.exitCode = 1;
}

void main(process.argv.slice(2));
