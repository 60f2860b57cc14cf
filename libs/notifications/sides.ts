import { goingOn } from '@app/submissions';
import type { Matter, Side } from './kind';

const ofMember = 'from member m';

const one = (words: string, part: Side['part'], sql: string, ofWhat: keyof Matter = 'subjectId'): Side => ({
  words,
  part,
  isOfMembers: sql.includes(ofMember),
  people: (from, matter) => from.ids(sql, matter[ofWhat]),
  includes: async (from, matter, personId) => (await from.row(`select from (${sql}) as side where id = $2 limit 1`, matter[ofWhat], personId)) !== undefined,
  has: `exists (select from (${sql.replaceAll('$1', ofWhat === 'subjectId' ? 'told.subject_id' : 'told.occasion::uuid')}) as side where side.id = item.person_id)`,
});

const members = (roles: string) => `select m.person_id as id ${ofMember} where m.roles && '{${roles}}'::text[] and m.organisation_id`;
/** Of an organisation that is not closed. */
const working = (roles: string) => members(roles).replace(ofMember, `${ofMember} join organisation o on o.id = m.organisation_id and o.state = 'active'`);
/** Neither left nor excluded. */
const stays = `('joined', 'waitlisted', 'closed')`;
/** Closed on the waiting list: it never took part, which its state alone does not tell any more. */
const waitedToTheEnd = `exists (select from audit_entry a where a.subject = 'entry' and a.subject_id = e.id::text and a.action = 'entry.close' and a.changes->'state'->>'before' = 'waitlisted')`;
const inPhase = (condition: string) => `
  select m.person_id as id from phase p join entry e on e.challenge_id = p.challenge_id join entry_member m on m.entry_id = e.id where p.id = $1 and ${condition}`;
/** Handed in what went on to the phase after. */
const wentOn = `exists (select from submission s join phase b on b.id = s.phase_id where s.entry_id = e.id and b.position = p.position - 1 and s.state = 'judged' and s.band = any('{${goingOn.join()}}'))`;
/** Both sides of the conversation in which message `x` stands, as `Participants` of threads says. */
const talking = `
  select m.person_id as id from message x join thread t on t.id = x.thread_id join entry_member m on m.entry_id = t.entry_id where x.id = $1
  union ${working('approver')} in (select em.payee_organisation_id from message x join thread t on t.id = x.thread_id join entry_member em on em.entry_id = t.entry_id where x.id = $1)
  union ${working('owner,manager')} = (select c.sponsor_id from message x join thread t on t.id = x.thread_id join challenge c on c.id = t.challenge_id where x.id = $1)`;
/** Who speaks for whom a report or a decision of staff is about; `row` finds it. */
const concerned = (row: string) => `
  select person_id as id from ${row} and person_id is not null
  union select m.person_id from entry_member m where m.entry_id = (select entry_id from ${row})
  union ${members('owner,manager,treasurer')} = (select organisation_id from ${row})`;
const decided = (finding: string) => `moderation_decision where id = $1 and finding = '${finding}'`;
const reporter = (finding: string) => `select reported_by as id from report where id = (select report_id from ${decided(finding)})`;
const seated = `state in ('accepted', 'ready')`;

