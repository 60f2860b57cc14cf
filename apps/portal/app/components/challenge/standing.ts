import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { wordFor } from '../choices';

type Paused = Partial<Pick<View<'ChallengeView'>, 'paused'>>;
type Challenge = Pick<View<'ChallengeView'>, 'state' | 'phases'> & Paused;
type Standing = Pick<View<'ChallengeView'>, 'state' | 'phaseState'> & Paused;

/** Where it stands, in one word: what is open is told by its phase. */
export function standingOf({ state, phaseState, paused }: Standing): string {
  if (paused) return 'paused';
  if (state !== 'open') return state;
  return phaseState === 'judging' ? 'judging' : phaseState === 'planned' ? 'between' : 'open';
}

/** `closesAt` is still ahead, by what the platform did and not by anybody's clock. */
export const isToClose = ({ state, phaseState }: Standing) => ['draft', 'in_review', 'approved', 'scheduled'].includes(state) || (state === 'open' && phaseState === 'open');

/** Nothing of it is still to be decided. */
export const isOver = ({ state }: Pick<Challenge, 'state'>) => ['decided', 'completed', 'cancelled'].includes(state);

/** The platform opened its first phase and has not closed it, nor stopped its clock. */
export const takesEntries = ({ state, phases, paused }: Challenge) => !paused && state === 'open' && phases.some((phase) => phase.position === 1 && phase.state === 'open');

/** Nobody can hand anything in any more, now or in a later phase. */
export const isClosed = ({ state, phases }: Challenge) => isOver({ state }) || (state === 'open' && !phases.some((phase) => phase.state === 'open' || phase.state === 'planned'));

const reasons: Readonly<Record<string, () => string>> = {
  no_longer_needed: m.cancelled_no_longer_needed,
  duplicate: m.cancelled_duplicate,
  wrong_terms: m.cancelled_wrong_terms,
  no_funding: m.cancelled_no_funding,
  platform: m.cancelled_platform,
};

const pauseReasons: Readonly<Record<View<'PausedView'>['reason'], () => string>> = { report: m.paused_report, dispute: m.paused_dispute, legal: m.paused_legal, platform: m.paused_platform };

/** Why its clock stands still, and what that means. */
export const pausedText = ({ reason }: View<'PausedView'>) => `${pauseReasons[reason]()} ${m.paused_rest()}`;

/** That it was cancelled, and why. */
export function cancelledText(reason: string | null): string {
  const why = reason && reasons[reason]?.();
  return why ? `${m.challenge_is_cancelled()} ${why}` : m.challenge_is_cancelled();
}

/** Where the money of all prizes stands, in one sentence. */
export function fundingText(state: Challenge['state'], { total, payments }: { total: View<'PrizeMoneyView'>; payments: readonly unknown[] }): string {
  const { promised, captured, reserved, released, paid, left } = total;
  if (state === 'cancelled') return payments.length === 0 ? m.challenge_is_cancelled() : m.proof_cancelled();
  if (payments.length === 0) return m.proof_nothing();
  if (!isOver({ state })) return captured.amount >= promised.amount ? m.proof_whole() : m.proof_part();
  if (reserved.amount + released.amount === 0) return left.amount > 0 ? m.proof_unawarded_held() : m.proof_unawarded();
  return reserved.amount === 0 && released.amount === paid.amount ? m.proof_sent() : m.proof_held();
}

const hows: Readonly<Record<string, () => string>> = {
  by_ranking: m.results_by_ranking,
  silence: m.results_silence,
  nothing_submitted: m.results_nothing,
  nobody_eligible: m.results_nobody_eligible,
};

/** What the sponsor chose is not what holds now, once a place went on. */
export function howText({ how, hasChanged, winners, scored }: Pick<View<'ResultsView'>, 'how' | 'hasChanged' | 'winners' | 'scored'>): string {
  if (how !== 'sponsor_choice') return wordFor(hows, how);
  if (!hasChanged && winners.length === 0) return m.results_sponsor_nobody();
  const chose = (scored === 0 ? m.results_sponsor_choice_unscored : m.results_sponsor_choice)();
  return hasChanged ? `${chose} ${m.results_changed()}` : chose;
}

/** That somebody followed; without scores in no order of judges. */
export const nextText = ({ scored }: Pick<View<'ResultsView'>, 'scored'>) => (scored === 0 ? m.results_next_unscored : m.results_next)();

/** What became of each prize of a decided phase that nobody holds. Nothing before its awards are announced, which takes a moment, and nothing where all of it is told otherwise: it was cancelled, or nobody was placed. */
export function unheldTexts({ state, phases }: Pick<View<'ChallengeView'>, 'state' | 'phases'>, result: Pick<View<'ResultsView'>, 'phaseId' | 'winners' | 'nobodyPlaced'>, proof: Pick<View<'ProofOfFundingView'>, 'prizes'> | undefined): string[] {
  if (!proof || state === 'cancelled' || result.nobodyPlaced) return [];
  const awarded = (id: string) => proof.prizes.filter(({ prizeId }) => prizeId === id).reduce((sum, { money }) => sum + money.reserved.amount + money.released.amount, 0);
  const isHeld = (id: string) => result.winners.some(({ prizeId }) => prizeId === id);
  const prizes = phases.find(({ id }) => id === result.phaseId)?.prizes ?? [];
  if (prizes.some(({ id, amount }) => amount && isHeld(id) && awarded(id) === 0)) return [];
  const text = (id: string, hasMoney: boolean) => (!hasMoney ? m.results_unheld : awarded(id) > 0 ? m.results_unheld_shared : m.results_unheld_back);
  return prizes.filter(({ id, kind }) => kind !== 'fee' && !isHeld(id)).map(({ id, title, amount }) => text(id, amount !== null)({ prize: title }));
}
