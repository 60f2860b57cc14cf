import { showId } from '@app/kernel';
import { awardAnnounced, awardContested, type AwardKind, awardReminded } from '@app/bounties';
import { m } from '@app/messages';
import { fundingCaptured, fundingFailed, mayTransferBetween, payoutBlocked, payoutSent, payoutWaits, refundFailed, refundSucceeded } from '@app/payments';
import { asking } from '../asking';
import { defineKind, type Kind, type Saying } from '../kind';
import { sides } from '../sides';
import { amountText, at, challengeColumns, occasionOf, type OfChallenge, subjectTitle } from './shared';

interface Awarded extends OfChallenge {
  awardId: string;
  kind: AwardKind;
  prize: string;
  amount: string;
  currency: string | null;
  by: string | null;
  isAccepted: boolean;
  clearedAt: string | null;
}

interface Moved extends OfChallenge {
  organisationId: string;
  amount: string;
  currency: string;
}

interface Stopped extends Moved {
  state: 'blocked' | 'failed';
  stoppedAt: string | null;
}

interface Waiting extends Moved {
  /** What the provider says of its payee's account; `country_not_served` where it sends nothing to its country. */
  status: string;
  remindAt: string | null;
}

interface Paid extends Moved {
  opensAt: string | null;
}

interface Sent extends Omit<Moved, 'organisationId'> {
  kind: AwardKind;
}

interface Refunded extends Moved {
  why: string;
  /** Of the fee of that payment, kept by the platform; older notifications do not know it. */
  kept?: string;
}

const awardFacts = (...states: readonly ('announced' | 'accepted' | 'contested')[]) => `
  select ${challengeColumns}, a.id as "awardId", a.kind, coalesce(z.title, '') as prize, a.amount::text, a.currency, a.respond_by as by, a.state = 'accepted' as "isAccepted", a.cleared_at as "clearedAt"
  from award a join challenge c on c.id = a.challenge_id left join prize z on z.id = a.prize_id where a.id = $1 and a.state in (${states.map((state) => `'${state}'`).join()})`;
/** A subject may be something else than a challenge; then others speak of it. */
const moved = (table: 'payout' | 'refund' | 'funding', amount: string, more = '') => `
  select ${challengeColumns}, t.organisation_id as "organisationId", (${amount})::text as amount, t.currency${more} from ${table} t join challenge c on c.id = t.subject_id where t.id = $1`;
const refundFacts = moved('refund', 't.amount', `, t.reason as why, (select coalesce(sum(e.amount), 0)::text from ledger_transaction x join ledger_entry e on e.transaction_id = x.id and e.side = 'debit'
    where x.posting_key = 'funding:' || t.funding_id || ':fee_kept') as kept`);
const stoppedFacts = `${moved('payout', 't.amount', ', t.state, t.stopped_at as "stoppedAt"')} and t.state in ('blocked', 'failed')`;
const waitingFacts = `
  select ${challengeColumns}, t.organisation_id as "organisationId", t.amount::text as amount, t.currency, t.remind_at as "remindAt", coalesce(y.status, 'none') as status, coalesce(y.country, o.country) as country
  from payout t join challenge c on c.id = t.subject_id join organisation o on o.id = t.organisation_id left join payee y on y.organisation_id = t.organisation_id
  where t.id = $1 and t.state = 'awaiting_payee' and coalesce(y.status, 'none') <> 'active' and not exists (select from payout_hold h where h.payout_id = t.id and h.state = 'in_force')`;
const fundedFacts = moved('funding', 't.bounty + t.fee', `,
  case when c.state in ('approved', 'scheduled') then (select p.opens_at from phase p where p.challenge_id = c.id and p.position = 1) end as "opensAt"`);
/** Not to whom: who pays reads blind where nothing is decided. */
const paidFacts = `
  select ${challengeColumns}, t.amount::text as amount, t.currency, (select a.kind from award a where a.id = t.award_id) as kind from payout t join challenge c on c.id = t.subject_id where t.id = $1`;

const awardPath = ({ awardId }: Awarded) => `/awards/${showId('award', awardId)}`;
const payouts = ({ organisationId }: Moved) => `/settings/payouts?organisation=${showId('organisation', organisationId)}`;
const textOf = ({ amount, currency }: Pick<Awarded, 'amount' | 'currency'>) => (currency ? amountText(amount, currency) : '');

