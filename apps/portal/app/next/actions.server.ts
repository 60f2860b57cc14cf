import type { ApiClient, View } from '@app/api-client';
import { m } from '@app/messages';
import { found, foundOrNothing } from '~/answers.server';
import { formatMoney } from '~/components/money';
import { noJudgeText } from '~/judging/panel';
import { type PanelStanding, panelStandingOf } from '~/ranking.server';
import { openPhaseOf } from '~/work/entries';
import { payabilityText } from '~/work/payability';
import { prizeOf } from '~/work/words';

/** One thing somebody can do now; `by` is when it is too late or happens by itself (ISO 8601), null where nothing presses. */
export interface NextAction {
  title: string;
  why: string;
  to: string;
  by: string | null;
  byLabel: string;
}

const action = (to: string, title: string, why: string, by: string | null = null, byLabel = m.next_by()): NextAction => ({ to, title, why, by, byLabel });

/** Merges what waits for a person as sponsor, solver, judge and staff. */
export async function nextActions(api: ApiClient, me: View<'MeView'>): Promise<NextAction[]> {
  const parts = await Promise.all([...me.memberships.flatMap((membership) => [sponsorActions(api, membership), payActions(api, membership), payeeActions(api, membership)]), messageActions(api), solverActions(api), awardActions(api), agreementActions(api), declarationActions(api), judgeActions(api), staffActions(api, me)]);
  return parts.flat();
}

async function sponsorActions(api: ApiClient, { organisation, roles }: View<'MembershipView'>): Promise<NextAction[]> {
  const isManager = roles.some((role) => role === 'owner' || role === 'manager');
  if (!isManager && !roles.includes('contributor')) return [];
  const list = async (state: View<'ListedChallengeView'>['state'][], limit: number) => found(await api.GET('/api/v1/organisations/{id}/challenges', { params: { path: { id: organisation.id }, query: { state, limit } } }));
  const [going, drafts] = await Promise.all([list(['in_review', 'approved', 'scheduled', 'open'], 100), list(['draft'], mostDrafts)]);
  const items = [...going.items, ...drafts.items];
  const approved = items.filter(({ state }) => state === 'approved');
  const rest = going.next === undefined && drafts.next === undefined && approved.length <= mostAskedAbout ? [] : [action('/manage', m.next_more({ organisation: organisation.name }), m.next_more_why())];
  // what may wait for a decision before what still takes submissions: of more than can be asked about, the latter are left out
  const running = ['judging', 'open'].flatMap((phase) => items.filter(({ state, phaseState }) => state === 'open' && phaseState === phase));
  const panels = new Map(await panelsOf(api, running.slice(0, mostAskedAbout).map(({ id }) => id)));
  const isPaid = new Set(isManager ? await paidIn(api, approved.slice(0, mostAskedAbout)) : []);
  const unasked = new Set(approved.slice(mostAskedAbout).map(({ id }) => id));
  const steps = items.flatMap(({ id, slug, title, state, phaseState, opensAt, closesAt, paused }) => {
    if (paused) return [action(`/manage/${slug}/overview`, m.next_paused({ title }), m.next_paused_why())];
    switch (state) {
      case 'draft':
        return [action(`/drafts/${id}`, m.next_draft({ title }), m.next_draft_why())];
      case 'in_review':
        return [action(`/drafts/${id}`, m.next_in_review({ title }), m.next_in_review_why())];
      case 'approved':
        if (!isManager || unasked.has(id)) return [];
        return [isPaid.has(id) ? action(`/drafts/${id}`, m.next_publish({ title }), m.next_publish_why(), opensAt, m.next_opens()) : action(`/drafts/${id}`, m.next_approved({ title }), m.next_approved_why(), opensAt, m.next_opens())];
      case 'scheduled':
        return [action(`/manage/${slug}/judges`, m.next_scheduled({ title }), m.next_scheduled_why(), opensAt, m.next_opens())];
      case 'open': {
        if (phaseState === 'planned') return [action(`/manage/${slug}/overview`, m.next_between({ title }), m.manage_now_between())];
        const panel = panels.get(id);
        if (panel?.turn === 'others') return [action(`/manage/${slug}/results`, m.next_awaited({ title }), m.manage_now_turn_others(), panel.decideBy)];
        if (panel?.turn) return [action(`/manage/${slug}/results`, m.next_decide({ title }), decideWhy(panel), panel.decideBy)];
        if (panel?.noJudge) return [action(`/manage/${slug}/judges`, m.next_no_judge({ title }), noJudgeText(panel.noJudge, panel.challenge), panel.judgingEndsAt, m.dates_judging())];
        if (phaseState === 'judging') return [panel?.mayRun ? action(`/manage/${slug}/judges`, m.next_judging({ title }), m.next_judging_why()) : action(`/manage/${slug}/overview`, m.next_judging({ title }), m.manage_now_closed())];
        return [action(`/manage/${slug}/overview`, m.next_open({ title }), m.next_open_why(), closesAt, m.next_closes())];
      }
      default:
        return [];
    }
  });
  const asked = isManager ? await questionActions(api, items.filter(({ state }) => state === 'open').slice(0, mostAskedAbout)) : [];
  return [...asked, ...steps, ...rest];
}

