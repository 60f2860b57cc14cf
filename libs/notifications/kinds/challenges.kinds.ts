import { showId } from '@app/kernel';
import { phaseNeverPaid, phaseUnpaid } from '@app/bounties';
import {
  type CancelReason, challengeApproved, challengeCancelled, challengeCompleted, challengeOpened, challengePaused, challengeResumed, editsRequested, neededSql, type PauseReason, phaseDecided,
} from '@app/challenges';
import { m } from '@app/messages';
import { phaseUnsealed, unsealedStates } from '@app/submissions';
import { asking } from '../asking';
import { defineKind, type Kind, type Saying } from '../kind';
import { sides } from '../sides';
import { at, atJudging, challengeColumns, challengeFacts, type Ending, endingOf, noRest, nobodyText, type OfChallenge, type Outcome, outcomeOf, type RestFacts, restFacts, restText, restWhenText, subjectTitle, type UnheldFacts, unheldOf, unheldText } from './shared';

interface Reviewed extends OfChallenge {
  reason: string;
  edits: number;
  /** What staff ask to change, in their words: line by line. */
  asked: string | null;
  /** What of its bounty is not paid in yet is due before it opens, or before a later phase does; null where all of it is there. */
  due: 'to_open' | 'later' | null;
}

interface Approved extends OfChallenge {
  /** When it is to open. */
  by: string;
}

interface OfPhase extends OfChallenge {
  number: number;
  by: string;
}

interface Decided extends OfChallenge, Ending, RestFacts, UnheldFacts {
  number: number;
  /** Something was handed in, in any phase so far; older notifications do not know it. */
  hasSubmissions?: boolean;
}

interface Closed extends OfPhase {
  count: number;
  /** No judge had accepted when it closed; older notifications do not know it. */
  isUnjudged?: boolean;
}

interface Cancelled extends OfChallenge {
  why: CancelReason;
  note: string | null;
  /** Some of its money was paid in; older notifications do not know it. */
  isPaid?: boolean;
  /** Something was handed in that its sponsor may read; older notifications do not know it. */
  isReadable?: boolean;
}

interface PausedFacts extends OfChallenge {
  why: PauseReason;
  since: string;
}

interface Resumed extends OfChallenge {
  /** When it closes now; null where nothing is open. */
  by: string | null;
}

interface NeverPaid extends OfPhase {
  isPaid: boolean;
}

const reviewFacts = `
  select ${challengeColumns}, r.reason, jsonb_array_length(r.edits) as edits, (select string_agg('• ' || (e->>'text'), E'\\n') from jsonb_array_elements(r.edits) e) as asked, case when c.funded < ${neededSql('1')} then 'to_open' when c.funded < c.bounty_total then 'later' end as due from review r join challenge c on c.id = r.challenge_id where r.id = $1`;
const unpaidFacts = `
  select ${challengeColumns}, (select p.opens_at from phase p where p.challenge_id = c.id and p.position = 1) as by
  from review r join challenge c on c.id = r.challenge_id where r.id = $1 and c.state = 'approved' and c.funded < ${neededSql('1')}`;
const decidedFacts = `
  select ${challengeColumns}, p.position as number, ${outcomeOf('p.id')} as outcome,
  exists (select from decision y where y.challenge_id = c.id and y.how <> 'nothing_submitted') as "hasSubmissions" from phase p join challenge c on c.id = p.challenge_id where p.id = $1`;
const endedFacts = `select ${challengeColumns} from phase p join challenge c on c.id = p.challenge_id where p.id = $1 and c.state in ('decided', 'completed')
  and not exists (select from phase later where later.challenge_id = c.id and later.position > p.position and later.state = 'decided')`;
const phaseFacts = `select ${challengeColumns}, p.position as number, p.closes_at as by from phase p join challenge c on c.id = p.challenge_id where p.id = $1`;
const closedFacts = `
  select ${challengeColumns}, p.position as number, p.judging_ends_at as by, (select count(*)::int from submission s where s.phase_id = p.id and s.state = 'under_review') as count,
    not exists (select from panel_seat j where j.phase_id = p.id and j.state in ('accepted', 'ready')) as "isUnjudged"
  from phase p join challenge c on c.id = p.challenge_id where p.id = $1 and c.state = 'open'`;
