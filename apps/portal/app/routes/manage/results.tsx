import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/results';
import { found, foundOrNothing, withBlockers } from '~/answers.server';
import { apiFor } from '~/api';
import { phaseName } from '~/components/challenge/terms';
import { Results } from '~/components/challenge/results';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { Form, SelectField, Submit, TextField } from '~/components/form';
import { formatMoney, Money } from '~/components/money';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { formatLocale } from '~/locale';
import { judgingText, noJudgeText } from '~/judging/panel';
import { agreementState } from '~/work/agreement';
import { awardReason, isLost } from '~/work/award-track';
import { field, refused } from '~/problems.server';
import { isUnscored, judgesOf, type JudgesSeen, rankingOf } from '~/ranking.server';
import { prizeOf } from '~/work/words';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const challenge = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  const byId = { params: { path: { id: challenge.id } } };
  const [awards, proof, ...phases] = await Promise.all([
    api.GET('/api/v1/challenges/{id}/awards', byId).then(foundOrNothing),
    api.GET('/api/v1/challenges/{id}/proof-of-funding', byId).then(foundOrNothing),
    ...challenge.phases.map(async (phase) => {
      const [ranking, judges, result] = await Promise.all([
        rankingOf(api, phase),
        judgesOf(api, challenge.id, phase.id),
        phase.state === 'decided' ? api.GET('/api/v1/phases/{id}/results', { params: { path: { id: phase.id } } }).then(foundOrNothing) : undefined,
      ]);
      const chooses = ranking.ranking && phase.state === 'judging' && challenge.decisionRule === 'sponsor_choice' && challenge.bounty === 'money';
      const ifNobody = chooses ? foundOrNothing(await api.GET('/api/v1/phases/{id}/rest-if-nobody', { params: { path: { id: phase.id } } })) : undefined;
      const handedIn = ranking.ranking && phase.state === 'decided' ? foundOrNothing(await api.GET('/api/v1/phases/{id}/submissions', { params: { path: { id: phase.id }, query: { limit: 100 } } })) : undefined;
      const solvers = Object.fromEntries((handedIn?.items ?? []).flatMap(({ id, solver }) => (solver ? [[id, solver.organisationName]] : [])));
      return { phase, name: phaseName(challenge, phase), ...ranking, solvers, judges, isUnscored: isUnscored(ranking.ranking, judges), result: result ?? null, ifNobody: ifNobody ?? null };
    }),
  ]);
  return { challenge, phases, proof, awards: awards?.items ?? [] };
}

/** A prize is kept back only by saying so: what nobody touched is no choice. */
const nobody = 'nobody';

