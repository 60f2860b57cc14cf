export const ipTerms = ['non_exclusive_licence', 'exclusive_licence', 'assignment'] as const;
export type IpTerms = (typeof ipTerms)[number];

/** One sentence about rights: a stable code, and the English text that binds. */
export interface IpSentence {
  code: string;
  text: string;
}

const keepsTheRest: IpSentence = { code: 'not_awarded_stays', text: 'Work that is not awarded stays with the solver; the sponsor may not use it.' };

/** Who owns the result, in sentences that stand on the challenge page and in the rule card. */
export const ipSentences: Readonly<Record<IpTerms, readonly IpSentence[]>> = {
  non_exclusive_licence: [
    { code: 'keeps_all_rights', text: 'The solver keeps all rights in the work.' },
    { code: 'sponsor_may_use', text: 'Once the prize is paid, the sponsor may use the awarded work for its own business, for ever and everywhere, without further payment.' },
    { code: 'solver_may_license', text: 'The solver may use the work elsewhere and license it to others.' },
    keepsTheRest,
  ],
  exclusive_licence: [
    { code: 'keeps_ownership', text: 'The solver keeps ownership of the work.' },
    { code: 'only_sponsor_in_field', text: 'Once the prize is paid, only the sponsor may use the awarded work in its field, for ever and everywhere; the solver may not license it to others there.' },
    { code: 'research_stays_free', text: 'The solver may still use the work for research and teaching, and may use general knowledge gained.' },
    keepsTheRest,
  ],
  assignment: [
    { code: 'belongs_to_sponsor', text: 'Once the prize is paid, the awarded work belongs to the sponsor.' },
    { code: 'hands_over_rights', text: 'The solver hands over the rights in what was made for this challenge, but keeps what existed before; the sponsor may use that as far as the work needs it.' },
    { code: 'named_as_author', text: 'The solver may be named as the author, and may use general knowledge gained.' },
    keepsTheRest,
  ],
};

export const ipSentenceCodes: readonly string[] = [...new Set(Object.values(ipSentences).flat().map(({ code }) => code))];

/** Said with every challenge: eligibility decisions refer to a clause by its number. A sponsor may change them. */
export const standardClauses: readonly string[] = [
  'The solver is not related to the sponsor: no common owner, member or payout account.',
  'The submission answers every question marked as required and arrives before the phase closes.',
  'The work is the solver’s own, or the solver may use and license it; parts by others are named.',
];
