import { showId } from '@app/kernel';
import { awardLost, type AwardKind } from '@app/bounties';
import { m } from '@app/messages';
import { defineKind, type Kind, type Saying } from '../kind';
import { sides } from '../sides';
import type { Sources } from '../sources.service';
import { challengeColumns, type OfChallenge, subjectTitle } from './shared';

interface Lost extends OfChallenge {
  awardId: string;
  kind: AwardKind;
  prize: string;
  how: 'annulled' | 'declined' | 'lapsed';
  why: string;
  hasMoney: boolean;
  hadAgreement: boolean;
  /** What became of its place. */
  then: 'next' | 'shared' | 'nobody';
}

interface Changed extends Lost {
  address: string;
}

const lostFacts = `
  select ${challengeColumns}, a.id as "awardId", a.kind, coalesce(z.title, '') as prize, a.state as how, coalesce(a.reason, '') as why, a.currency is not null as "hasMoney",
    exists (select from agreement g where g.award_id = a.id) as "hadAgreement",
    case when exists (select from award b where b.prize_id = a.prize_id and b.kind = 'placement' and b.announced_at > a.announced_at) then 'next'
      when exists (select from award b where b.prize_id = a.prize_id and b.kind = 'split' and b.announced_at > a.announced_at) then 'shared' else 'nobody' end as then
  from award a join challenge c on c.id = a.challenge_id left join prize z on z.id = a.prize_id where a.id = $1 and a.state in ('annulled', 'declined', 'lapsed')`;

/** Awards that were annulled, declined or not answered: for who had them, who pays, and whom it moves up. */
export const lostKinds: Record<string, Kind> = {
  award_lost: defineKind({
    on: awardLost,
    of: ({ awardId }) => ({ subjectId: awardId }),
    to: sides.paidByAward,
    mail: 'always', isDigestable: false, isBlind: false,
    about: changed,
    path: ({ awardId }) => `/awards/${showId('award', awardId)}`,
    words: (facts, saying) => ({
      subject: m.mail_award_lost_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [
        m[`mail_award_lost_${facts.how}`]({ what: thingOf(facts, saying), title: facts.title }, saying),
        ...(facts.how === 'annulled' ? [m.mail_award_annulled_why({ reason: facts.why }, saying)] : []),
        ...(facts.hadAgreement ? [m.mail_award_lost_agreement({}, saying)] : []),
        thenText(facts, saying),
        ...(facts.how === 'annulled' ? [m.mail_award_annulled_wrong({ address: facts.address }, saying)] : []),
      ],
      action: m.mail_award_action({}, saying),
      reason: m.mail_award_lost_reason({}, saying),
    }),
  }),
  award_lost_sponsor: defineKind({
    on: awardLost,
    of: ({ awardId }) => ({ subjectId: awardId }),
    to: sides.sponsorOfAward,
    mail: 'always', isDigestable: false, isBlind: false,
    about: forSponsor,
    path: ({ slug, kind }) => (kind === 'compensation' ? `/challenges/${slug}` : `/manage/${slug}/results`),
    words: (facts, saying) => ({
      subject: m.mail_places_changed_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [happened(facts, saying), ...(facts.why ? [m.mail_award_annulled_why({ reason: facts.why }, saying)] : []), ...(facts.hadAgreement ? [m.mail_award_lost_agreement({}, saying)] : []), thenText(facts, saying)],
      action: m.mail_decided_action({}, saying),
      reason: m.mail_manage_reason({}, saying),
    }),
  }),
  place_changed: defineKind({
    on: awardLost,
    of: ({ awardId }) => ({ subjectId: awardId }),
    to: sides.othersOfAward,
    mail: 'at_once', isDigestable: true, isBlind: false,
    about: changed,
    path: ({ slug }) => `/challenges/${slug}`,
    words: (facts, saying) => ({
      subject: m.mail_places_changed_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [
        happened(facts, saying),
        ...(facts.how === 'annulled' ? [m.mail_award_annulled_why({ reason: facts.why }, saying)] : []),
        thenText(facts, saying),
        ...(facts.how === 'annulled' ? [m.mail_award_annulled_wrong({ address: facts.address }, saying)] : []),
      ],
      action: m.mail_decided_action({}, saying),
      reason: m.mail_refusal_reason({}, saying),
    }),
  }),
};

async function changed(from: Sources, { subjectId }: { subjectId: string }): Promise<Changed | undefined> {
  const lost = await from.row<Lost>(lostFacts, subjectId);
  return lost && { ...lost, address: from.config.supportAddress };
}

/** Who was compensated for a cancelled challenge its sponsor never learns, and a reason might say it. */
async function forSponsor(from: Sources, { subjectId }: { subjectId: string }): Promise<Lost | undefined> {
  const lost = await from.row<Lost>(lostFacts, subjectId);
  return lost && (lost.kind === 'compensation' ? { ...lost, why: '' } : lost);
}

function happened(facts: Lost, saying: Saying): string {
  return m[`mail_places_${facts.how}`]({ what: thingOf(facts, saying), title: facts.title }, saying);
}

function thingOf({ kind, prize }: Lost, saying: Saying): string {
  if (kind === 'compensation') return m.mail_award_thing_compensation({}, saying);
  return kind === 'split' ? m.mail_award_thing_share({ prize }, saying) : m.mail_award_thing({ prize }, saying);
}

function thenText({ then, hasMoney }: Lost, saying: Saying): string {
  if (then === 'nobody') return hasMoney ? m.mail_award_lost_back({}, saying) : m.mail_award_lost_nobody({}, saying);
  return then === 'next' ? m.mail_award_lost_next({}, saying) : m.mail_award_lost_shared({}, saying);
}