/** The sponsor's choice: places, the reason all entrants read, and words for single ones. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const byId = { params: { path: { id: field(form, 'phase') } } };
  const here = `/manage/${args.params.slug}/results`;
  if (field(form, 'do') === 'open') {
    const { error, response } = await apiFor(args).PUT('/api/v1/phases/{id}/ranking', byId);
    if (!response.ok) return refused(response, error, form);
    throw redirect(here, 303);
  }
  const named = (prefix: string) => [...form].flatMap(([name, value]) => (name.startsWith(prefix) && typeof value === 'string' ? [[name.slice(prefix.length), value.trim()] as const] : []));
  const places = named('place.');
  const reason = field(form, 'reason').trim();
  const empty = (pointer: string) => ({ pointer, code: 'is_not_empty', detail: m.field_is_not_empty() });
  const unchosen = places.filter(([, choice]) => choice === '').map(([id]) => empty(`/place/${id}`));
  const open = unchosen.length > 0 && reason === '' ? [...unchosen, empty('/reason')] : unchosen;
  if (open.length > 0) return withBlockers(refused(new Response(null, { status: 422 }), { status: 422, errors: open }, form), undefined);
  const body = {
    places: places.map(([prizeId, choice]) => ({ prizeId, submissionId: choice === nobody ? null : choice })),
    reason,
    feedback: named('feedback.').filter(([, text]) => text !== '').map(([submissionId, text]) => ({ submissionId, text })),
  };
  const { error, response } = await apiFor(args).PUT('/api/v1/phases/{id}/decision', { ...byId, body });
  if ((error as { code?: string } | undefined)?.code === 'judging_already_decided') throw redirect(`${here}?before`, 303);
  if (!response.ok) return withBlockers(refused(response, error, form), error);
  throw redirect(here, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.challenge_results() }) }];

export default function ManageResults({ loaderData: { challenge, phases, proof, awards }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  return (
    <div className="reading">
      {search.has('before') && !actionData && <p className="notice" role="status">{m.decided_before()}</p>}
      {phases.map(({ phase, name, ranking, solvers, mayOpen, isOthers, judges, isUnscored, result, ifNobody }) => (
        <section key={phase.id} aria-labelledby={phase.id}>
          <h2 id={phase.id}>{name}</h2>
          {result && <Results challenge={challenge} results={[result]} proof={proof} />}
          {result?.decidedBy && <Facts items={[{ label: m.decided_by(), value: result.decidedBy }]} />}
          {phase.state === 'judging' && challenge.decisionRule === 'sponsor_choice' && (ranking !== null || mayOpen || isOthers) && proof?.ifSilent.from && <Facts items={[{ label: m.decide_by(), value: <When at={proof.ifSilent.from} /> }]} />}
          {ranking && ranking.items.length > 0 && <Ranking ranking={ranking} solvers={solvers} isUnscored={isUnscored} to={(id) => submissionPage(challenge, phase, id)} />}
          {mayOpen && <OpenRanking phase={phase} challenge={challenge} isUnscored={isUnscored} answer={actionData} />}
          {!ranking && !mayOpen && !result && <EmptyState heading="h3" {...nothingYet(challenge, phase, { ...judges, isOthers })} />}
          {!result && !ranking && !mayOpen && challenge.state !== 'cancelled' && phase.judgingEndsAt && <p className="soft">{m.dates_judging()} <When at={phase.judgingEndsAt} /></p>}
          {ranking && phase.state === 'judging' && (challenge.decisionRule === 'sponsor_choice' ? <Decide phase={phase} ranking={ranking} isUnscored={isUnscored} passMark={challenge.passMark} ifNobody={ifNobody} to={(id) => submissionPage(challenge, phase, id)} answer={actionData} /> : <p>{m.ranking_binds()}</p>)}
        </section>
      ))}
      {awards.length > 0 && (
        <section aria-labelledby="awards">
          <h2 id="awards">{m.manage_awards()}</h2>
          <ul className="plain-list">
            {awards.map((award) => (
              <li key={award.id}>
                <StateBadge state={award.state} /> <strong>{award.organisationName}</strong> · {prizeOf(award)}{award.amount && <> · <Money value={award.amount} /></>}
                <br />
                <span className="soft">
                  {isLost(award.state) ? <>{award.lostAt && <>{m.award_lost_on()} <When at={award.lostAt} /> </>}{award.reason && awardReason(award.reason)}</> : award.releasedAt ? <>{m.award_released()} <When at={award.releasedAt} /></> : award.state === 'announced' && award.respondBy ? <>{m.manage_award_answer_by()} <When at={award.respondBy} /></> : <>{m.award_released_from()} <When at={award.releaseFrom} /></>}
                </span>
                {award.agreementId && award.agreementState && <><br />{m.agreement_of_award()}: <StateBadge state={agreementState(award.agreementState)} /> <Link to={`/agreements/${award.agreementId}`}>{m.agreement_see()}</Link></>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function nothingYet(challenge: View<'ChallengeView'>, phase: View<'PhaseView'>, { mayRun, noJudge, isOthers }: JudgesSeen & { isOthers: boolean }): { title: string; why: string } {
  if (challenge.state === 'cancelled') return { title: m.ranking_never_title(), why: m.challenge_is_cancelled() };
  if (phase.state !== 'judging') return { title: m.ranking_not_yet_title(), why: m.ranking_not_yet() };
  if (isOthers && challenge.decisionRule === 'sponsor_choice') return { title: m.ranking_awaited_title(), why: m.manage_now_turn_others() };
  return { title: m.ranking_not_yet_title(), why: noJudge ? noJudgeText(noJudge, challenge) : judgingText(challenge, mayRun) };
}

const submissionPage = (challenge: { slug: string }, phase: { id: string }, id: string) => `/manage/${challenge.slug}/submissions/${phase.id}/${id}`;

/** Says what ends with it, before it is seen. */
function OpenRanking({ phase, challenge, isUnscored, answer }: { phase: View<'PhaseView'>; challenge: View<'ChallengeView'>; isUnscored: boolean; answer: Route.ComponentProps['actionData'] }) {
  return (
    <>
      <p>{(isUnscored ? m.ranking_open_text_unscored : m.ranking_open_text)()}</p>
      <ul>
        <li>{m.ranking_open_judges()}</li>
        <li>{m.ranking_open_questions()}</li>
        {challenge.noAwardRule === 'extend_once' && <li>{m.ranking_open_extension()}</li>}
      </ul>
      <Form answer={answer} labels={{}}>
        <input type="hidden" name="phase" value={phase.id} />
        <Submit name="do" value="open">{(isUnscored ? m.ranking_open_action_unscored : m.ranking_open_action)()}</Submit>
      </Form>
    </>
  );
}