/** Awards and their money. How much it is stands in no subject. */
export const moneyKinds: Record<string, Kind> = {
  award_announced: defineKind({
    on: awardAnnounced,
    of: ({ awardId }) => ({ subjectId: awardId }),
    to: sides.award,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.answeringAward,
    about: (from, { subjectId }) => from.row<Awarded>(awardFacts('announced'), subjectId),
    again: ({ clearedAt }) => occasionOf(clearedAt),
    path: awardPath,
    words: (facts, saying) => ({ ...announced(facts, saying), action: m.mail_award_action({}, saying), reason: m.mail_award_reason({}, saying) }),
  }),
  award_reminded: defineKind({
    on: awardReminded,
    of: ({ awardId }) => ({ subjectId: awardId }),
    to: sides.award,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.securingAward,
    about: (from, { subjectId }) => from.row<Awarded>(`${awardFacts('announced', 'accepted')} and a.signed_at is null`, subjectId),
    again: ({ clearedAt }) => occasionOf(clearedAt),
    path: awardPath,
    words: (facts, saying) => ({
      subject: m.mail_award_reminder_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [prizeText(facts, saying), (facts.isAccepted ? m.mail_award_reminder_sign : m.mail_award_reminder_by)({ by: at(facts.by) }, saying)],
      action: m.mail_award_action({}, saying),
      reason: m.mail_award_reason({}, saying),
    }),
  }),
  award_contested: defineKind({
    on: awardContested,
    of: ({ awardId }) => ({ subjectId: awardId }),
    to: sides.award,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { subjectId }) => from.row<Awarded>(awardFacts('contested'), subjectId),
    again: ({ clearedAt }) => occasionOf(clearedAt),
    path: awardPath,
    words: (facts, saying) => ({
      subject: m.mail_award_contested_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_award_contested_text(facts, saying), m.mail_award_contested_then({}, saying)],
      action: m.mail_award_action({}, saying),
      reason: m.mail_award_reason({}, saying),
    }),
  }),
  payout_sent: defineKind({
    on: payoutSent,
    of: ({ payoutId }) => ({ subjectId: payoutId }),
    to: sides.payout,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { subjectId }) => from.row<Moved>(moved('payout', 't.amount'), subjectId),
    path: payouts,
    words: (facts, saying) => ({
      subject: m.mail_payout_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_payout_text({ amount: textOf(facts), title: facts.title }, saying), m.mail_payout_when({}, saying)],
      action: m.mail_payout_action({}, saying),
      reason: m.mail_payout_reason({}, saying),
    }),
  }),
  payout_stopped: defineKind({
    on: payoutBlocked,
    of: ({ payoutId }) => ({ subjectId: payoutId }),
    to: sides.payout,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.stoppedPayout,
    about: (from, { subjectId }) => from.row<Stopped>(stoppedFacts, subjectId),
    again: ({ state, stoppedAt }) => `${state} ${occasionOf(stoppedAt)}`,
    path: payouts,
    words: (facts, saying) => ({
      subject: m.mail_payout_stopped_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_payout_stopped_text({ amount: textOf(facts), title: facts.title }, saying), facts.state === 'blocked' ? m.mail_payout_stopped_yours({}, saying) : m.mail_payout_stopped_ours({}, saying)],
      action: m.mail_payout_action({}, saying),
      reason: m.mail_payout_reason({}, saying),
    }),
  }),
  payout_waits: defineKind({
    on: payoutWaits,
    of: ({ payoutId }) => ({ subjectId: payoutId }),
    to: sides.payout,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.settingUpPayee,
    about: async (from, { subjectId }): Promise<Waiting | undefined> => {
      const found = await from.row<Waiting & { country: string }>(waitingFacts, subjectId);
      if (!found) return undefined;
      const { country, ...about } = found;
      return mayTransferBetween(from.config.platformCountry, country) ? about : { ...about, status: 'country_not_served' };
    },
    again: ({ status, remindAt }) => `${status} ${occasionOf(remindAt)}`,
    path: payouts,
    words: (facts, saying) => ({
      subject: m.mail_payout_waits_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_payout_waits_text({ amount: textOf(facts), title: facts.title }, saying), (waits[facts.status] ?? m.mail_payout_waits_none)({}, saying)],
      action: m.mail_payout_waits_action({}, saying),
      reason: m.mail_payout_reason({}, saying),
    }),
  }),
  funding_captured: defineKind({
    on: fundingCaptured,
    of: ({ fundingId }) => ({ subjectId: fundingId }),
    to: sides.payersOfFunding,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId }) => from.row<Paid>(fundedFacts, subjectId),
    path: ({ slug }) => `/manage/${slug}/overview`,
    words: (facts, saying) => ({
      subject: m.mail_funded_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_funded_text({ amount: textOf(facts), title: facts.title }, saying), ...(facts.opensAt ? [m.mail_funded_opens({ on: at(facts.opensAt) }, saying)] : [])],
      action: m.mail_manage_action({}, saying),
      reason: m.mail_payer_reason({}, saying),
    }),
  }),
  payment_made: defineKind({
    on: payoutSent,
    of: ({ payoutId }) => ({ subjectId: payoutId }),
    to: sides.payersOfPayout,
    mail: 'digest', isDigestable: true, isBlind: true,
    about: (from, { subjectId }) => from.row<Sent>(paidFacts, subjectId),
    path: ({ slug, kind }) => (kind === 'compensation' ? `/challenges/${slug}` : `/manage/${slug}/results`),
    words: (facts, saying) => ({ ...paidOut(facts, saying), action: m.mail_manage_action({}, saying), reason: m.mail_payer_reason({}, saying) }),
  }),
  refund_sent: defineKind({
    on: refundSucceeded,
    of: ({ refundId }) => ({ subjectId: refundId }),
    to: sides.refund,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { subjectId }) => from.row<Refunded>(refundFacts, subjectId),
    path: ({ slug }) => `/challenges/${slug}`,
    words: (facts, saying) => ({
      subject: m.mail_refund_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_refund_text({ amount: textOf(facts), title: facts.title }, saying), whyRefunded(facts, saying), m.mail_refund_when({}, saying)],
      action: m.mail_refund_action({}, saying),
      reason: m.mail_refund_reason({}, saying),
    }),
  }),
  refund_failed: defineKind({
    on: refundFailed,
    of: ({ refundId }) => ({ subjectId: refundId }),
    to: sides.refund,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { subjectId }) => from.row<Refunded>(refundFacts, subjectId),
    path: ({ slug }) => `/manage/${slug}/overview`,
    words: (facts, saying) => ({
      subject: m.mail_refund_failed_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_refund_failed_text({ amount: textOf(facts), title: facts.title }, saying), m.mail_refund_failed_then({}, saying)],
      action: m.mail_refund_action({}, saying),
      reason: m.mail_refund_reason({}, saying),
    }),
  }),
  funding_failed: defineKind({
    on: fundingFailed,
    of: ({ fundingId }) => ({ subjectId: fundingId }),
    to: sides.funding,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.payingAgain,
    about: (from, { subjectId }) => from.row<Moved>(moved('funding', 't.bounty + t.fee'), subjectId),
    path: ({ id }) => `/drafts/${showId('challenge', id)}/fund`,
    words: (facts, saying) => ({
      subject: m.mail_funding_failed_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_funding_failed_text({ amount: textOf(facts), title: facts.title }, saying), m.mail_funding_failed_then({}, saying)],
      action: m.mail_funding_failed_action({}, saying),
      reason: m.mail_refund_reason({}, saying),
    }),
  }),
};

