import { isDeepStrictEqual } from 'node:util';
import type { AwardAnswer, ChallengeAnswer, DecisionAnswer, FundingAnswer, PayoutAnswer, ProofAnswer, StatementAnswer } from './answers';
import type { Cast } from './cast';
import type { PlannedChallenge } from './plan';
import { declarationOf, readChallenge } from './sponsoring';
import { inParallel } from './waiting';
import { awardsOf, payoutsOf } from './winning';

const atOnce = 6;

/** What became of one challenge; amounts in minor units. The same for every run with one seed, whatever was killed meanwhile. */
export interface ChallengeReport {
  title: string;
  state: string;
  result: string | null;
  currency: string | null;
  entries: number;
  submissions: number;
  /** Locked scorecards, in all phases. */
  scores: number;
  bounty: number;
  fee: number;
  /** Of the fee, what the platform keeps by its rules. */
  feeEarned: number;
  /** Proven to be there still. */
  held: number;
  awards: { kind: string; place: number | null; payee: string; amount: number; state: string }[];
  /** Its sponsor has signed that it does not use what was handed in. */
  declared: boolean;
  /** Sent, by payee. */
  payouts: Record<string, number>;
}

export interface Totals {
  /** By currency. */
  in: Record<string, number>;
  out: Record<string, number>;
  refunds: Record<string, number>;
  held: Record<string, number>;
  fee: Record<string, number>;
}

export interface JourneyReport {
  seed: string;
  /** By the key of the source row. */
  challenges: Record<string, ChallengeReport>;
  /** What each payee was sent, by address and currency. */
  payees: Record<string, Record<string, number>>;
  totals: Totals;
  /** What was completed in the drafts, by field. */
  completed: Record<string, number>;
}

/** Asks the API how everything ended. */
export async function reportOf(cast: Cast, planned: readonly PlannedChallenge[], completed: Record<string, number>): Promise<JourneyReport> {
  const paid = await inParallel(cast.solvers, atOnce, async (solver) => ({ solver, payouts: await payoutsOf(solver) }));
  const entries = tally((await inParallel(cast.solvers, atOnce, ({ visitor }) => visitor.all<{ challenge: { id: string } }>('/me/entries'))).flat().map(({ challenge }) => challenge.id));
  const byAward = new Map(paid.flatMap(({ solver, payouts }) => payouts.map((payout) => [payout.awardId, { payout, payee: solver.email }] as const)));
  const reports = await inParallel(planned, atOnce, async (one) => [one.key, { ...(await challengeReport(cast, one, byAward)), entries: entries.get(cast.challengeIds.get(one.key)!) ?? 0 }] as const);
  const ordered = reports.sort(([a], [b]) => (a < b ? -1 : 1));
  const payees = Object.fromEntries(paid.map(({ solver, payouts }) => [solver.email, sumByCurrency(payouts.filter(({ state }) => state === 'sent').map(({ amount }) => amount))] as const).filter(([, sums]) => Object.keys(sums).length > 0));
  return { seed: cast.drawing.seed, challenges: Object.fromEntries(ordered), payees, totals: await totalsOf(cast, ordered.map(([, report]) => report)), completed };
}

/** What is wrong with how it ended, in sentences; empty when all is well. */
export function faultsOf({ challenges, totals }: JourneyReport): string[] {
  const faults = Object.entries(challenges).flatMap(([key, { state, awards, payouts }]) => {
    const won = sumBy(awards.filter((award) => award.state === 'released' && award.amount > 0), ({ payee }) => payee, ({ amount }) => amount);
    return [
      ...(state === 'completed' || state === 'cancelled' ? [] : [`${key} is ${state}, which is not final`]),
      ...(isDeepStrictEqual(won, payouts) ? [] : [`${key} awarded ${JSON.stringify(won)} and paid ${JSON.stringify(payouts)}`]),
    ];
  });
  for (const currency of Object.keys(totals.in)) {
    const of = (name: keyof Totals) => totals[name][currency] ?? 0;
    const accounted = of('out') + of('held') + of('fee') + of('refunds');
    if (of('in') !== accounted) faults.push(`${currency}: ${of('in')} came in, but out, held, fee and refunds are ${accounted}`);
    if (of('held') !== 0) faults.push(`${currency}: ${of('held')} is still held`);
  }
  return faults;
}

