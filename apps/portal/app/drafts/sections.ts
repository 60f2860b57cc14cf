import { m } from '@app/messages';

/** The parts of a draft in the order people think of them; the names are the API's, which asks nothing of `form`: it is filled from the start. */
export const sections = ['problem', 'tried', 'outcome', 'limits', 'criteria', 'form', 'prize', 'dates', 'rules'] as const;
export type Section = (typeof sections)[number];

export const isSection = (name: string | undefined): name is Section => (sections as readonly string[]).includes(name ?? '');

export const sectionTexts: Readonly<Record<Section, { title: () => string; lede: () => string }>> = {
  problem: { title: m.section_problem, lede: m.section_problem_lede },
  tried: { title: m.section_tried, lede: m.section_tried_lede },
  outcome: { title: m.section_outcome, lede: m.section_outcome_lede },
  limits: { title: m.section_limits, lede: m.section_limits_lede },
  criteria: { title: m.section_criteria, lede: m.section_criteria_lede },
  form: { title: m.section_form, lede: m.section_form_lede },
  prize: { title: m.section_prize, lede: m.section_prize_lede },
  dates: { title: m.section_dates, lede: m.section_dates_lede },
  rules: { title: m.section_rules, lede: m.section_rules_lede },
};

/** Where the field of a pointer (RFC 6901 into the draft) is edited; nothing where no section has it. */
export function sectionOf(pointer: string): Section | undefined {
  const places: readonly [RegExp, Section][] = [
    [/^\/phases\/\d+\/criteria/, 'criteria'],
    [/^\/phases\/\d+\/form/, 'form'],
    [/^\/phases\/\d+\/prizes|^\/(bounty|currency)/, 'prize'],
    [/^\/(phases|timezone|judgingDays)/, 'dates'],
    [/^\/brief\/tried/, 'tried'],
    [/^\/brief\/(success|deliverables|wantedTrl|metric)/, 'outcome'],
    [/^\/brief\/limits/, 'limits'],
    [/^\/(title|summary|topics|brief)/, 'problem'],
    [/^\/(ipTerms|decisionRule|noAwardRule|passMark|judgeRoles|eligibility|entry|capacity|visibility|countries)/, 'rules'],
  ];
  return places.find(([place]) => place.test(pointer))?.[1];
}