const waits: Readonly<Record<string, typeof m.mail_payout_waits_none>> = {
  pending: m.mail_payout_waits_pending,
  restricted: m.mail_payout_waits_restricted,
  rejected: m.mail_payout_waits_turned_down,
  closed: m.mail_payout_waits_turned_down,
  country_not_served: m.mail_payout_waits_country,
};

const refundReasons = {
  nothing_submitted: m.mail_refund_why_nothing_submitted,
  paid_twice: m.mail_refund_why_paid_twice,
  payment_failed: m.mail_refund_why_payment_failed,
  terms_changed: m.mail_refund_why_terms_changed,
  challenge_cancelled: m.mail_refund_why_cancelled,
};

function whyRefunded({ why, kept, currency }: Refunded, saying: Saying): string {
  if (why === 'nobody_awarded' && kept !== undefined) return m.mail_refund_why_nobody_awarded({ kept: amountText(kept, currency) }, saying);
  const text = (refundReasons as Partial<Record<string, typeof m.mail_refund_why_rest>>)[why] ?? m.mail_refund_why_rest;
  return text({}, saying);
}

function paidOut(facts: Sent, saying: Saying): { subject: string; paragraphs: string[] } {
  const about = { title: subjectTitle(facts, saying) };
  const inside = { title: facts.title, amount: textOf(facts) };
  if (facts.kind === 'compensation') return { subject: m.mail_paid_out_compensation_subject(about, saying), paragraphs: [m.mail_paid_out_compensation(inside, saying)] };
  return { subject: m.mail_paid_out_subject(about, saying), paragraphs: [m.mail_paid_out_text(inside, saying)] };
}

function announced(facts: Awarded, saying: Saying): { subject: string; paragraphs: string[] } {
  const about = { title: subjectTitle(facts, saying) };
  const inside = { title: facts.title, prize: facts.prize, amount: textOf(facts) };
  if (facts.kind === 'compensation') return { subject: m.mail_compensation_subject(about, saying), paragraphs: [m.mail_compensation_text(inside, saying), m.mail_compensation_then({}, saying)] };
  if (facts.kind === 'split') return { subject: m.mail_share_subject(about, saying), paragraphs: [m.mail_share_text(inside, saying), m.mail_share_then({}, saying)] };
  return { subject: m.mail_award_subject(about, saying), paragraphs: [prizeText(facts, saying), m.mail_award_by({ by: at(facts.by) }, saying), ...(facts.currency ? [m.mail_award_then({}, saying)] : [])] };
}

function prizeText(facts: Awarded, saying: Saying): string {
  const inside = { title: facts.title, prize: facts.prize, amount: textOf(facts) };
  return facts.currency ? m.mail_award_prize(inside, saying) : m.mail_award_selection(inside, saying);
}
