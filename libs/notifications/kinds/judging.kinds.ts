import { after, day } from '@app/kernel';
import type { Challenge } from '@app/challenges';
import { judgeExcluded, judgeReplaced, judgingBegun, judgingExtended, sponsorReminded, sponsorsTurn } from '@app/judging';
import { challengeCancelled } from '@app/challenges';
import { m } from '@app/messages';
import { asking } from '../asking';
import { defineKind, type Kind, type Matter, type Saying } from '../kind';
import { scoresDueSoon } from '../notifications.events';
import { sides } from '../sides';
import type { Sources } from '../sources.service';
import { at, atJudging, challengeColumns, noRest, type OfChallenge, type RestFacts, restIfSilent, restText, subjectTitle } from './shared';

type Rule = 'extend' | 'none' | 'refund' | 'split';

interface Silent extends OfChallenge, RestFacts {
  /** When judging ends or ended. */
  since: string;
  /** When the no-award rule runs. */
  ruleAt: string;
  rule: Rule;
  isByRanking: boolean;
}

interface Unapproved extends OfChallenge {
  /** It was edited since staff approved it: of that nobody outside is told a word. */
  isUnapproved: boolean;
}

interface Replaced extends Unapproved {
  isByStaff: boolean;
  /** Whether they had locked scores. */
  hasScored: boolean;
}

interface Judged extends OfChallenge {
  count: number;
  by: string;
}

const judging = `from phase p join challenge c on c.id = p.challenge_id where p.id = $1 and p.state = 'judging' and c.state = 'open'`;
const judgedFacts = `
  select ${challengeColumns}, p.judging_ends_at as by, (select count(*)::int from submission s where s.phase_id = p.id and s.state in ('under_review', 'judged')) as count ${judging}`;
const unapproved = `c.numbers is null as "isUnapproved"`;
const replacedFacts = `
  select ${challengeColumns}, ${unapproved}, $2::text = 'staff' as "isByStaff", exists (select from assignment a where a.seat_id = s.id and a.state = 'done') as "hasScored"
  from panel_seat s join challenge c on c.id = s.challenge_id where s.id = $1 and s.state = 'replaced'`;

