import { defineLifecycle, type StateOf } from '@app/kernel';

/** `submitted` stays while a newer working version is edited; what was not sent is dropped when the phase closes. */
export const submissionLifecycle = defineLifecycle('submission', {
  draft: { submit: 'submitted', withdraw: 'withdrawn', lapse: 'lapsed' },
  submitted: { submit: 'submitted', withdraw: 'withdrawn', close: 'under_review' },
  under_review: { judge: 'judged', refuse: 'ineligible', disqualify: 'disqualified' },
  judged: { disqualify: 'disqualified' },
  ineligible: { reinstate: 'under_review' },
  withdrawn: {},
  lapsed: {},
  disqualified: {},
});

export type SubmissionState = StateOf<typeof submissionLifecycle>;

/** States in which others than its author's side may read it. */
export const unsealedStates: readonly SubmissionState[] = ['under_review', 'judged', 'ineligible', 'disqualified'];

export const bands = ['winner', 'finalist', 'strong', 'fair', 'weak', 'not_judged'] as const;
export type Band = (typeof bands)[number];

/** Who got one of these goes on to the next phase where there is one: winning a prize on the way shuts nobody out. */
export const goingOn: readonly Band[] = ['winner', 'finalist'];

/** Why a submission may not take part; the clause of the rule card says the rest. */
export const ineligibleGrounds = ['incomplete', 'off_topic', 'related_party', 'not_own_work', 'outside_country', 'identity_revealed', 'other_clause'] as const;
export type IneligibleGround = (typeof ineligibleGrounds)[number];