const neverPaidFacts = `
  select ${challengeColumns}, p.position as number, p.closes_at as by, $2::text = 'late' as "isPaid" from phase p join challenge c on c.id = p.challenge_id where p.id = $1`;
const pausedFacts = `select ${challengeColumns}, u.reason as why, u.since from pause u join challenge c on c.id = u.challenge_id where u.id = $1 and u.state = 'in_force'`;
const resumedFacts = `
  select ${challengeColumns}, (select p.closes_at from phase p where p.challenge_id = c.id and p.state = 'open') as by
  from pause u join challenge c on c.id = u.challenge_id where u.id = $1 and u.state = 'resumed' and c.paused_at is null and c.state in ('scheduled', 'open')`;
const cancelledFacts = `
  select ${challengeColumns}, c.cancel_reason as why, c.cancel_note as note,
    exists (select from charge g join funding f on f.id = g.funding_id where f.subject_id = c.id and g.state = 'paid' and not exists (select from refund r where r.charge_row_id = g.id and r.created_at < c.cancelled_at)) as "isPaid",
    exists (select from submission s where s.challenge_id = c.id and s.state in (${unsealedStates.map((state) => `'${state}'`).join(', ')})) as "isReadable"
  from challenge c where c.id = $1`;

const whyCancelled = {
  no_longer_needed: m.cancelled_no_longer_needed,
  duplicate: m.cancelled_duplicate,
  wrong_terms: m.cancelled_wrong_terms,
  no_funding: m.cancelled_no_funding,
  platform: m.cancelled_platform,
} satisfies Record<CancelReason, unknown>;

/** What goes back, and what has to be signed first: of a challenge nothing was paid into, nothing. */
const whatOfItsMoney = ({ isPaid = true, isReadable = true }: Cancelled, saying: Saying) =>
  isPaid ? [m.mail_cancelled_sponsor_then({}, saying), ...(isReadable ? [m.mail_cancelled_sponsor_opened({}, saying)] : [])] : [];

const whyPaused = { report: m.paused_report, dispute: m.paused_dispute, legal: m.paused_legal, platform: m.paused_platform } satisfies Record<PauseReason, unknown>;

const draft = ({ id }: OfChallenge) => `/drafts/${showId('challenge', id)}`;
const fund = (facts: OfChallenge) => `${draft(facts)}/fund`;
const page = ({ slug }: OfChallenge) => `/challenges/${slug}`;
const manage = (tab: string) => ({ slug }: OfChallenge) => `/manage/${slug}/${tab}`;