/** For those who judge, and those who wait for them. */
export const judgingKinds: Record<string, Kind> = {
  judging_begun: defineKind({
    on: judgingBegun,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.judgesOfPhase,
    mail: 'always', isDigestable: false, isBlind: true,
    asks: asking.scoring,
    about: (from, { subjectId }) => from.row<Judged>(judgedFacts, subjectId),
    path: atJudging,
    words: (facts, saying) => ({
      subject: m.mail_judging_begun_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_judging_begun_text(facts, saying), m.mail_judging_begun_how({ by: at(facts.by) }, saying)],
      action: m.mail_judging_action({}, saying),
      reason: m.mail_judging_begun_reason({}, saying),
    }),
  }),
  scores_due: defineKind({
    on: scoresDueSoon,
    of: ({ phaseId, endsAt }) => ({ subjectId: phaseId, occasion: endsAt }),
    to: sides.lateJudgesOfPhase,
    mail: 'at_once', isDigestable: false, isBlind: true,
    asks: asking.scoring,
    about: (from, { subjectId }) => from.row<Judged>(`${judgedFacts} and p.judging_ends_at > app_now()`, subjectId),
    path: atJudging,
    words: (facts, saying) => ({
      subject: m.mail_scores_due_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_scores_due_text({ title: facts.title, by: at(facts.by) }, saying), m.mail_scores_due_how({}, saying)],
      action: m.mail_judging_action({}, saying),
      reason: m.mail_judging_begun_reason({}, saying),
    }),
  }),
  judge_excluded: defineKind({
    on: judgeExcluded,
    of: ({ seatId }) => ({ subjectId: seatId }),
    to: sides.seat,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId }) => from.row<OfChallenge>(`select ${challengeColumns} from panel_seat s join challenge c on c.id = s.challenge_id where s.id = $1 and s.state = 'excluded'`, subjectId),
    path: atJudging,
    words: (facts, saying) => ({
      subject: m.mail_judge_excluded_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_judge_excluded_text(facts, saying), m.mail_judge_excluded_scores({}, saying)],
      action: m.mail_judge_excluded_action({}, saying),
      reason: m.mail_judge_excluded_reason({}, saying),
    }),
  }),
  judge_replaced: defineKind({
    on: judgeReplaced,
    of: ({ seatId, by }) => ({ subjectId: seatId, occasion: by }),
    to: sides.seat,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId, occasion }) => from.row<Replaced>(replacedFacts, subjectId, occasion),
    path: atJudging,
    words: (facts, saying) => ({
      subject: m.mail_judge_excluded_subject({ title: approvedTitle(facts, saying, subjectTitle(facts, saying)) }, saying),
      paragraphs: [
        (facts.isByStaff ? m.mail_judge_replaced_staff : m.mail_judge_replaced_sponsor)({ title: approvedTitle(facts, saying, facts.title) }, saying),
        ...(facts.hasScored ? [m.mail_judge_replaced_scores({}, saying)] : []),
        m.mail_judge_replaced_then({}, saying),
      ],
      action: m.mail_judge_excluded_action({}, saying),
      reason: m.mail_judge_excluded_reason({}, saying),
    }),
  }),
  cancelled_judge: defineKind({
    on: challengeCancelled,
    of: ({ challengeId }) => ({ subjectId: challengeId }),
    to: sides.judgesOfChallenge,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId }) => from.row<Unapproved>(`select ${challengeColumns}, ${unapproved} from challenge c where c.id = $1`, subjectId),
    path: atJudging,
    words: (facts, saying) => ({
      subject: m.mail_judging_cancelled_subject({ title: approvedTitle(facts, saying, subjectTitle(facts, saying)) }, saying),
      paragraphs: [m.mail_judging_cancelled_judge({ title: approvedTitle(facts, saying, facts.title) }, saying), m.mail_judging_cancelled_then({}, saying)],
      action: m.mail_judging_action({}, saying),
      reason: m.mail_judging_cancelled_reason({}, saying),
    }),
  }),
  your_turn: defineKind({
    on: sponsorsTurn,
    of: ({ phaseId, judgingEndsAt }) => ({ subjectId: phaseId, occasion: judgingEndsAt }),
    to: sides.sponsorOfPhase,
    mail: 'always', isDigestable: false, isBlind: true,
    asks: asking.deciding,
    about: turn,
    more: (from, { id }) => restIfSilent(from, id),
    path: ({ slug }) => `/manage/${slug}/results`,
    words: (facts, saying) => ({
      subject: m.mail_your_turn_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_your_turn_text(facts, saying), m.mail_silence_decide({}, saying), m.mail_silence_rule({ on: at(facts.ruleAt) }, saying), ...ruleText(facts, saying)],
      action: m.mail_silence_action({}, saying),
      reason: m.mail_silence_reason({}, saying),
    }),
  }),
  sponsor_silent: defineKind({
    on: sponsorReminded,
    of: ({ phaseId, number }) => ({ subjectId: phaseId, occasion: String(number) }),
    to: sides.sponsorOfPhase,
    mail: 'always', isDigestable: false, isBlind: true,
    asks: asking.deciding,
    about: silent,
    more: (from, { id }) => restIfSilent(from, id),
    again: ({ since }) => since,
    path: ({ slug }) => `/manage/${slug}/results`,
    words: (facts, saying) => ({
      subject: m.mail_silence_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [
        m.mail_silence_text({ title: facts.title, since: at(facts.since) }, saying),
        facts.isByRanking ? m.mail_silence_scores({}, saying) : m.mail_silence_decide({}, saying),
        m.mail_silence_rule({ on: at(facts.ruleAt) }, saying),
        ...ruleText(facts, saying),
      ],
      action: m.mail_silence_action({}, saying),
      reason: m.mail_silence_reason({}, saying),
    }),
  }),
  judging_extended_sponsor: defineKind({
    on: judgingExtended,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.sponsorOfPhase,
    mail: 'always', isDigestable: false, isBlind: true,
    about: silent,
    more: (from, { id }) => restIfSilent(from, id),
    path: ({ slug }) => `/manage/${slug}/results`,
    words: (facts, saying) => ({ ...extended(facts, saying), action: m.mail_silence_action({}, saying), reason: m.mail_silence_reason({}, saying) }),
  }),
  judging_extended_entrant: defineKind({
    on: judgingExtended,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.entrantsOfPhase,
    mail: 'always', isDigestable: false, isBlind: false,
    about: silent,
    path: ({ slug }) => `/challenges/${slug}`,
    words: (facts, saying) => ({ ...extended(facts, saying), action: m.mail_extended_action({}, saying), reason: m.mail_extended_reason({}, saying) }),
  }),
  judging_extended_judge: defineKind({
    on: judgingExtended,
    of: ({ phaseId }) => ({ subjectId: phaseId }),
    to: sides.judgesOfPhase,
    mail: 'always', isDigestable: false, isBlind: true,
    about: silent,
    path: atJudging,
    words: (facts, saying) => ({
      subject: m.mail_extended_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_extended_text({ title: facts.title, since: at(facts.since) }, saying), m.mail_extended_judge({}, saying)],
      action: m.mail_judging_action({}, saying),
      reason: m.mail_judging_begun_reason({}, saying),
    }),
  }),
};

