import type { View } from '@app/api-client';
import { m } from '@app/messages';

type Words = Readonly<Record<string, () => string>>;
const from = (words: Words) => (code: string) => words[code]?.() ?? code.replaceAll('_', ' ');

export const bandText = from({ winner: m.band_winner, finalist: m.band_finalist, strong: m.band_strong, fair: m.band_fair, weak: m.band_weak, not_judged: m.band_not_judged });

export const groundText = from({
  incomplete: m.ground_incomplete, off_topic: m.ground_off_topic, related_party: m.ground_related_party, not_own_work: m.ground_not_own_work,
  outside_country: m.ground_outside_country, identity_revealed: m.ground_identity_revealed, other_clause: m.ground_other_clause,
});

export const openerText = from({ author: m.opener_author, approver: m.opener_approver, judge: m.opener_judge, sponsor: m.opener_sponsor, staff: m.opener_staff });

export const thingText = from({ draft: m.thing_draft, submission: m.thing_submission, manifest: m.thing_manifest, file: m.thing_file });

export const awardKindText = from({ placement: m.award_kind_placement, milestone: m.award_kind_milestone, stipend: m.award_kind_stipend, fee: m.award_kind_fee, split: m.award_kind_split, compensation: m.award_kind_compensation });

/** The prize of an award; a compensation is of none in particular, and a share of a prize is not its place. */
export const prizeOf = ({ prizeTitle, kind }: { prizeTitle: string | null; kind: string }) => (prizeTitle === null ? awardKindText(kind) : kind === 'split' ? m.award_share_of({ prize: prizeTitle }) : prizeTitle);

export const payeeStatusText = from({ none: m.payee_none, pending: m.payee_pending, active: m.payee_active, restricted: m.payee_restricted, rejected: m.payee_rejected, closed: m.payee_closed });

export const entityTypeText = from({ individual: m.entity_individual, company: m.entity_company, non_profit: m.entity_non_profit, government_entity: m.entity_government });

/** Which way a line of a statement moves money, from where its organisation stands; a fee is part of what was paid before. */
export const movementWay = (kind: View<'StatementLineView'>['kind']) => (kind === 'charge' || kind === 'refund_returned' ? 'out' : kind === 'refund' || kind === 'payout' ? 'in' : 'within');

export const movementWayText = from({ in: m.movement_in, out: m.movement_out, within: m.movement_within });

export const movementText = from({ charge: m.movement_charge, refund: m.movement_refund, refund_returned: m.movement_refund_returned, payout: m.movement_payout, fee_earned: m.movement_fee_earned, fee_kept: m.movement_fee_kept, award_released: m.movement_award_released });

/** The sums of a statement, one list for each currency. */
export const byCurrency = (totals: readonly View<'StatementTotalView'>[]) => [...new Set(totals.map(({ amount }) => amount.currency))].map((currency) => ({ currency, totals: totals.filter(({ amount }) => amount.currency === currency) }));

export const staffRoleText = from({ moderator: m.staff_role_moderator, finance: m.staff_role_finance, support: m.staff_role_support, operator: m.staff_role_operator });

export const stoppedPayoutText = from({
  awaiting_payee: m.payout_awaiting_payee, ready: m.payout_ready, sending: m.payout_sending, unknown: m.payout_unknown, failed: m.payout_failed, blocked: m.payout_blocked,
});
