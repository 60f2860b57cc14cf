import type { ApiClient, View } from '@app/api-client';
import { type Answer, foundOrNothing } from '~/answers.server';
import { isNothingLocked, type NoJudge, whyNobodyJudges } from '~/judging/panel';

export interface RankingSeen {
  ranking: View<'RankingView'> | null;
  /** It is ready, and nobody of the sponsor has seen it: opening it has consequences, so pages ask first. */
  mayOpen: boolean;
  /** It is ready, and others of the sponsor decide. */
  isOthers: boolean;
}

/** The judges' order as it is to be shown now; reading it opens nothing. */
export async function rankingOf(api: ApiClient, phase: { id: string; state: string }): Promise<RankingSeen> {
  if (phase.state !== 'judging' && phase.state !== 'decided') return { ranking: null, mayOpen: false, isOthers: false };
  const answer: Answer<View<'RankingView'>> = await api.GET('/api/v1/phases/{id}/ranking', { params: { path: { id: phase.id } } });
  const code = (answer.error as { code?: string } | undefined)?.code;
  return { ranking: foundOrNothing(answer) ?? null, mayOpen: code === 'judging_ranking_not_opened', isOthers: code === 'judging_others_decide' };
}

export interface JudgesSeen {
  /** Who asks runs the panel. */
  mayRun: boolean;
  /** Null also for those who do not see the panel. */
  noJudge: NoJudge | null;
  /** False also for those who do not see the panel. */
  isNothingLocked: boolean;
}

export async function judgesOf(api: ApiClient, id: string, phaseId: string): Promise<JudgesSeen> {
  const seats = foundOrNothing(await api.GET('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path: { id, phaseId } } }));
  return { mayRun: seats !== undefined, noJudge: seats ? whyNobodyJudges(seats.items) : null, isNothingLocked: seats !== undefined && isNothingLocked(seats.items) };
}

/** Where the phase that runs stands with its judges, as far as who asks sees it. */
export interface PanelStanding extends Pick<JudgesSeen, 'mayRun' | 'noJudge'> {
  /** Judging waits for nobody but the sponsor: for who asks (`own`), or for others of it. */
  turn: 'own' | 'others' | null;
  /** Somebody of the sponsor has seen the order. */
  isOpened: boolean;
  /** No judge scored anything. */
  isUnscored: boolean;
}

/** Without a judge only where it is to be mended: while it is open and somebody may still say yes it is not. */
export async function panelStandingOf(api: ApiClient, { id, decisionRule, phases }: Pick<View<'ChallengeView'>, 'id' | 'decisionRule' | 'phases'>): Promise<PanelStanding> {
  const phase = phases.find(({ state }) => state === 'open' || state === 'judging');
  if (!phase) return { turn: null, isOpened: false, mayRun: false, noJudge: null, isUnscored: false };
  const [judges, { ranking, mayOpen, isOthers }] = await Promise.all([judgesOf(api, id, phase.id), rankingOf(api, phase)]);
  const turn = ranking || mayOpen ? 'own' : isOthers ? 'others' : null;
  const noJudge = phase.state === 'open' && judges.noJudge === 'unanswered' ? null : judges.noJudge;
  return { turn: decisionRule === 'sponsor_choice' ? turn : null, isOpened: ranking !== null, mayRun: judges.mayRun, noJudge, isUnscored: isUnscored(ranking, judges) };
}

/** Without an order to look at, what is known is how much the judges have locked. */
export function isUnscored(ranking: View<'RankingView'> | null, judges: Pick<JudgesSeen, 'isNothingLocked'>): boolean {
  return ranking ? ranking.items.every(({ score }) => score === null) : judges.isNothingLocked;
}
