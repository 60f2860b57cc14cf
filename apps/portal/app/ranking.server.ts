import type { ApiClient, View } from '@app/api-client';
import { type Answer, foundOrNothing } from '~/answers.server';

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

/** Judging waits for nobody but the sponsor. */
export async function isTurnOfSponsor(api: ApiClient, { decisionRule, phases }: Pick<View<'ChallengeView'>, 'decisionRule' | 'phases'>): Promise<boolean> {
  const phase = phases.find(({ state }) => state === 'judging');
  if (decisionRule !== 'sponsor_choice' || !phase) return false;
  const { ranking, mayOpen } = await rankingOf(api, phase);
  return ranking !== null || mayOpen;
}
