import type { ApiClient, View } from '@app/api-client';
import { type Answer, foundOrNothing } from '~/answers.server';
import { type NoJudge, whyNobodyJudges } from '~/judging/panel';

export interface RankingSeen {
  ranking: View<'RankingView'> | null;
  /** It is ready, and nobody of the sponsor has seen it: opening it has consequences, so pages ask first. */
  mayOpen: boolean;
}

/** The judges' order as it is to be shown now; reading it opens nothing. */
export async function rankingOf(api: ApiClient, phase: { id: string; state: string }): Promise<RankingSeen> {
  if (phase.state !== 'judging' && phase.state !== 'decided') return { ranking: null, mayOpen: false };
  const answer: Answer<View<'RankingView'>> = await api.GET('/api/v1/phases/{id}/ranking', { params: { path: { id: phase.id } } });
  return { ranking: foundOrNothing(answer) ?? null, mayOpen: (answer.error as { code?: string } | undefined)?.code === 'judging_ranking_not_opened' };
}

/** Where the phase that runs stands with its judges, as far as who asks sees it. */
export interface PanelStanding {
  /** Judging waits for nobody but the sponsor. */
  isTurn: boolean;
  /** Null also while it is open and somebody may still say yes. */
  noJudge: NoJudge | null;
  isUnscored: boolean;
}

export async function panelStandingOf(api: ApiClient, { id, decisionRule, phases }: Pick<View<'ChallengeView'>, 'id' | 'decisionRule' | 'phases'>): Promise<PanelStanding> {
  const phase = phases.find(({ state }) => state === 'open' || state === 'judging');
  if (!phase) return { isTurn: false, noJudge: null, isUnscored: false };
  const [noJudge, { ranking, mayOpen }] = await Promise.all([noJudgeOf(api, id, phase.id), rankingOf(api, phase)]);
  return { isTurn: decisionRule === 'sponsor_choice' && (ranking !== null || mayOpen), noJudge: phase.state === 'open' && noJudge === 'unanswered' ? null : noJudge, isUnscored: isUnscored(ranking, noJudge) };
}

/** Null also for those who do not see the panel. */
export async function noJudgeOf(api: ApiClient, id: string, phaseId: string): Promise<NoJudge | null> {
  const seats = foundOrNothing(await api.GET('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path: { id, phaseId } } }));
  return seats ? whyNobodyJudges(seats.items) : null;
}

/** Without an order to look at, what is known is whether there were judges. */
export function isUnscored(ranking: View<'RankingView'> | null, noJudge: NoJudge | null): boolean {
  return ranking ? ranking.items.every(({ score }) => score === null) : noJudge !== null;
}
