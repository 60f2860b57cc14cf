import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { standingOf } from './challenge/standing';
import { When } from './when';

/** What a badge says, and its tone, which repeats it for those who see colours. */
export type Wording = readonly [text: () => string, tone: 'plain' | 'good' | 'wait' | 'bad'];

/** Of challenges and their phases: all that readers without an account meet, so that no other state is sent to them. */
export const challengeStates: Readonly<Record<string, Wording>> = {
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
};

export function Badge({ wording: [text, tone] }: { wording: Wording }) {
  return <span className="badge" data-tone={tone}>{text()}</span>;
}

/** Of a phase. */
export function PhaseBadge({ phase }: { phase: Pick<View<'PhaseView'>, 'state'> }) {
  return <Badge wording={challengeStates[phase.state]!} />;
}

/** Where a challenge stands: of one that is to open the day, of one that is open what its phase does. */
export function ChallengeBadge({ challenge }: { challenge: Pick<View<'ChallengeView'>, 'state' | 'phaseState' | 'opensAt'> & Partial<Pick<View<'ChallengeView'>, 'paused'>> }) {
  if (challenge.state !== 'scheduled' || challenge.opensAt === null || challenge.paused) return <Badge wording={challengeStates[standingOf(challenge)]!} />;
  return (
    <span className="badge" data-tone="wait">
      {m.state_opens()} <When at={challenge.opensAt} withTime={false} />
    </span>
  );
}