/** What becomes of a challenge, for those who posted it and those in it. */
export const challengeKinds: Record<string, Kind> = {
  review_approved: defineKind({
    on: challengeApproved,
    of: ({ reviewId }) => ({ subjectId: reviewId }),
    to: sides.sponsorOfReview,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.going,
    about: (from, { subjectId }) => from.row<Reviewed>(reviewFacts, subjectId),
    path: draft,
    words: (facts, saying) => ({
      subject: m.mail_review_approved_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [(facts.due === null ? m.mail_review_approved_publish : facts.due === 'later' ? m.mail_review_approved_later : m.mail_review_approved_pay)(facts, saying), facts.reason],
      action: m.mail_review_action({}, saying),
      reason: m.mail_review_reason({}, saying),
    }),
  }),
  funding_awaited: defineKind({
    on: challengeApproved,
    of: ({ reviewId }) => ({ subjectId: reviewId }),
    to: sides.treasurersOfReview,
    mail: 'always', isDigestable: false, isBlind: true,
    asks: asking.paying,
    about: (from, { subjectId }) => from.row<Approved>(unpaidFacts, subjectId),
    path: fund,
    words: (facts, saying) => ({
      subject: m.mail_awaited_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_awaited_text(facts, saying), m.mail_awaited_then({ on: at(facts.by) }, saying)],
      action: m.mail_awaited_action({}, saying),
      reason: m.mail_refund_reason({}, saying),
    }),
  }),
  review_edits: defineKind({
    on: editsRequested,
    of: ({ reviewId }) => ({ subjectId: reviewId }),
    to: sides.sponsorOfReview,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.edits,
    about: (from, { subjectId }) => from.row<Reviewed>(reviewFacts, subjectId),
    path: draft,
    words: (facts, saying) => ({
      subject: m.mail_review_edits_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_review_edits_text({ title: facts.title, count: facts.edits }, saying), facts.reason, ...(facts.asked?.split('\n') ?? [])],
      action: m.mail_review_action({}, saying),
      reason: m.mail_review_reason({}, saying),
    }),
  }),
  challenge_opened: defineKind({
    on: challengeOpened,
    of: ({ challengeId }) => ({ subjectId: challengeId }),
    to: sides.sponsorOfChallenge,
    mail: 'digest', isDigestable: true, isBlind: true,
    about: (from, { subjectId }) => from.row<OfChallenge & { by: string }>(`select ${challengeColumns}, c.closes_at as by from challenge c where c.id = $1 and c.state = 'open'`, subjectId),
    path: manage('overview'),
    words: (facts, saying) => ({
      subject: m.mail_opened_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_opened_text({ title: facts.title, by: at(facts.by) }, saying)],
      action: m.mail_manage_action({}, saying),
      reason: m.mail_manage_reason({}, saying),
    }),
  }),
  phase_closed: defineKind({
    on: phaseUnsealed,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.sponsorOfPhase,
    mail: 'digest', isDigestable: true, isBlind: true,
    about: (from, { subjectId }) => from.row<Closed>(closedFacts, subjectId),
    path: manage('submissions'),
    words: (facts, saying) => ({
      subject: m.mail_closed_subject({ number: facts.number, title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_closed_text(facts, saying), facts.count === 0 ? m.mail_closed_nothing({}, saying) : (facts.isUnjudged ? m.mail_closed_unjudged : m.mail_closed_judging)({ by: at(facts.by) }, saying)],
      action: m.mail_manage_action({}, saying),
      reason: m.mail_manage_reason({}, saying),
    }),
  }),
  phase_decided: defineKind({
    on: phaseDecided,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.sponsorOfPhase,
    mail: 'digest', isDigestable: true, isBlind: false,
    about: async (from, { subjectId }): Promise<Decided | undefined> => {
      const about = await from.row<OfChallenge & { number: number; outcome: Outcome; hasSubmissions: boolean }>(decidedFacts, subjectId);
      return about && { ...about, ...(await endingOf(from, subjectId, about.outcome)), ...(await unheldOf(from, subjectId, about.outcome)), ...noRest };
    },
    more: (from, { id }) => restFacts(from, id),
    path: manage('results'),
    words: (facts, saying) => ({
      subject: m.mail_decided_subject({ number: facts.number, title: subjectTitle(facts, saying) }, saying),
      paragraphs: [
        m.mail_decided_text(facts, saying),
        ...nobodyText(facts, saying),
        ...unheldText(facts, saying),
        ...(isToTellOfRest(facts) ? [...restText(facts, saying), ...restWhenText(facts, saying)] : []),
        ...(facts.outcome === 'nothing_submitted' ? [] : [m.mail_decided_told({}, saying)]),
        facts.outcome === 'won' || facts.outcome === 'went_on' ? m.mail_decided_then({}, saying) : m.mail_decided_page({}, saying),
      ],
      action: m.mail_decided_action({}, saying),
      reason: m.mail_manage_reason({}, saying),
    }),
  }),
  ended_without: defineKind({
    on: phaseDecided,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.withoutSubmission,
    mail: 'digest', isDigestable: true, isBlind: false,
    about: (from, { subjectId }) => from.row<OfChallenge>(endedFacts, subjectId),
    path: page,
    words: (facts, saying) => ({
      subject: m.mail_ended_without_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_ended_without_text(facts, saying)],
      action: m.mail_cancelled_action({}, saying),
      reason: m.mail_cancelled_entrant_reason({}, saying),
    }),
  }),
  challenge_completed: defineKind({
    on: challengeCompleted,
    of: ({ challengeId }) => ({ subjectId: challengeId }),
    to: sides.sponsorOfChallenge,
    mail: 'digest', isDigestable: true, isBlind: false,
    about: (from, { subjectId }) => from.row<OfChallenge>(challengeFacts, subjectId),
    path: manage('overview'),
    words: (facts, saying) => ({
      subject: m.mail_completed_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_completed_text(facts, saying)],
      action: m.mail_manage_action({}, saying),
      reason: m.mail_manage_reason({}, saying),
    }),
  }),
  paused_sponsor: defineKind({
    on: challengePaused,
    of: ({ challengeId, pauseId }) => ({ subjectId: challengeId, occasion: pauseId }),
    to: sides.sponsorOfChallenge,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { occasion }) => from.row<PausedFacts>(pausedFacts, occasion),
    path: manage('overview'),
    words: (facts, saying) => ({ ...pausedWords(facts, saying), action: m.mail_manage_action({}, saying), reason: m.mail_manage_reason({}, saying) }),
  }),
  paused_entrant: defineKind({
    on: challengePaused,
    of: ({ challengeId, pauseId }) => ({ subjectId: challengeId, occasion: pauseId }),
    to: sides.takingPart,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { occasion }) => from.row<PausedFacts>(pausedFacts, occasion),
    path: page,
    words: (facts, saying) => ({ ...pausedWords(facts, saying), action: m.mail_cancelled_action({}, saying), reason: m.mail_cancelled_entrant_reason({}, saying) }),
  }),
  paused_judge: defineKind({
    on: challengePaused,
    of: ({ challengeId, pauseId }) => ({ subjectId: challengeId, occasion: pauseId }),
    to: sides.judgesOfChallenge,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { occasion }) => from.row<PausedFacts>(pausedFacts, occasion),
    path: atJudging,
    words: (facts, saying) => ({
      subject: m.mail_paused_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_paused_text({ title: facts.title, since: at(facts.since) }, saying), whyPaused[facts.why]({}, saying), m.mail_paused_judging({}, saying)],
      action: m.mail_judging_action({}, saying),
      reason: m.mail_on_panel_reason({}, saying),
    }),
  }),
  resumed_sponsor: defineKind({
    on: challengeResumed,
    of: ({ challengeId, pauseId }) => ({ subjectId: challengeId, occasion: pauseId }),
    to: sides.sponsorOfChallenge,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { occasion }) => from.row<Resumed>(resumedFacts, occasion),
    path: manage('overview'),
    words: (facts, saying) => ({ ...resumedWords(facts, saying), action: m.mail_manage_action({}, saying), reason: m.mail_manage_reason({}, saying) }),
  }),
  resumed_entrant: defineKind({
    on: challengeResumed,
    of: ({ challengeId, pauseId }) => ({ subjectId: challengeId, occasion: pauseId }),
    to: sides.takingPart,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { occasion }) => from.row<Resumed>(resumedFacts, occasion),
    path: page,
    words: (facts, saying) => ({ ...resumedWords(facts, saying), action: m.mail_cancelled_action({}, saying), reason: m.mail_cancelled_entrant_reason({}, saying) }),
  }),
  resumed_judge: defineKind({
    on: challengeResumed,
    of: ({ challengeId, pauseId }) => ({ subjectId: challengeId, occasion: pauseId }),
    to: sides.judgesOfChallenge,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { occasion }) => from.row<Resumed>(resumedFacts, occasion),
    path: atJudging,
    words: (facts, saying) => ({
      subject: m.mail_resumed_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_resumed_text(facts, saying), m.mail_resumed_judging({}, saying)],
      action: m.mail_judging_action({}, saying),
      reason: m.mail_on_panel_reason({}, saying),
    }),
  }),
  cancelled_sponsor: defineKind({
    on: challengeCancelled,
    of: ({ challengeId }) => ({ subjectId: challengeId }),
    to: sides.sponsorOfChallenge,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId }) => from.row<Cancelled>(cancelledFacts, subjectId),
    path: page,
    words: (facts, saying) => ({
      subject: m.mail_cancelled_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_cancelled_sponsor(facts, saying), ...whyAndNote(facts, saying), ...whatOfItsMoney(facts, saying)],
      action: m.mail_cancelled_action({}, saying),
      reason: m.mail_cancelled_sponsor_reason({}, saying),
    }),
  }),
  cancelled_entrant: defineKind({
    on: challengeCancelled,
    of: ({ challengeId }) => ({ subjectId: challengeId }),
    to: sides.entrantsOfChallenge,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { subjectId }) => from.row<Cancelled>(cancelledFacts, subjectId),
    path: page,
    words: (facts, saying) => ({
      subject: m.mail_cancelled_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_cancelled_entrant(facts, saying), ...whyAndNote(facts, saying), m.mail_cancelled_entrant_then({}, saying)],
      action: m.mail_cancelled_action({}, saying),
      reason: m.mail_cancelled_entrant_reason({}, saying),
    }),
  }),
  phase_unpaid: defineKind({
    on: phaseUnpaid,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.payersOfPhase,
    mail: 'always', isDigestable: false, isBlind: true,
    asks: asking.payingPhase,
    about: (from, { subjectId }) => from.row<OfPhase>(`${phaseFacts} and p.state = 'planned'`, subjectId),
    path: fund,
    words: (facts, saying) => ({
      subject: m.mail_unpaid_subject({ number: facts.number, title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_unpaid_text(facts, saying), m.mail_unpaid_then({ by: at(facts.by) }, saying)],
      action: m.mail_unpaid_action({}, saying),
      reason: m.mail_payer_reason({}, saying),
    }),
  }),
  never_paid_sponsor: defineKind({
    on: phaseNeverPaid,
    of: ({ phaseId, isPaid }) => ({ subjectId: phaseId, occasion: isPaid ? 'late' : '' }),
    to: sides.payersOfPhase,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId, occasion }) => from.row<NeverPaid>(neverPaidFacts, subjectId, occasion),
    path: page,
    words: (facts, saying) => ({
      subject: m.mail_unpaid_ended_subject({ number: facts.number, title: subjectTitle(facts, saying) }, saying),
      paragraphs: [facts.isPaid ? m.mail_unpaid_ended_late(facts, saying) : m.mail_unpaid_ended_text(facts, saying), m.mail_unpaid_ended_sponsor({}, saying)],
      action: m.mail_cancelled_action({}, saying),
      reason: m.mail_payer_reason({}, saying),
    }),
  }),
  never_paid_finalist: defineKind({
    on: phaseNeverPaid,
    of: ({ phaseId, isPaid }) => ({ subjectId: phaseId, occasion: isPaid ? 'late' : '' }),
    to: sides.finalistsBeforePhase,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { subjectId, occasion }) => from.row<NeverPaid>(neverPaidFacts, subjectId, occasion),
    path: page,
    words: (facts, saying) => ({
      subject: m.mail_unpaid_ended_subject({ number: facts.number, title: subjectTitle(facts, saying) }, saying),
      paragraphs: [facts.isPaid ? m.mail_unpaid_ended_late(facts, saying) : m.mail_unpaid_ended_text(facts, saying), m.mail_unpaid_ended_finalist({}, saying)],
      action: m.mail_cancelled_action({}, saying),
      reason: m.mail_cancelled_entrant_reason({}, saying),
    }),
  }),
};