/** For who keeps the money and does not manage: what is approved and not paid in. */
async function payActions(api: ApiClient, { organisation, roles }: View<'MembershipView'>): Promise<NextAction[]> {
  if (!roles.includes('treasurer') || roles.includes('owner') || roles.includes('manager')) return [];
  const { items } = found(await api.GET('/api/v1/organisations/{id}/challenges', { params: { path: { id: organisation.id }, query: { state: ['approved'], limit: mostAskedAbout } } }));
  const isPaid = new Set(await paidIn(api, items));
  return items.filter(({ id }) => !isPaid.has(id)).map(({ id, title, opensAt }) => action(`/drafts/${id}/fund`, m.next_pay({ title }), m.next_approved_why(), opensAt, m.next_opens()));
}

/** Those that may open as far as money goes. */
async function paidIn(api: ApiClient, challenges: readonly View<'ListedChallengeView'>[]): Promise<string[]> {
  const costs = await Promise.all(challenges.map(({ id }) => api.GET('/api/v1/challenges/{id}/cost', { params: { path: { id } } }).then(foundOrNothing)));
  return challenges.filter((_, at) => costs[at]?.isPaidToOpen).map(({ id }) => id);
}

/** Money that waits until somebody says where it goes, and not for staff. */
async function payeeActions(api: ApiClient, { organisation: { id, name }, roles }: View<'MembershipView'>): Promise<NextAction[]> {
  if (!roles.includes('owner') && !roles.includes('treasurer')) return [];
  const waiting = foundOrNothing(await api.GET('/api/v1/organisations/{id}/payouts', { params: { path: { id }, query: { state: 'awaiting_payee', limit: 100 } } }));
  if (!waiting?.items.some(({ hold }) => hold === null)) return [];
  const { reason } = found(await api.GET('/api/v1/organisations/{id}/payee/payability', { params: { path: { id } } }));
  return [action(`/settings/payouts?organisation=${id}`, m.next_payee({ organisation: name }), reason === 'no_account' ? m.next_payee_why() : payabilityText(reason))];
}

/** Nothing presses with a draft: what runs is not to be looked for among a hundred of them. */
const mostDrafts = 10;

/** Each of them costs a read or two. */
const mostAskedAbout = 20;

/** Somebody asked, and waits. */
async function questionActions(api: ApiClient, open: readonly View<'ListedChallengeView'>[]): Promise<NextAction[]> {
  const asked = await Promise.all(open.map(({ id }) => api.GET('/api/v1/challenges/{id}/questions', { params: { path: { id }, query: { state: 'open' } } }).then(foundOrNothing)));
  return open.filter((_, at) => asked[at]?.items.some(({ can }) => can.includes('answer'))).map(({ slug, title }) => action(`/manage/${slug}/questions`, m.next_questions({ title }), m.next_questions_why()));
}

interface RunningPanel extends PanelStanding {
  challenge: View<'ChallengeView'>;
  judgingEndsAt: string | null;
  /** When the no-award rule runs instead of a decision that waits for the sponsor. */
  decideBy: string | null;
}

function decideWhy({ isOpened, isUnscored }: PanelStanding): string {
  if (isUnscored) return m.next_decide_unscored_why();
  return isOpened ? m.next_decide_opened_why() : m.next_decide_why();
}

/** How the phases that run stand with their judges; of the newest only. */
async function panelsOf(api: ApiClient, ids: string[]): Promise<[id: string, panel: RunningPanel][]> {
  return Promise.all(
    ids.map(async (id): Promise<[string, RunningPanel]> => {
      const byId = { params: { path: { id } } };
      const challenge = found(await api.GET('/api/v1/challenges/{id}', byId));
      const standing = await panelStandingOf(api, challenge);
      const decideBy = standing.turn ? found(await api.GET('/api/v1/challenges/{id}/proof-of-funding', byId)).ifSilent.from : null;
      const phase = challenge.phases.find(({ state }) => state === 'open' || state === 'judging');
      return [id, { ...standing, challenge, judgingEndsAt: phase?.judgingEndsAt ?? null, decideBy }];
    }),
  );
}

