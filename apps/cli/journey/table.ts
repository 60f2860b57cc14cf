import { type JourneyReport, tally, type Totals } from './report';

/** The end of a journey as people read it. */
export function tableOf({ challenges, payees, totals, completed }: JourneyReport): string {
  const all = Object.values(challenges);
  const count = (of: (challenge: (typeof all)[number]) => number) => all.reduce((sum, challenge) => sum + of(challenge), 0);
  const states = tally(all.map(({ state, result }) => `${state}${result ? `, ${result}` : ''}`).sort());
  const awards = tally(all.flatMap((challenge) => challenge.awards.map(({ kind, state }) => `${kind} ${state}`)).sort());
  const rows: [string, string][] = [
    ...[...states].map(([state, number]): [string, string] => [`challenges ${state}`, String(number)]),
    ['entries', String(count(({ entries }) => entries))],
    ['submissions', String(count(({ submissions }) => submissions))],
    ['scorecards', String(count(({ scores }) => scores))],
    ...[...awards].map(([award, number]): [string, string] => [`awards: ${award}`, String(number)]),
    ['payouts sent', String(count(({ payouts }) => Object.keys(payouts).length))],
    ['payees paid', String(Object.keys(payees).length)],
    ...(['in', 'out', 'held', 'fee', 'refunds'] as const).flatMap((name) => moneyRows(name, totals)),
    ['fields completed in drafts', `${Object.values(completed).reduce((sum, number) => sum + number, 0)} (${Object.entries(completed).map(([field, number]) => `${field} ${number}`).join(', ')})`],
  ];
  const widest = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(widest)}  ${value}`).join('\n');
}

const words = { in: 'money in', out: 'money out', held: 'still held', fee: 'fee earned', refunds: 'refunds' };

function moneyRows(name: keyof Totals, totals: Totals): [string, string][] {
  const currencies = [...new Set(Object.values(totals).flatMap((amounts: Record<string, number>) => Object.keys(amounts)))].sort();
  return currencies.map((currency) => [words[name], `${currency} ${((totals[name][currency] ?? 0) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`]);
}
