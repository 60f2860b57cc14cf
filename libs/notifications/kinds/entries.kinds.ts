import { after, hour, showId } from '@app/kernel';
import { challengeMatched, phaseOpened } from '@app/challenges';
import { m } from '@app/messages';
import { type Band, entryAdmitted, submissionJudged, submissionRefused, submissionSubmitted } from '@app/submissions';
import { asking } from '../asking';
import { defineKind, type Kind } from '../kind';
import { phaseClosesSoon } from '../notifications.events';
import { sides } from '../sides';
import { at, challengeColumns, type Ending, endingOf, nobodyText, type OfChallenge, outcomeOf, subjectTitle, type UnheldFacts, unheldOf, unheldText } from './shared';

interface Received extends OfChallenge {
  submissionId: string;
  number: number;
  submittedAt: string;
  recordSeq: number;
  commitment: string;
  checkpoint: string;
}

interface Result extends OfChallenge, Ending, UnheldFacts {
  band: Band;
  reason: string;
  submissionId: string;
  /** No judge scored it. */
  isUnscored?: boolean;
  /** So long, and until then, the process can be objected to. */
  hours: number;
  by: string;
  address: string;
}

interface Timed extends OfChallenge {
  by: string;
}

interface Matched extends Timed {
  words: string | null;
  place: 'best' | 'exploration';
}

const ofSubmission = `from submission s join challenge c on c.id = s.challenge_id where s.id = $1`;
const openPhase = `select ${challengeColumns}, p.closes_at as by from phase p join challenge c on c.id = p.challenge_id where p.id = $1 and p.state = 'open' and c.state = 'open'`;
const submissionPath = (id: string) => `/submissions/${showId('submission', id)}`;