/** Who is told, by what `$1` is. */
export const sides = {
  sponsorOfChallenge: one('owners and managers of the sponsor', 'sponsor', `${members('owner,manager')} = (select sponsor_id from challenge where id = $1)`),
  sponsorOfPhase: one('owners and managers of the sponsor', 'sponsor', `${members('owner,manager')} = (select c.sponsor_id from challenge c join phase p on p.challenge_id = c.id where p.id = $1)`),
  payersOfPhase: one('owners, managers and treasurers of the sponsor', 'sponsor', `${members('owner,manager,treasurer')} = (select c.sponsor_id from challenge c join phase p on p.challenge_id = c.id where p.id = $1)`),
  sponsorOfReview: one('owners and managers of the sponsor', 'sponsor', `${members('owner,manager')} = (select c.sponsor_id from challenge c join review r on r.challenge_id = c.id where r.id = $1)`),
  treasurersOfReview: one('treasurers of the sponsor who neither own nor manage it', 'sponsor', `
    ${members('treasurer')} = (select c.sponsor_id from challenge c join review r on r.challenge_id = c.id where r.id = $1) and not m.roles && '{owner,manager}'::text[]`),
  entrantsOfChallenge: one('everybody in an entry that has not left', 'solver', `select m.person_id as id from entry e join entry_member m on m.entry_id = e.id where e.challenge_id = $1 and e.state in ${stays}`),
  takingPart: one('everybody in an entry that has not left, while its first phase is open or where something was handed in', 'solver', `
    select m.person_id as id from entry e join entry_member m on m.entry_id = e.id where e.challenge_id = $1 and e.state in ${stays} and (
      exists (select from phase p where p.challenge_id = e.challenge_id and p.position = 1 and p.state in ('planned', 'open'))
      or exists (select from submission s where s.entry_id = e.id and s.versions > 0 and s.state <> 'withdrawn'))`),
  entrantsOfPhase: one('everybody in an entry that has not left', 'solver', inPhase(`e.state in ${stays}`)),
  withoutSubmission: one('everybody in an entry that took part, has not left, and for which nothing was handed in', 'solver', `
    select m.person_id as id from phase p join entry e on e.challenge_id = p.challenge_id and e.state in ${stays} join entry_member m on m.entry_id = e.id
    where p.id = $1 and e.state <> 'waitlisted' and not ${waitedToTheEnd} and not exists (select from submission s where s.entry_id = e.id and s.versions > 0 and s.state <> 'withdrawn')`),
  nextOfPhase: one('members of entries that went on to this phase', 'solver', inPhase(`e.state = 'joined' and p.position > 1 and ${wentOn}`)),
  finalistsBeforePhase: one('members of entries that would have gone on to it', 'solver', inPhase(`e.state in ('joined', 'closed') and ${wentOn}`)),
  unsentOfPhase: one('members of entries that may hand in and have not, or have changed it since', 'solver', inPhase(`e.state = 'joined' and (p.position = 1 or ${wentOn}) and not exists (
    select from submission s left join submission_draft d on d.submission_id = s.id where s.entry_id = e.id and s.phase_id = p.id
      and (s.state not in ('draft', 'submitted') or (s.state = 'submitted' and (d.version is null or d.version = s.sent_draft))))`)),
  entry: one('members of the entry', 'solver', 'select person_id as id from entry_member where entry_id = $1'),
  submission: one('members of the entry', 'solver', 'select m.person_id as id from submission s join entry_member m on m.entry_id = s.entry_id where s.id = $1'),
  version: one('members of the entry', 'solver', 'select m.person_id as id from submission_version v join submission s on s.id = v.submission_id join entry_member m on m.entry_id = s.entry_id where v.id = $1'),
  award: one('members of the entry that was awarded', 'solver', 'select m.person_id as id from award a join entry_member m on m.entry_id = a.entry_id where a.id = $1'),
  paidByAward: one('members of the entry that was awarded, and owners, signatories and treasurers of who would be paid', 'solver', `
    select m.person_id as id from award a join entry_member m on m.entry_id = a.entry_id where a.id = $1
    union ${members('owner,signatory,treasurer')} in (
      select e.organisation_id from award a join entry e on e.id = a.entry_id where a.id = $1
      union select m.payee_organisation_id from award a join entry_member m on m.entry_id = a.entry_id where a.id = $1)`),
  othersOfAward: one('members of the other entries that were judged for the place, but who is told of an award of it', 'solver', `
    select m.person_id as id from award a join submission s on s.phase_id = a.phase_id and s.state = 'judged' and s.entry_id <> a.entry_id
      join entry e on e.id = s.entry_id and e.state in ${stays} join entry_member m on m.entry_id = e.id
    where a.id = $1 and a.kind = 'placement' and not exists (select from award b where b.prize_id = a.prize_id and b.entry_id = s.entry_id and b.announced_at > a.announced_at)`),
  sponsorOfAward: one('owners and managers of the sponsor', 'sponsor', `${members('owner,manager')} = (select c.sponsor_id from award a join challenge c on c.id = a.challenge_id where a.id = $1)`),
  payersOfFunding: one('owners, managers and treasurers of the payer', 'sponsor', `${members('owner,manager,treasurer')} = (select organisation_id from funding where id = $1)`),
  payersOfPayout: one('owners, managers and treasurers of the sponsor', 'sponsor', `${members('owner,manager,treasurer')} = (select c.sponsor_id from payout p join challenge c on c.id = p.subject_id where p.id = $1)`),
  judgesOfPhase: one('judges of the phase', 'judge', `select person_id as id from panel_seat where phase_id = $1 and ${seated}`),
  lateJudgesOfPhase: one('judges of the phase with scores still to lock', 'judge', `
    select s.person_id as id from panel_seat s where s.phase_id = $1 and (s.state = 'accepted' or (s.state = 'ready' and exists (select from assignment a where a.seat_id = s.id and a.state in ('assigned', 'accepted'))))`),
  judgesOfChallenge: one('judges of phases that are not decided', 'judge', `
    select s.person_id as id from panel_seat s join panel p on p.phase_id = s.phase_id where s.challenge_id = $1 and s.${seated} and p.state <> 'decided'`),
  seat: one('the judge', 'judge', 'select person_id as id from panel_seat where id = $1 and person_id is not null'),
  agreement: one('owners and signatories of both sides, and who made the work', 'agreement', `
    select unnest(author_ids) as id from agreement where id = $1
    union ${members('owner,signatory')} in (select unnest(array[sponsor_id, recipient_id]) from agreement where id = $1)`),
  signersOfDeclaration: one('owners and signatories of the sponsor', 'sponsor', `${members('owner,signatory')} = (select organisation_id from non_use_declaration where id = $1)`),
  authorsOfDeclared: one('members of entries that handed something in', 'solver', `
    select m.person_id as id from non_use_declaration d join entry_member m on m.challenge_id = d.challenge_id
      join submission s on s.entry_id = m.entry_id and s.versions > 0 and s.state <> 'withdrawn' where d.id = $1`),
  sponsorOfAgreement: one('owners and signatories of the sponsor', 'agreement', `${members('owner,signatory')} = (select sponsor_id from agreement where id = $1)`),
  recipientOfAgreement: one('owners and signatories of the recipient, and who made the work', 'agreement', `
    select unnest(author_ids) as id from agreement where id = $1
    union ${members('owner,signatory')} = (select recipient_id from agreement where id = $1)`),
  sponsorOfQuestion: one('owners and managers of the sponsor', 'sponsor', `${members('owner,manager')} = (select c.sponsor_id from challenge c join question q on q.challenge_id = c.id where q.id = $1)`),
  askerOfQuestion: one('whoever asked', 'solver', 'select asked_by as id from question where id = $1'),
  entrantsOfQuestion: one('everybody in an entry that has not left', 'solver', `
    select m.person_id as id from question q join entry e on e.challenge_id = q.challenge_id join entry_member m on m.entry_id = e.id where q.id = $1 and e.state in ${stays}`),
  readersOfMessage: one('both sides of the conversation but who wrote, who is called by name, and who was told of something there and has read neither that nor the notice of it', 'agreement', `
    select s.id from (${talking}) s join message x on x.id = $1 left join read_mark r on r.thread_id = x.thread_id and r.person_id = s.id
    where s.id <> x.author_id and s.id <> all(x.mentions) and not exists (
      select from message b join notification n on n.kind in ('message_posted', 'person_mentioned') and n.subject_id = b.id join inbox_item i on i.notification_id = n.id and i.person_id = s.id and i.read_at is null and i.done_at is null
      where b.thread_id = x.thread_id and b.number < x.number and b.number > coalesce(r.number, 0) and b.deleted_at is null and b.hidden_at is null)`),
  mentionedInMessage: one('whoever is called by name in a conversation', 'agreement', `
    select s.id from (${talking}) s join message x on x.id = $1 where s.id <> x.author_id and s.id = any(x.mentions)`),
  reported: one('whoever a report is about, and who speaks for it', 'rules', concerned('report where id = $1')),
  addressee: one('whoever a decision of staff hits, or whose report it refuses', 'rules', `${concerned(decided('breach'))} union ${reporter('no_breach')}`),
  hitByDecision: one('whoever a decision of staff hits', 'rules', concerned(decided('breach'))),
  reporter: one('whoever reported what staff acted on', 'rules', reporter('breach')),
  cleared: one('whoever a report was about that was refused, if they were asked', 'rules', concerned(`report where id = (select report_id from ${decided('no_breach')}) and asked_at is not null`)),
  bothSidesOfDecision: one('whoever a decision of staff hits, and who reported it', 'rules', `${concerned(decided('breach'))} union select reported_by from report where id = (select report_id from moderation_decision where id = $1)`),
  ownersOfOrganisation: one('owners of the organisation', 'rules', `${members('owner')} = $1`),
  person: one('the person', 'rules', 'select id from person where id = $1'),
  payout: one('owners and treasurers of the payee', 'money', `${members('owner,treasurer')} = (select organisation_id from payout where id = $1)`),
  refund: one('owners and treasurers of the payer', 'money', `${members('owner,treasurer')} = (select organisation_id from refund where id = $1)`),
  funding: one('owners and treasurers of the payer', 'money', `${members('owner,treasurer')} = (select organisation_id from funding where id = $1)`),
  matched: one('owners, managers and contributors of a matched solver', 'solver', `${members('owner,manager,contributor')} = $1`, 'occasion'),
} as const;