/** Blind until the results: till then entries have numbers, not names. */
function Ranking({ ranking, solvers, isUnscored, to }: { ranking: View<'RankingView'>; solvers: Readonly<Record<string, string>>; isUnscored: boolean; to: (submissionId: string) => string }) {
  const score = new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: 2 });
  return (
    <table className="terms-table">
      <caption>{isUnscored ? m.ranking_caption_unscored() : m.ranking_caption({ method: ranking.method === 'median' ? m.ranking_median() : m.ranking_normalised() })}</caption>
      <thead><tr><th scope="col">{m.ranking_rank()}</th><th scope="col">{m.ranking_entry()}</th><th scope="col" className="number">{m.ranking_score()}</th><th scope="col" className="number">{m.ranking_judges()}</th></tr></thead>
      <tbody>
        {ranking.items.map((item) => (
          <tr key={item.submissionId}>
            <td>{item.rank}</td>
            <th scope="row">{item.mayOpen ? <Link to={to(item.submissionId)}>{item.label}</Link> : item.label}{solvers[item.submissionId] && <> · {solvers[item.submissionId]}</>}</th>
            <td className="number">{item.score === null ? m.band_not_judged() : score.format(item.score)}</td>
            <td className="number">{item.judges}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Decide({ phase, ranking, isUnscored, passMark, ifNobody, to, answer }: { phase: View<'PhaseView'>; ranking: View<'RankingView'>; isUnscored: boolean; passMark: number; ifNobody: View<'RestIfNobodyView'> | null; to: (submissionId: string) => string; answer: Route.ComponentProps['actionData'] }) {
  const prizes = phase.prizes.filter(({ kind }) => kind === 'placement');
  const passing = ranking.items.filter(({ score }) => score === null || score >= passMark);
  const labels = {
    ...Object.fromEntries(prizes.map(({ id, title, amount }) => [`place.${id}`, amount ? m.decide_prize({ title, amount: formatMoney(amount) }) : title])),
    reason: m.decide_reason(),
    ...Object.fromEntries(ranking.items.map(({ submissionId, label }) => [`feedback.${submissionId}`, m.decide_feedback_for({ entry: label })])),
  };
  return (
    <>
      <h3>{m.decide_title()}</h3>
      <p>{isUnscored ? m.decide_text_unscored() : m.decide_text({ mark: passMark })}</p>
      {passing.length > 0 && <p>{m.decide_read()} {passing.map(({ submissionId, label }, at) => <span key={submissionId}>{at > 0 && ', '}<Link to={to(submissionId)}>{label}</Link></span>)}</p>}
      <Form answer={answer} labels={labels}>
        <input type="hidden" name="phase" value={phase.id} />
        {prizes.map(({ id }) => (
          <SelectField key={id} name={`place.${id}`} empty={m.decide_choose()} options={[...passing.map(({ submissionId, label }) => ({ value: submissionId, label })), { value: nobody, label: m.decide_nobody() }]} />
        ))}
        <TextField name="reason" help={m.decide_reason_help()} rows={5} />
        <details>
          <summary>{m.decide_feedback()}</summary>
          {ranking.items.map(({ submissionId }) => <TextField key={submissionId} name={`feedback.${submissionId}`} rows={3} />)}
        </details>
        {ifNobody && <IfNobody rest={ifNobody} prizes={prizes.length} />}
        <p>{m.decide_final()}</p>
        <Submit>{m.decide_action()}</Submit>
      </Form>
    </>
  );
}

/** What choosing nobody does with the money, before the button is pressed. */
function IfNobody({ rest, prizes }: { rest: View<'RestIfNobodyView'>; prizes: number }) {
  const { total, bounty, fee, feeKept, shared, sharers, isLast, objectionHours: hours, needsDeclaration } = rest;
  return (
    <section className="notice" aria-labelledby="nobody">
      <h4 id="nobody">{m.decide_nobody_title()}</h4>
      {sharers > 0 && <p>{m.decide_nobody_shared({ shared: formatMoney(shared), sharers })}</p>}
      {!isLast ? (
        <p>{m.decide_nobody_held()}</p>
      ) : total.amount > 0 && (
        <p>
          {m.decide_nobody_back({ total: formatMoney(total), bounty: formatMoney(bounty), fee: formatMoney(fee), kept: formatMoney(feeKept) })}{' '}
          {(needsDeclaration ? m.decide_nobody_wait : m.decide_nobody_wait_if_opened)({ hours })}
        </p>
      )}
      {prizes > 1 && <p>{m.decide_nobody_some()}</p>}
    </section>
  );
}