/** What becomes of an entry, for those in it; and what might suit somebody. */
export const entryKinds: Record<string, Kind> = {
  challenge_matched: defineKind({
    on: challengeMatched,
    of: ({ challengeId, organisationIds }) => organisationIds.map((occasion) => ({ subjectId: challengeId, occasion })),
    to: sides.matched,
    mail: 'digest', isDigestable: true, isBlind: false,
    about: (from, { subjectId, occasion }) => from.row<Matched>(`
      select ${challengeColumns}, c.closes_at as by, k.place,
        (select string_agg(r ->> 'word', ', ' order by n) from jsonb_array_elements(k.reasons) with ordinality as t(r, n) where n <= 5) as words
      from challenge_match k join challenge c on c.id = k.challenge_id where k.challenge_id = $1 and k.organisation_id = $2 and c.state = 'open' and c.closes_at > app_now()`, subjectId, occasion),
    path: ({ slug }) => `/challenges/${slug}`,
    words: (facts, saying) => ({
      subject: m.mail_matched_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [
        m.mail_matched_text({ title: facts.title, by: at(facts.by) }, saying),
        facts.place === 'exploration' || !facts.words ? m.mail_matched_explore({}, saying) : m.mail_matched_words({ words: facts.words }, saying),
      ],
      action: m.mail_extended_action({}, saying),
      reason: m.mail_matched_reason({}, saying),
    }),
  }),
  entry_admitted: defineKind({
    on: entryAdmitted,
    of: ({ entryId }) => ({ subjectId: entryId }),
    to: sides.entry,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.handingInFirst,
    about: (from, { subjectId }) => from.row<Timed>(`select ${challengeColumns}, c.closes_at as by from entry e join challenge c on c.id = e.challenge_id where e.id = $1 and e.state = 'joined' and c.closes_at is not null`, subjectId),
    path: () => '/work',
    words: (facts, saying) => ({
      subject: m.mail_admitted_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_admitted_text(facts, saying), m.mail_admitted_by({ by: at(facts.by) }, saying)],
      action: m.mail_admitted_action({}, saying),
      reason: m.mail_admitted_reason({}, saying),
    }),
  }),
  next_phase: defineKind({
    on: phaseOpened,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.nextOfPhase,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.handingIn,
    about: (from, { subjectId }) => from.row<Timed>(openPhase, subjectId),
    path: () => '/work',
    words: (facts, saying) => ({
      subject: m.mail_next_phase_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_next_phase_text({ title: facts.title, by: at(facts.by) }, saying)],
      action: m.mail_admitted_action({}, saying),
      reason: m.mail_admitted_reason({}, saying),
    }),
  }),
  closing_soon: defineKind({
    on: phaseClosesSoon,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.unsentOfPhase,
    mail: 'at_once', isDigestable: false, isBlind: false,
    asks: asking.handingIn,
    about: (from, { subjectId }) => from.row<Timed>(`${openPhase} and p.closes_at > app_now()`, subjectId),
    path: () => '/work',
    words: (facts, saying) => ({
      subject: m.mail_closing_soon_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_closing_soon_text({ title: facts.title, by: at(facts.by) }, saying), m.mail_closing_soon_how({}, saying)],
      action: m.mail_admitted_action({}, saying),
      reason: m.mail_admitted_reason({}, saying),
    }),
  }),
  submission_received: defineKind({
    on: submissionSubmitted,
    of: ({ versionId }) => ({ subjectId: versionId }),
    to: sides.version,
    mail: 'always', isDigestable: false, isBlind: false,
    async about(from, { subjectId }) {
      const version = await from.row<Omit<Received, 'commitment' | 'checkpoint'>>(`
        select ${challengeColumns}, s.id as "submissionId", v.number, v.submitted_at as "submittedAt", v.record_seq as "recordSeq"
        from submission_version v join submission s on s.id = v.submission_id join challenge c on c.id = s.challenge_id where v.id = $1`, subjectId);
      if (!version) return undefined;
      const { commitment } = await from.provenance.leaf(version.recordSeq);
      return { ...version, commitment, checkpoint: await from.provenance.checkpoint() };
    },
    path: ({ submissionId }) => submissionPath(submissionId),
    words: (facts, saying) => ({
      subject: m.mail_receipt_subject({}, saying),
      paragraphs: [
        m.mail_receipt_text({ title: facts.title, number: facts.number, at: new Date(facts.submittedAt).toISOString() }, saying),
        m.mail_receipt_record({ index: facts.recordSeq, commitment: facts.commitment }, saying),
        m.mail_receipt_keep({}, saying),
        facts.checkpoint.trim(),
      ],
      action: m.mail_receipt_action({}, saying),
      reason: m.mail_receipt_reason({}, saying),
    }),
  }),
  submission_refused: defineKind({
    on: submissionRefused,
    of: ({ submissionId }) => ({ subjectId: submissionId }),
    to: sides.submission,
    mail: 'always', isDigestable: false, isBlind: false,
    async about(from, { subjectId }) {
      const decision = await from.eligibility.decisionOn(subjectId);
      const challenge = await from.row<OfChallenge & { clauses: string[]; submissionId: string }>(`select ${challengeColumns}, c.eligibility as clauses, s.id as "submissionId" ${ofSubmission}`, subjectId);
      if (!decision || !challenge) return undefined;
      const { clauses, ...about } = challenge;
      const { clause, ground, statement } = decision;
      const by = (await from.eligibility.objectionEndsAt(challenge.id, decision)).toISOString();
      return { ...about, clause, clauseText: clauses[clause - 1] ?? '', ground: ground!, statement: statement ?? '', address: from.config.supportAddress, by };
    },
    path: ({ submissionId }) => submissionPath(submissionId),
    words: (facts, saying) => ({
      subject: m.mail_refusal_subject({}, saying),
      paragraphs: [
        m.mail_refusal_text(facts, saying),
        m.mail_refusal_clause(facts, saying),
        m.mail_refusal_ground({ ground: m[`ground_${facts.ground}`]({}, saying), statement: facts.statement }, saying),
        m.mail_refusal_appeal({ address: facts.address, by: at(facts.by) }, saying),
      ],
      action: m.mail_refusal_action({}, saying),
      reason: m.mail_refusal_reason({}, saying),
    }),
  }),
  result_given: defineKind({
    on: submissionJudged,
    of: ({ submissionId }) => ({ subjectId: submissionId }),
    to: sides.submission,
    mail: 'always', isDigestable: false, isBlind: false,
    async about(from, { subjectId }) {
      const result = await from.row<Omit<Result, 'hours' | 'by' | 'address' | 'noAward'> & { phaseId: string; resultsAt: Date | null }>(`
        select ${challengeColumns}, s.id as "submissionId", s.band, coalesce(s.reason, '') as reason, s.phase_id as "phaseId", not exists (select from assignment a where a.submission_id = s.id and a.state = 'done') as "isUnscored", ${outcomeOf('s.phase_id')} as outcome, (select results_at from phase p where p.id = s.phase_id) as "resultsAt" ${ofSubmission} and s.band is not null`, subjectId);
      if (!result?.resultsAt) return undefined;
      const { resultsAt, phaseId, ...about } = result;
      const { appealHours } = await from.challenges.numbersOf(about.id);
      return { ...about, ...(await endingOf(from, phaseId, about.outcome)), ...(await unheldOf(from, phaseId, about.outcome)), hours: appealHours, by: after(resultsAt, appealHours * hour).toISOString(), address: from.config.supportAddress };
    },
    path: ({ submissionId }) => submissionPath(submissionId),
    words: (facts, saying) => ({
      subject: m.mail_result_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [
        facts.band === 'not_judged' ? m.mail_result_not_judged(facts, saying) : m.mail_result_text({ title: facts.title, band: m[`band_${facts.band}`]({}, saying) }, saying),
        facts.reason,
        ...nobodyText(facts, saying),
        ...unheldText(facts, saying),
        whereText(facts)({}, saying),
        m.mail_result_object({ hours: facts.hours, by: at(facts.by), address: facts.address }, saying),
      ],
      action: m.mail_result_action({}, saying),
      reason: m.mail_refusal_reason({}, saying),
    }),
  }),
};

/** Scores are promised only to who has some. */
function whereText({ outcome, isUnscored }: Result) {
  if (outcome === 'won') return isUnscored ? m.mail_result_where_unscored : m.mail_result_where;
  if (outcome === 'went_on') return isUnscored ? m.mail_result_where_on_unscored : m.mail_result_where_on;
  return isUnscored ? m.mail_result_where_rest_unscored : m.mail_result_where_rest;
}
