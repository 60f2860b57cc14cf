import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { standingOf } from './challenge/standing';
import { When } from './when';

type Tone = 'plain' | 'good' | 'wait' | 'bad';

/** The states people meet, in words; the tone repeats what the word says, for those who see colours. */
const states: Readonly<Record<string, readonly [text: () => string, tone: Tone]>> = {
  draft: [m.state_draft, 'plain'],
  in_review: [m.state_in_review, 'wait'],
  approved: [m.state_approved, 'good'],
  scheduled: [m.state_scheduled, 'wait'],
  open: [m.state_open, 'good'],
  decided: [m.state_decided, 'plain'],
  completed: [m.state_completed, 'plain'],
  cancelled: [m.state_cancelled, 'bad'],
  between: [m.state_between, 'wait'],
  paused: [m.state_paused, 'wait'],
  planned: [m.state_planned, 'plain'],
  judging: [m.state_judging, 'wait'],
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
  signing: [m.state_signing, 'wait'],
  in_force: [m.state_in_force, 'good'],
  fulfilled: [m.state_fulfilled, 'good'],
  terminated: [m.state_terminated, 'plain'],
  created: [m.state_created, 'wait'],
  pending: [m.state_pending, 'wait'],
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
  const [text, tone] = states[state] ?? [() => state.replaceAll('_', ' '), 'plain' as const];
  return (
    <span className="badge" data-tone={tone}>
      {text()}
    </span>
  );
}

/** Where a challenge stands: of one that is to open the day, of one that is open what its phase does. */
export function ChallengeBadge({ challenge }: { challenge: Pick<View<'ChallengeView'>, 'state' | 'phaseState' | 'opensAt'> }) {
  if (challenge.state !== 'scheduled' || challenge.opensAt === null) return <StateBadge state={standingOf(challenge)} />;
  return (
    <span className="badge" data-tone="wait">
      {m.state_opens()} <When at={challenge.opensAt} withTime={false} />
    </span>
  );
}