/** Where somebody won or goes on it is not the end of it, and where nothing was handed in and it waits for nothing it is on its way already. */
function isToTellOfRest({ outcome, hasSubmissions = false, restAt, isToSign }: Decided): boolean {
  if (outcome === 'nothing_submitted') return hasSubmissions && (restAt !== null || isToSign);
  return outcome !== 'won' && outcome !== 'went_on';
}

function whyAndNote({ why, note }: Cancelled, saying: Saying): string[] {
  return [whyCancelled[why]({}, saying), ...(note ? [note] : [])];
}

function pausedWords(facts: PausedFacts, saying: Saying) {
  return {
    subject: m.mail_paused_subject({ title: subjectTitle(facts, saying) }, saying),
    paragraphs: [m.mail_paused_text({ title: facts.title, since: at(facts.since) }, saying), whyPaused[facts.why]({}, saying), m.paused_rest({}, saying)],
  };
}

function resumedWords(facts: Resumed, saying: Saying) {
  return {
    subject: m.mail_resumed_subject({ title: subjectTitle(facts, saying) }, saying),
    paragraphs: [m.mail_resumed_text(facts, saying), facts.by === null ? m.mail_resumed_page({}, saying) : m.mail_resumed_closes({ by: at(facts.by) }, saying)],
  };
}