async function challengeReport(cast: Cast, planned: PlannedChallenge, byAward: ReadonlyMap<string, { payout: PayoutAnswer; payee: string }>): Promise<Omit<ChallengeReport, 'entries'>> {
  const sponsor = cast.sponsorOf(planned);
  const { visitor } = sponsor.owner;
  const id = cast.challengeIds.get(planned.key)!;
  const challenge = await readChallenge(sponsor, id);
  const [awards, { items: fundings }, participation, proof, declaration, decisions] = await Promise.all([
    awardsOf(sponsor, id),
    visitor.get<{ items: FundingAnswer[] }>(`/challenges/${id}/fundings`),
    visitor.get<{ submissions: number }>(`/challenges/${id}/participation`),
    visitor.get<ProofAnswer>(`/challenges/${id}/proof-of-funding`),
    declarationOf(sponsor, id),
    decisionsOf(cast, planned, challenge),
  ]);
  const captured = fundings.filter(({ state }) => state === 'captured');
  const [bounty, fee] = [total(captured.map((one) => one.bounty.amount)), total(captured.map((one) => one.fee.amount))];
  const scorecards = decisions.flatMap(({ record }) => record.submissions.map((submission) => submission.scorecards.length));
  const payouts = awards.flatMap(({ id: award }) => {
    const found = byAward.get(award);
    return found?.payout.state === 'sent' ? [found] : [];
  });
  return {
    title: challenge.title, state: challenge.state, result: challenge.result, currency: challenge.currency,
    submissions: participation.submissions, scores: total(scorecards),
    bounty, fee, feeEarned: feeEarned(captured, awards, decisions), held: heldOf(proof), declared: declaration?.state === 'signed',
    awards: awards.map(({ kind, place, organisationId, amount, state }) => ({ kind, place, payee: cast.solverOf(organisationId).email, amount: amount?.amount ?? 0, state })).sort(byText),
    payouts: sumBy(payouts, ({ payee }) => payee, ({ payout }) => payout.amount.amount),
  };
}

function decisionsOf(cast: Cast, planned: PlannedChallenge, { phases }: ChallengeAnswer): Promise<DecisionAnswer[]> {
  const decided = phases.filter(({ state }) => state === 'decided');
  return Promise.all(decided.map(({ id }) => cast.sponsorOf(planned).owner.visitor.get<DecisionAnswer>(`/phases/${id}/decision-record`)));
}

/** The rule of the platform: all of it once somebody was awarded, half (rounded down) when nobody was, nothing when nobody submitted. */
function feeEarned(fundings: readonly FundingAnswer[], awards: readonly AwardAnswer[], decisions: readonly DecisionAnswer[]): number {
  const isAwarded = awards.some(({ state }) => state === 'released');
  const isAnswered = decisions.some(({ record }) => record.submissions.length > 0);
  return total(fundings.map(({ fee }) => (isAwarded ? fee.amount : isAnswered ? Math.floor(fee.amount / 2) : 0)));
}

/** What came in for prizes and is neither on its way to a payee nor given back. */
function heldOf({ total: money }: ProofAnswer): number {
  return money === null ? 0 : money.captured.amount - money.paid.amount - money.returned.amount;
}

/** Money in, out and back comes from the statements of those who paid and were paid; what is held from the proofs, the fee from its rule. */
async function totalsOf(cast: Cast, reports: readonly ChallengeReport[]): Promise<Totals> {
  const statements = await inParallel([...cast.sponsors.map(({ owner, organisationId }) => ({ ...owner, organisationId })), ...cast.solvers], atOnce, ({ visitor, organisationId }) =>
    visitor.all<StatementAnswer>(`/organisations/${organisationId}/statement`),
  );
  const lines = statements.flat();
  const of = (wanted: StatementAnswer['kind']) => sumByCurrency(lines.filter(({ kind }) => kind === wanted).map(({ amount }) => amount));
  const withMoney = reports.filter(({ currency }) => currency !== null);
  const ofReports = (amount: (report: ChallengeReport) => number) => sumByCurrency(withMoney.map((report) => ({ amount: amount(report), currency: report.currency! })));
  return { in: of('charge'), out: of('payout'), refunds: of('refund'), held: ofReports(({ held }) => held), fee: ofReports(({ feeEarned: earned }) => earned) };
}

function sumByCurrency(amounts: readonly { amount: number; currency: string }[]): Record<string, number> {
  return sumBy(amounts, ({ currency }) => currency, ({ amount }) => amount);
}

function sumBy<Item>(items: readonly Item[], keyOf: (item: Item) => string, amountOf: (item: Item) => number): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const item of items) sums[keyOf(item)] = (sums[keyOf(item)] ?? 0) + amountOf(item);
  return Object.fromEntries(Object.entries(sums).sort(byText));
}

/** How often each word is among them, in the order of their first. */
export function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0);
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
