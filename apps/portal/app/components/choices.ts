import { m } from '@app/messages';

/** What the choices of a challenge mean, in words everybody reads. */
const ipShort: Readonly<Record<string, () => string>> = {
  non_exclusive_licence: m.ip_non_exclusive_licence,
  exclusive_licence: m.ip_exclusive_licence,
  assignment: m.ip_assignment,
};

/** Without a bounty nothing is paid that rights could wait for. */
export const ipShortOf = (bounty: string) => (bounty === 'none' ? { ...ipShort, assignment: m.ip_assignment_accepted } : ipShort);

export const phaseKinds: Readonly<Record<string, () => string>> = {
  abstract: m.phase_abstract,
  proposal: m.phase_proposal,
  prototype: m.phase_prototype,
  pilot: m.phase_pilot,
};

export const prizeKinds: Readonly<Record<string, () => string>> = {
  placement: m.prize_placement,
  milestone: m.prize_milestone,
  stipend: m.prize_stipend,
  fee: m.prize_fee,
};

export const decisionRules: Readonly<Record<string, () => string>> = { by_ranking: m.rule_by_ranking, sponsor_choice: m.rule_sponsor_choice };

export const noAwardRules: Readonly<Record<string, () => string>> = { split: m.rule_split, refund: m.rule_refund, extend_once: m.rule_extend_once };

export const ruleTopics: Readonly<Record<string, () => string>> = {
  scores: m.rules_about_scores,
  decision: m.rules_about_decision,
  silence: m.rules_about_silence,
  unreached: m.rules_about_unreached,
  awards: m.rules_about_awards,
  entries: m.rules_about_entries,
  fee: m.rules_about_fee,
  cancellation: m.rules_about_cancellation,
};

export const bands: Readonly<Record<string, () => string>> = {
  winner: m.band_winner,
  finalist: m.band_finalist,
  strong: m.band_strong,
  fair: m.band_fair,
  weak: m.band_weak,
  not_judged: m.band_not_judged,
};

/** A value nobody translated yet shows as the API names it. */
export const wordFor = (words: Readonly<Record<string, () => string>>, value: string) => words[value]?.() ?? value.replaceAll('_', ' ');
