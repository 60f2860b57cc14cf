import { m } from '@app/messages';
import { Badge, challengeStates, type Wording } from './challenge-badge';

/** The states people meet, in words; the tone repeats what the word says, for those who see colours. */
const states: Readonly<Record<string, Wording>> = {
  ...challengeStates,
  joined: [m.state_joined, 'good'],
  waitlisted: [m.state_waitlisted, 'wait'],
  withdrawn: [m.state_withdrawn, 'plain'],
  excluded: [m.state_excluded, 'bad'],
  closed: [m.state_closed, 'plain'],
  submitted: [m.state_submitted, 'good'],
  under_review: [m.state_under_review, 'wait'],
  judged: [m.state_judged, 'plain'],
  lapsed: [m.state_lapsed, 'plain'],
  ineligible: [m.state_ineligible, 'bad'],
  disqualified: [m.state_disqualified, 'bad'],
  invited: [m.state_invited, 'wait'],
  assigned: [m.state_assigned, 'wait'],
  accepted: [m.state_accepted, 'good'],
  done: [m.state_done, 'good'],
  not_scored: [m.state_not_scored, 'plain'],
  scores_saved: [m.state_scores_saved, 'wait'],
  scores_locked: [m.state_scores_locked, 'good'],
  recused: [m.state_recused, 'plain'],
  declined: [m.state_declined, 'plain'],
  replaced: [m.state_replaced, 'plain'],
  announced: [m.state_announced, 'wait'],
  signed: [m.state_signed, 'good'],
  delivered: [m.state_delivered, 'good'],
  released: [m.state_released, 'good'],
  contested: [m.state_contested, 'wait'],
  annulled: [m.state_annulled, 'bad'],
  negotiating: [m.state_negotiating, 'wait'],
  ready_to_sign: [m.state_ready_to_sign, 'wait'],
  signature_asked: [m.state_signature_asked, 'wait'],
  signing: [m.state_signing, 'wait'],
  in_force: [m.state_in_force, 'good'],
  fulfilled: [m.state_fulfilled, 'good'],
  terminated: [m.state_terminated, 'plain'],
  created: [m.state_created, 'wait'],
  pending: [m.state_pending, 'wait'],
  unpaid: [m.state_unpaid, 'wait'],
  captured: [m.state_captured, 'good'],
  failed: [m.state_failed, 'bad'],
  expired: [m.state_expired, 'plain'],
  awaiting_payee: [m.state_awaiting_payee, 'wait'],
  ready: [m.state_ready, 'wait'],
  sending: [m.state_sending, 'wait'],
  sent: [m.state_sent, 'good'],
  unknown: [m.state_unknown, 'wait'],
  blocked: [m.state_blocked, 'bad'],
  reversed: [m.state_reversed, 'bad'],
};

/** A state of any lifecycle in the reader's words; one this page does not know yet shows as the API names it. */
export function StateBadge({ state }: { state: string }) {
  return <Badge wording={states[state] ?? [() => state.replaceAll('_', ' '), 'plain']} />;
}