/** Of words that staff have not approved nobody outside reads one. */
function approvedTitle({ isUnapproved }: Unapproved, saying: Saying, title: string): string {
  return isUnapproved ? m.mail_judging_unnamed({}, saying) : title;
}

/** How things stand where nobody has decided; nothing once somebody has. */
async function silent(from: Sources, { subjectId }: Matter): Promise<Silent | undefined> {
  const about = await from.row<OfChallenge>(`select ${challengeColumns} ${judging}`, subjectId);
  if (!about) return undefined;
  const phase = (await from.challenges.findPhase(subjectId))!;
  const challenge = (await from.challenges.find(about.id))!;
  const { silentDays } = await from.challenges.numbersOf(challenge.id);
  const ruleAt = after(await from.silence.beginsAt(phase), silentDays * day).toISOString();
  return { ...about, ...noRest, since: phase.judgingEndsAt!.toISOString(), ruleAt, rule: ruleOf(challenge, await from.silence.mayExtend(challenge)), isByRanking: challenge.decisionRule === 'by_ranking' };
}

/** Of a turn, as long as judging was not prolonged since. */
async function turn(from: Sources, matter: Matter): Promise<Silent | undefined> {
  const facts = await silent(from, matter);
  return facts?.since === matter.occasion ? facts : undefined;
}

function ruleOf({ bounty, noAwardRule }: Challenge, mayExtend: boolean): Rule {
  if (mayExtend) return 'extend';
  if (bounty === 'none') return 'none';
  return noAwardRule === 'refund' ? 'refund' : 'split';
}

/** What the rule does, and with which sums where it gives back; only its sponsor is told those. */
function ruleText(facts: Silent, saying: Saying): string[] {
  return [m[`mail_silence_rule_${facts.rule}`]({}, saying), ...(facts.rule === 'refund' ? restText(facts, saying) : [])];
}

function extended(facts: Silent, saying: Saying): { subject: string; paragraphs: string[] } {
  return {
    subject: m.mail_extended_subject({ title: subjectTitle(facts, saying) }, saying),
    paragraphs: [m.mail_extended_text({ title: facts.title, since: at(facts.since) }, saying), m.mail_extended_then({ on: at(facts.ruleAt) }, saying), ...ruleText(facts, saying)],
  };
}
