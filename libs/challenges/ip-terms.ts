import type { BountyKind } from './challenge.values';

export const ipTerms = ['non_exclusive_licence', 'exclusive_licence', 'assignment'] as const;
export type IpTerms = (typeof ipTerms)[number];

/** One sentence about rights: a stable code, and the English text that binds. */
export interface IpSentence {
  code: string;
  text: string;
}

const keepsTheRest: IpSentence = { code: 'not_awarded_stays', text: 'Work that is not awarded stays with the solver; the sponsor may not use it.' };

/** With a bounty rights pass when the prize is paid. */
const paid: Readonly<Record<IpTerms, readonly IpSentence[]>> = {
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

/** Without a bounty nothing is ever paid: rights pass when the winner has accepted, who may still decline. */
const accepted: Readonly<Record<string, IpSentence>> = {
  sponsor_may_use: { code: 'sponsor_may_use_accepted', text: 'Once the winner has accepted, the sponsor may use the awarded work for its own business, for ever and everywhere; nothing is paid for that.' },
  only_sponsor_in_field: { code: 'only_sponsor_in_field_accepted', text: 'Once the winner has accepted, only the sponsor may use the awarded work in its field, for ever and everywhere; the solver may not license it to others there, and nothing is paid for that.' },
  belongs_to_sponsor: { code: 'belongs_to_sponsor_accepted', text: 'Once the winner has accepted, the awarded work belongs to the sponsor; nothing is paid for that.' },
};

/** Who owns the result, in sentences that stand on the challenge page and in the rule card. */
export function ipSentences(terms: IpTerms, bounty: BountyKind): readonly IpSentence[] {
  return bounty === 'none' ? paid[terms].map((sentence) => accepted[sentence.code] ?? sentence) : paid[terms];
}

export const ipSentenceCodes: readonly string[] = [...new Set([...Object.values(paid).flat(), ...Object.values(accepted)].map(({ code }) => code))];

/** Said with every challenge: eligibility decisions refer to a clause by its number. A sponsor may change them. */
export const standardClauses: readonly string[] = [
  'The solver is not related to the sponsor: no common owner, member or payout account.',
  'The submission answers every question marked as required and arrives before the phase closes.',
  'The work is the solver’s own, or the solver may use and license it; parts by others are named.',
];
