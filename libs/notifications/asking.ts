import { neededSql } from '@app/challenges';
import { sides } from './sides';

const isIn = (table: string, states: string) => `exists (select from ${table} t where t.id = told.subject_id and t.state in (${states}))`;
const awaitsReview = (outcome: string, state: string) => `exists (
  select from review r join challenge c on c.id = r.challenge_id where r.id = told.subject_id and r.outcome = '${outcome}' and c.state = '${state}'
    and not exists (select from review b where b.challenge_id = r.challenge_id and b.at > r.at))`;
/** Nothing can be done about what staff hold. */
const notHeld = `not exists (select from payout_hold h where h.payout_id = told.subject_id and h.state = 'in_force')`;

/** As long as these hold, what was told (`told`) asks something of its reader (`item.person_id`): SQL, read with the inbox, so that nothing has to be kept in step. */
export const asking = {
  edits: awaitsReview('request_changes', 'draft'),
  going: awaitsReview('approve', 'approved'),
  paying: `${awaitsReview('approve', 'approved')} and exists (select from review r join challenge c on c.id = r.challenge_id where r.id = told.subject_id and c.funded < ${neededSql('1')})`,
  payingPhase: `exists (select from phase p join challenge c on c.id = p.challenge_id where p.id = told.subject_id and p.state = 'planned' and c.state = 'open')`,
  payingAgain: `exists (select from funding f join challenge c on c.id = f.subject_id where f.id = told.subject_id and c.state not in ('cancelled', 'decided', 'completed')
    and not exists (select from funding b where b.subject_id = f.subject_id and b.created_at > f.created_at and b.state in ('pending', 'captured')))`,
  answeringQuestion: `exists (select from question q join challenge c on c.id = q.challenge_id where q.id = told.subject_id and q.state = 'open' and q.hidden_at is null and c.state = 'open'
    and not exists (select from phase p where p.challenge_id = c.id and p.state = 'judging' and p.order_shown_at is not null))`,
  handingIn: `${isIn('phase', `'open'`)} and ${sides.unsentOfPhase.has}`,
  handingInFirst: `exists (select from entry e join challenge c on c.id = e.challenge_id where e.id = told.subject_id and e.state = 'joined' and c.state = 'open'
    and not exists (select from submission s where s.entry_id = e.id and s.state <> 'draft'))`,
  scoring: `${isIn('phase', `'judging'`)} and ${sides.lateJudgesOfPhase.has}`,
  deciding: `exists (select from phase p join challenge c on c.id = p.challenge_id where p.id = told.subject_id and p.state = 'judging' and c.state = 'open')`,
  signing: `exists (select from agreement g where g.id = told.subject_id and g.state in ('ready', 'signing') and not exists (
    select from signature s join member m on m.organisation_id = case s.side when 'sponsor' then g.sponsor_id else g.recipient_id end where s.agreement_id = g.id and m.person_id = item.person_id))`,
  answeringAward: `exists (select from award a where a.id = told.subject_id and (a.state = 'announced' or a.kind in ('split', 'compensation')))`,
  securingAward: `exists (select from award a where a.id = told.subject_id and (a.state = 'announced' or (a.state = 'accepted' and a.signed_at is null) or a.kind in ('split', 'compensation')))`,
  readingMessage: `exists (select from message x left join read_mark r on r.thread_id = x.thread_id and r.person_id = item.person_id
    where x.id = told.subject_id and x.deleted_at is null and coalesce(r.number, 0) < x.number)`,
  answeringReport: isIn('report', `'awaiting_answer'`),
  declaring: isIn('non_use_declaration', `'asked'`),
  /** What failed otherwise is for staff. */
  stoppedPayout: `${isIn('payout', `'blocked'`)} and ${notHeld}`,
  /** Of several reminders the last. */
  settingUpPayee: `${isIn('payout', `'awaiting_payee'`)} and ${notHeld} and not exists (select from notification later where later.kind = told.kind and later.subject_id = told.subject_id and later.created_at > told.created_at)`,
} as const;
