import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/overview';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { Proof } from '~/components/challenge/rules';
import { type Ending, endingOf, unsentOf } from '~/components/challenge/ending';
import { Paused } from '~/components/challenge/paused';
import { cancelledText, isOver } from '~/components/challenge/standing';
import { Dates, phaseName } from '~/components/challenge/terms';
import { Facts } from '~/components/facts';
import { formatMoney } from '~/components/money';
import { FinalSums, RestList, RestWaits } from '~/components/rest';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { approvedText } from '~/drafts/approved';
import { GivingUp } from '~/drafts/cancel-form';
import { FundingList, partPaidText } from '~/drafts/funding-list';
import { judgingText, noJudgeText } from '~/judging/panel';
import { field, refused } from '~/problems.server';
import { type PanelStanding, panelStandingOf } from '~/ranking.server';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const challenge = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  const byId = { params: { path: { id: challenge.id } } };
  const [participation, proof, fundings, matched, declaration, rest, awards, statement, cost, panel] = await Promise.all([
    api.GET('/api/v1/challenges/{id}/participation', byId).then(foundOrNothing),
    api.GET('/api/v1/challenges/{id}/proof-of-funding', byId).then(foundOrNothing),
    api.GET('/api/v1/challenges/{id}/fundings', byId).then(foundOrNothing),
    api.GET('/api/v1/challenges/{id}/matched', byId).then(foundOrNothing),
    api.GET('/api/v1/challenges/{id}/non-use-declaration', byId).then(foundOrNothing),
    api.GET('/api/v1/challenges/{id}/rest', byId).then(foundOrNothing),
    challenge.state === 'decided' || challenge.state === 'completed' ? api.GET('/api/v1/challenges/{id}/awards', { params: { path: { id: challenge.id }, query: { limit: 100 } } }).then(foundOrNothing) : undefined,
    challenge.state === 'completed' ? api.GET('/api/v1/organisations/{id}/statement', { params: { path: { id: challenge.sponsor.id }, query: { challengeId: challenge.id, limit: 1 } } }).then(foundOrNothing) : undefined,
    challenge.state === 'approved' ? api.GET('/api/v1/challenges/{id}/cost', byId).then(foundOrNothing) : undefined,
    panelStandingOf(api, challenge),
  ]);
  return { challenge, participation: participation ?? null, proof: proof ?? null, fundings: fundings?.items ?? [], matched: matched?.solvers, declaration: declaration ?? null, rest: rest ?? null, totals: statement?.totals ?? [], cost: cost ?? null, ending: endingOf(challenge.result, awards?.items ?? [], proof?.total ?? null), panel };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const { id } = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  const { error, response } = await api.PUT('/api/v1/challenges/{id}/cancellation', { params: { path: { id } }, body: { reason: field(form, 'reason') as 'duplicate', note: field(form, 'note').trim() || null } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/manage/${args.params.slug}/overview`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: m.manage_of({ title: loaderData?.challenge.title ?? '' }) }) }];

export default function Overview({ loaderData: { challenge, participation, proof, fundings, matched, declaration, rest, totals, cost, ending, panel }, actionData }: Route.ComponentProps) {
  const running = isOver(challenge) ? undefined : challenge.phases.find(({ state }) => state === 'open' || state === 'judging');
  const noJudge = panel.turn ? null : panel.noJudge;
  const partPaid = partPaidText(fundings);
  return (
    <div className="reading">
      <Facts
        items={[
          { label: m.manage_entries(), value: participation?.entries },
          { label: m.manage_submissions(), value: participation?.submissions ?? undefined },
          { label: m.manage_matched(), value: challenge.openedAt === null ? undefined : matched },
          { label: m.manage_phase(), value: running && <>{phaseName(challenge, running)} <StateBadge state={running.state} /></> },
          { label: running?.state === 'judging' ? m.dates_judging() : m.card_closes(), value: running && (running.state === 'judging' ? running.judgingEndsAt && <When at={running.judgingEndsAt} /> : running.closesAt && <When at={running.closesAt} />) },
          { label: m.decide_by(), value: panel.turn && proof?.ifSilent.from && <When at={proof.ifSilent.from} /> },
        ]}
      />
      <Paused paused={challenge.paused} />
      <section style={{ marginTop: '2rem' }} aria-labelledby="now">
        <h2 id="now">{m.manage_now()}</h2>
        <p>{challenge.state === 'cancelled' ? cancelledText(challenge.cancelReason) : panel.turn ? turnText(panel) : cost ? approvedText(challenge, cost) : nowTexts(challenge, running?.state, rest, ending, panel, proof)}</p>
        {noJudge && <p>{noJudgeText(noJudge, challenge)} <Link to={`/manage/${challenge.slug}/judges`}>{m.manage_invite_judges()}</Link></p>}
        <p>
          {declaration && <><Link to={`/challenges/${challenge.slug}/declaration`}>{declaration.maySign ? m.declaration_see_sign() : m.declaration_see()}</Link> · </>}
          {running?.state === 'judging' && panel.mayRun && <><Link to={`/manage/${challenge.slug}/submissions`}>{m.manage_read()}</Link> · </>}
          {running?.state === 'judging' && panel.mayRun && <><Link to={`/manage/${challenge.slug}/results`}>{m.manage_ranking()}</Link> · </>}
          {running?.state === 'open' && !noJudge && <><Link to={`/manage/${challenge.slug}/judges`}>{m.manage_invite_judges()}</Link> · </>}
          {['draft', 'in_review', 'approved', 'scheduled'].includes(challenge.state) && <><Link to={`/drafts/${challenge.id}`}>{m.draft_back()}</Link> · </>}
          <Link to={`/challenges/${challenge.slug}`}>{m.draft_public_page()}</Link>
        </p>
      </section>
      {rest && (
        <section aria-labelledby="rest">
          <h2 id="rest">{m.rest_title()}</h2>
          <RestList rest={rest} />
          <RestWaits rest={rest} declaration={declaration?.state} />
          {rest.waitsFor.includes('declaration') && !declaration && <p><Link to={`/challenges/${challenge.slug}/declaration`}>{m.rest_declaration_see()}</Link></p>}
        </section>
      )}
      {totals.length > 0 && proof?.total && (
        <section aria-labelledby="final">
          <h2 id="final">{m.final_title()}</h2>
          <FinalSums totals={totals} total={proof.total} isSplit={ending.how === 'split'} />
        </section>
      )}
      <section aria-labelledby="dates"><h2 id="dates">{m.challenge_dates()}</h2><Dates challenge={challenge} /></section>
      {challenge.bounty === 'money' && (
        <section aria-labelledby="money">
          <h2 id="money">{m.manage_money()}</h2>
          {partPaid && <p>{partPaid}</p>}
          {fundings.length > 0 && <FundingList fundings={fundings} />}
          {proof && <Proof proof={proof} state={challenge.state} />}
          {!isOver(challenge) && <p><Link to={`/drafts/${challenge.id}/fund`}>{m.manage_pay()}</Link></p>}
        </section>
      )}
      <GivingUp challenge={challenge} answer={actionData} />
    </div>
  );
}

function turnText({ turn, isOpened, isUnscored }: PanelStanding): string {
  if (turn === 'others') return m.manage_now_turn_others();
  if (isUnscored) return m.manage_now_turn_unscored();
  return isOpened ? m.manage_now_turn_opened() : m.manage_now_turn();
}

function nowTexts(challenge: View<'ChallengeView'>, phase: string | undefined, rest: View<'RestView'> | null, ending: Ending, panel: PanelStanding, proof: View<'ProofOfFundingView'> | null): string {
  const { state } = challenge;
  if (state === 'completed' || state === 'decided') return endingText(ending, challenge, rest, proof?.total ?? null);
  if (state === 'open') return phase === 'judging' ? (panel.noJudge ? m.manage_now_closed() : judgingText(challenge, panel.mayRun)) : phase === 'open' ? m.manage_now_open() : m.manage_now_between();
  return state === 'scheduled' ? m.manage_now_scheduled() : m.challenge_is_draft();
}

/** What that means for the sponsor and its money. */
function endingText(ending: Ending, { state, bounty }: View<'ChallengeView'>, rest: View<'RestView'> | null, total: View<'PrizeMoneyView'> | null): string {
  const isComplete = state === 'completed';
  if (ending.how === 'split') return (isComplete ? m.manage_now_completed_split : m.manage_now_split)({ shared: formatMoney(ending.shared) });
  if (ending.how === 'nobody') return isComplete ? m.manage_now_completed_nobody() : rest ? m.manage_now_nobody() : bounty === 'money' ? m.manage_now_nobody_waits() : m.manage_now_nobody_free();
  if (isComplete && !total) return m.challenge_is_completed();
  if (isComplete) return unsentOf(total!) > 0 ? m.manage_now_completed_unsent({ amount: formatMoney({ ...total!.released, amount: unsentOf(total!) }) }) : m.manage_now_completed();
  return rest?.waitsFor.length === 1 && rest.waitsFor[0] === 'declaration' ? m.manage_now_decided_signing() : m.manage_now_decided();
}
