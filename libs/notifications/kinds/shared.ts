import { type Currency, instantText, money, moneyText } from '@app/kernel';
import type { Rest } from '@app/bounties';
import type { NoAwardEffect } from '@app/judging';
import { m } from '@app/messages';
import type { Saying } from '../kind';
import type { Sources } from '../sources.service';

/** What every kind about a challenge knows of it. */
export interface OfChallenge {
  id: string;
  title: string;
  slug: string;
  isPrivate: boolean;
}

/** For SQL in which `c` is the challenge. */
export const challengeColumns = `c.id, c.title, c.slug, c.visibility <> 'public' as "isPrivate"`;

export const challengeFacts = `select ${challengeColumns} from challenge c where c.id = $1`;

export type Outcome = 'won' | 'went_on' | 'by_ranking' | 'sponsor_choice' | 'silence' | 'nothing_submitted' | 'nobody_eligible';

/** What a decision came to, by the id of its phase in SQL: who won or went on, or else how nobody did. */
export const outcomeOf = (phaseId: string) => `
  case when exists (select from decision_place w join decision d on d.id = w.decision_id where d.phase_id = ${phaseId}) then 'won'
    when exists (select from submission f where f.phase_id = ${phaseId} and f.band = 'finalist') then 'went_on' else (select d.how from decision d where d.phase_id = ${phaseId}) end`;

/** How nobody was placed, and what the no-award rule then does; `noAward` is null where somebody won or went on, and without money. */
export interface Ending {
  outcome: Outcome;
  noAward: NoAwardEffect | null;
}

export async function endingOf(from: Sources, phaseId: string, outcome: Outcome): Promise<Ending> {
  return { outcome, noAward: outcome in nobody ? ((await from.decisions.nobodyPlaced(phaseId))?.noAward ?? null) : null };
}

const nobody: Readonly<Partial<Record<Outcome, typeof m.mail_nobody_awarded>>> = {
  by_ranking: m.mail_nobody_awarded, sponsor_choice: m.mail_nobody_awarded, silence: m.mail_nobody_decided, nothing_submitted: m.mail_nobody_submitted, nobody_eligible: m.mail_nobody_eligible,
};
const noAwards = { split: m.mail_no_award_split, refund: m.mail_no_award_refund, nobody_passed: m.mail_no_award_nobody_passed, nothing_judged: m.mail_no_award_nothing_judged } satisfies Record<NoAwardEffect, unknown>;

/** Prizes that went to nobody, though somebody won; older notifications do not know them. */
export interface UnheldFacts {
  /** As they are called; null where there are none. */
  unheld?: string | null;
  unheldNoAward?: NoAwardEffect | null;
}

export async function unheldOf(from: Sources, phaseId: string, outcome: Outcome): Promise<UnheldFacts> {
  const unheld = outcome === 'won' ? await from.decisions.unheld(phaseId) : undefined;
  return { unheld: unheld?.titles.map((title) => `“${title}”`).join(', ') ?? null, unheldNoAward: unheld?.noAward ?? null };
}

const unheldTexts = { split: m.mail_unheld_split, refund: m.mail_unheld_refund, nobody_passed: m.mail_unheld_nobody_passed, nothing_judged: m.mail_unheld_none } satisfies Record<NoAwardEffect, unknown>;

/** Which prizes those are, and what becomes of their money. */
export function unheldText({ unheld, unheldNoAward }: UnheldFacts, saying: Saying): string[] {
  return unheld ? [(unheldNoAward ? unheldTexts[unheldNoAward] : m.mail_unheld_none)({ prizes: unheld }, saying)] : [];
}

/** Says so where nobody won or went on, and which rule runs then. */
export function nobodyText({ outcome, noAward }: Ending, saying: Saying): string[] {
  const text = noAward === 'split' && outcome !== 'silence' ? m.mail_nobody_placed : nobody[outcome];
  return text ? [text({}, saying), ...(noAward ? [noAwards[noAward]({}, saying)] : [])] : [];
}

/** What goes back to the sponsor of what nobody is awarded, as it stood then; minor units as text. */
export interface RestFacts {
  /** Null where nothing goes back; older notifications have none. */
  bounty?: string | null;
  fee: string;
  feeKept: string;
  restCurrency: string;
  /** Not before; null where nobody may object any more. */
  restAt: string | null;
  isToSign: boolean;
  /** An award that may yet be given up changes the sums; older notifications do not know it. */
  mayChange?: boolean;
}

export const noRest: RestFacts = { bounty: null, fee: '', feeKept: '', restCurrency: '', restAt: null, isToSign: false, mayChange: false };

export async function restFacts(from: Sources, challengeId: string): Promise<RestFacts> {
  const rest: Rest | undefined = await from.rests.of(challengeId);
  if (!rest) return noRest;
  return { ...sumsOf(rest), restAt: rest.notBefore?.toISOString() ?? null, isToSign: rest.waitsFor.includes('declaration') };
}

/** The same of what would go back if nobody decided. */
export async function restIfSilent(from: Sources, challengeId: string): Promise<RestFacts> {
  const rest = await from.rests.ifSilent(challengeId);
  return rest ? { ...noRest, ...sumsOf(rest) } : noRest;
}

function sumsOf({ bounty, fee, feeKept, currency, isFinal }: Pick<Rest, 'bounty' | 'fee' | 'feeKept' | 'currency' | 'isFinal'>) {
  return { bounty: String(bounty), fee: String(fee), feeKept: String(feeKept), restCurrency: currency, mayChange: !isFinal };
}

/** How much that is, and whether that is certain; nothing where nothing goes back. */
export function restText({ bounty, fee, feeKept, restCurrency, mayChange }: RestFacts, saying: Saying): string[] {
  if (typeof bounty !== 'string') return [];
  const text = (units: bigint) => amountText(String(units), restCurrency);
  const amounts = { total: text(BigInt(bounty) + BigInt(fee)), bounty: text(BigInt(bounty)), fee: text(BigInt(fee)), kept: text(BigInt(feeKept)) };
  const isKept = BigInt(feeKept) > 0n;
  const sums = BigInt(fee) > 0n ? (isKept ? m.mail_rest_kept : m.mail_rest_all) : isKept ? m.mail_rest_bounty_kept : m.mail_rest_bounty;
  return [sums(amounts, saying), ...(mayChange ? [m.mail_rest_awards({}, saying)] : [])];
}

/** From when on it goes back, and what is signed first. */
export function restWhenText({ bounty, restAt, isToSign }: RestFacts, saying: Saying): string[] {
  if (typeof bounty !== 'string') return [];
  return [...(restAt ? [m.mail_rest_when({ on: at(restAt) }, saying)] : []), ...(isToSign ? [m.mail_rest_sign({}, saying)] : restAt ? [m.mail_rest_if_opened({}, saying)] : [])];
}

/** Subjects are shown on locked screens and kept in logs of mail servers: a challenge that is not for everybody is not named there. */
export function subjectTitle({ title, isPrivate }: OfChallenge, saying: Saying): string {
  return isPrivate ? m.notification_private({}, saying) : title;
}

export const atJudging = (): string => '/judging';

/** "2026-06-15 12:00 UTC" of a time in facts. */
export function at(time: string | null): string {
  return time === null ? '' : instantText(new Date(time));
}

/** A time in facts as an occasion: the same whether the database has just given it or it was kept. */
export function occasionOf(time: string | null): string {
  return time === null ? '' : new Date(time).toISOString();
}

export function amountText(amount: string, currency: string): string {
  return moneyText(money(BigInt(amount), currency as Currency));
}
