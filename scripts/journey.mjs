/* global AbortController */
// `npm run journey:check`: a Guildhall of its own in a temporary directory, the journey through it, then every invariant.
//   --challenges FILE --seed S --solvers N [--submissions N] [--limit N] [--report FILE]   as of `guildhall journey`
//   --kills N          ends the worker by kill -9 so many times on the way, and starts it again
//   --empty-queues     deletes every job of every queue once on the way
//   --compare FILE     the report of an earlier run: ends with 1 when an amount of a challenge or payee differs
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { runJourney } from '../test/support/journey-run.mjs';

const { values } = parseArgs({
  options: {
    challenges: { type: 'string', default: '../shared/data/challenges/challenges_gov.jsonl' },
    seed: { type: 'string', default: 'guildhall' },
    solvers: { type: 'string', default: '20' },
    submissions: { type: 'string' },
    limit: { type: 'string' },
    report: { type: 'string' },
    kills: { type: 'string', default: '0' },
    'empty-queues': { type: 'boolean', default: false },
    compare: { type: 'string' },
  },
});
const { compare, kills, 'empty-queues': emptyQueues, ...options } = values;
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());

const { status, report } = await runJourney({ options, kills: Number(kills), emptyQueues, print: (line) => console.log(line), signal: stop.signal });
process.exitCode = status;
if (compare && report) {
  const before = JSON.parse(readFileSync(compare, 'utf8'));
  const isSame = isDeepStrictEqual([before.challenges, before.payees], [report.challenges, report.payees]);
  console.log(isSame ? `Every amount is as in ${compare}.` : `Amounts differ from ${compare}.`);
  if (!isSame) process.exitCode = 1;
}