/** Somebody wrote, and it is unread. */
async function messageActions(api: ApiClient): Promise<NextAction[]> {
  const { items } = found(await api.GET('/api/v1/me/threads', { params: { query: { limit: 100 } } }));
  return items.filter(({ unread }) => unread > 0).map(({ id, challenge: { title }, unread }) => action(`/messages/${id}#end`, m.next_messages({ title }), m.messages_unread({ count: unread })));
}

async function solverActions(api: ApiClient): Promise<NextAction[]> {
  const { items } = found(await api.GET('/api/v1/me/entries', { params: { query: { limit: 100 } } }));
  return items.filter(({ state }) => state === 'joined').flatMap(({ id, challenge, phases }) => {
    const open = openPhaseOf({ phases });
    if (!open) return [];
    const isSent = open.submissionState === 'submitted';
    if (challenge.paused) return [action(`/work/${id}/edit`, m.next_paused({ title: challenge.title }), m.next_paused_why())];
    return [action(`/work/${id}/edit`, isSent ? m.next_submitted({ title: challenge.title }) : m.next_submit({ title: challenge.title }), isSent ? m.next_submitted_why() : m.next_submit_why(), open.closesAt, m.next_closes())];
  });
}

async function awardActions(api: ApiClient): Promise<NextAction[]> {
  const { items } = found(await api.GET('/api/v1/me/awards', { params: { query: { limit: 100 } } }));
  return items.filter(({ can }) => can.includes('accept')).map((award) => action(`/awards/${award.id}`, m.next_award({ title: award.challengeTitle }), m.next_award_why({ prize: prizeOf(award) }), award.respondBy));
}

async function agreementActions(api: ApiClient): Promise<NextAction[]> {
  const { items } = found(await api.GET('/api/v1/me/agreements', { params: { query: { limit: 100 } } }));
  return items.filter(({ signsFor }) => signsFor !== null).map(({ id, challengeTitle: title, signBy, signsFor }) => action(`/agreements/${id}`, m.next_agreement({ title }), m.next_agreement_why(), signsFor === 'recipient' ? signBy : null, m.next_sign_by()));
}

async function declarationActions(api: ApiClient): Promise<NextAction[]> {
  const { items } = found(await api.GET('/api/v1/me/non-use-declarations', { params: { query: { limit: 100 } } }));
  return items.map(({ challengeSlug, challengeTitle: title, organisationName: organisation, rest }) => action(`/challenges/${challengeSlug}/declaration`, m.next_declaration({ title }), restWhy(organisation, rest)));
}

function restWhy(organisation: string, rest: View<'RestView'> | null): string {
  if (!rest) return m.next_declaration_why_none({ organisation });
  const total = formatMoney(rest.total);
  return rest.feeKept.amount > 0 ? m.next_declaration_why({ total, organisation, kept: formatMoney(rest.feeKept) }) : m.next_declaration_why_all({ total, organisation });
}

async function judgeActions(api: ApiClient): Promise<NextAction[]> {
  const { items } = found(await api.GET('/api/v1/me/judging'));
  return items.flatMap(({ challengeTitle: title, state, panelState, judgingEndsAt, can, done, assigned }) => {
    if (state === 'invited') return !can.includes('accept') ? [] : [action('/judging', m.next_judge_asked({ title }), m.next_judge_asked_why())];
    if (panelState !== 'scoring') return [];
    if (can.includes('declare') && state === 'accepted') return [action('/judging', m.next_declare({ title }), m.next_declare_why(), judgingEndsAt)];
    return done < assigned ? [action('/judging', m.next_score({ title }), m.next_score_why({ done, assigned }), judgingEndsAt)] : [];
  });
}

/** Queues are counted up to one page. */
async function staffActions(api: ApiClient, { staffRoles }: View<'MeView'>): Promise<NextAction[]> {
  if (!staffRoles.includes('moderator')) return [];
  const query = { limit: 100 };
  const [reviews, eligibility, awards] = await Promise.all([
    api.GET('/api/v1/admin/challenges', { params: { query: { ...query, state: 'in_review' } } }).then(foundOrNothing),
    api.GET('/api/v1/admin/eligibility-reviews', { params: { query } }).then(foundOrNothing),
    api.GET('/api/v1/admin/awards', { params: { query } }).then(foundOrNothing),
  ]);
  const queue = (count: number | undefined, to: string, title: (inputs: { count: number }) => string) => (count ? [action(to, title({ count }), m.next_staff_why())] : []);
  return [
    ...queue(reviews?.items.length, '/admin/review', m.next_reviews),
    ...queue(eligibility?.items.length, '/admin/submissions', m.next_eligibility),
    ...queue(awards?.items.length, '/admin/awards', m.next_contested),
  ];
}
