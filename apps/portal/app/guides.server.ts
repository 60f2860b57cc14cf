import { m } from '@app/messages';

export interface Guide {
  title: string;
  lede: string;
  parts: readonly { title: string; text: readonly string[] }[];
}

const part = (title: () => string, ...text: (() => string)[]) => ({ title: title(), text: text.map((line) => line()) });

export const guides = {
  sponsors: (): Guide => ({
    title: m.guide_sponsors_title(),
    lede: m.guide_sponsors_lede(),
    parts: [
      part(m.guide_sponsors_write_title, m.guide_sponsors_write_1, m.guide_sponsors_write_2),
      part(m.guide_sponsors_fund_title, m.guide_sponsors_fund_1, m.guide_sponsors_fund_2, m.guide_sponsors_fund_3),
      part(m.guide_sponsors_rules_title, m.guide_sponsors_rules_1, m.guide_sponsors_rules_2),
      part(m.guide_sponsors_judge_title, m.guide_sponsors_judge_1, m.guide_sponsors_judge_2, m.guide_sponsors_judge_3),
      part(m.guide_sponsors_silent_title, m.guide_sponsors_silent_1),
      part(m.guide_sponsors_cancel_title, m.guide_sponsors_cancel_1, m.guide_sponsors_cancel_2),
    ],
  }),
  solvers: (): Guide => ({
    title: m.guide_solvers_title(),
    lede: m.guide_solvers_lede(),
    parts: [
      part(m.guide_solvers_before_title, m.guide_solvers_before_1, m.guide_solvers_before_2),
      part(m.guide_solvers_enter_title, m.guide_solvers_enter_1, m.guide_solvers_enter_2),
      part(m.guide_solvers_sealed_title, m.guide_solvers_sealed_1, m.guide_solvers_sealed_2),
      part(m.guide_solvers_result_title, m.guide_solvers_result_1, m.guide_solvers_result_2),
      part(m.guide_solvers_paid_title, m.guide_solvers_paid_1, m.guide_solvers_paid_2),
    ],
  }),
  universities: (): Guide => ({
    title: m.guide_universities_title(),
    lede: m.guide_universities_lede(),
    parts: [
      part(m.guide_universities_party_title, m.guide_universities_party_1, m.guide_universities_party_2),
      part(m.guide_universities_teams_title, m.guide_universities_teams_1, m.guide_universities_teams_2),
      part(m.guide_universities_money_title, m.guide_universities_money_1, m.guide_universities_money_2),
    ],
  }),
  judges: (): Guide => ({
    title: m.guide_judges_title(),
    lede: m.guide_judges_lede(),
    parts: [
      part(m.guide_judges_conflicts_title, m.guide_judges_conflicts_1, m.guide_judges_conflicts_2),
      part(m.guide_judges_score_title, m.guide_judges_score_1, m.guide_judges_score_2),
      part(m.guide_judges_decide_title, m.guide_judges_decide_1, m.guide_judges_decide_2),
    ],
  }),
};

export const isGuide = (name: string): name is keyof typeof guides => Object.hasOwn(guides, name);

export const legal = {
  terms: (): Guide => ({
    title: m.legal_terms_title(),
    lede: m.legal_terms_lede(),
    parts: [
      part(m.legal_terms_who_title, m.legal_terms_who_1, m.legal_terms_who_2),
      part(m.legal_terms_account_title, m.legal_terms_account_1),
      part(m.legal_terms_money_title, m.legal_terms_money_1, m.legal_terms_money_2),
      part(m.legal_terms_conduct_title, m.legal_terms_conduct_1, m.legal_terms_conduct_2),
      part(m.legal_terms_end_title, m.legal_terms_end_1),
    ],
  }),
  privacy: (): Guide => ({
    title: m.legal_privacy_title(),
    lede: m.legal_privacy_lede(),
    parts: [
      part(m.legal_privacy_what_title, m.legal_privacy_what_1, m.legal_privacy_what_2),
      part(m.legal_privacy_who_title, m.legal_privacy_who_1, m.legal_privacy_who_2),
      part(m.legal_privacy_cookies_title, m.legal_privacy_cookies_1),
      part(m.legal_privacy_rights_title, m.legal_privacy_rights_1, m.legal_privacy_rights_2),
    ],
  }),
  ip: (): Guide => ({
    title: m.legal_ip_title(),
    lede: m.legal_ip_lede(),
    parts: [
      part(m.legal_ip_before_title, m.legal_ip_before_1),
      part(m.legal_ip_terms_title, m.legal_ip_terms_1, m.legal_ip_terms_2),
      part(m.legal_ip_proof_title, m.legal_ip_proof_1, m.legal_ip_proof_2),
      part(m.legal_ip_institutions_title, m.legal_ip_institutions_1),
    ],
  }),
  accessibility: (): Guide => ({
    title: m.legal_accessibility_title(),
    lede: m.legal_accessibility_lede(),
    parts: [
      part(m.legal_accessibility_how_title, m.legal_accessibility_how_1, m.legal_accessibility_how_2),
      part(m.legal_accessibility_limits_title, m.legal_accessibility_limits_1),
      part(m.legal_accessibility_tell_title, m.legal_accessibility_tell_1),
    ],
  }),
};

export const isLegal = (name: string): name is keyof typeof legal => Object.hasOwn(legal, name);
