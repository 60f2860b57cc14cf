import type { View } from '@app/api-client';
import { m } from '@app/messages';

type Lost = 'annulled' | 'declined' | 'lapsed';
export type StepName = 'announced' | 'answer' | 'signRecipient' | 'signSponsor' | 'signed' | 'bound' | 'appeal' | 'release' | 'payment' | 'held' | 'review' | Lost;
export interface Step {
  name: StepName;
  /** `runs`: its time passes while another step is waited for. */
  state: 'done' | 'now' | 'runs' | 'ahead' | 'stopped';
  /** When it happened, or when it is due; null where no date is known. */
  at: string | null;
}

type Award = Pick<View<'AwardDetailView'>, 'state' | 'announcedAt' | 'respondBy' | 'releaseFrom' | 'isOpenToObjection' | 'acceptedAt' | 'signedAt' | 'isSignedFor' | 'sponsorSignsBy' | 'inForceAt' | 'isSponsorBound' | 'lostAt' | 'releasedAt' | 'paidAt' | 'amount' | 'payouts'>;

const lost: readonly string[] = ['declined', 'lapsed', 'annulled'] satisfies Lost[];
export const isLost = (state: Award['state']): state is Lost => lost.includes(state);

/** Why it stopped or ended: what a check found, or what somebody wrote. */
export const awardReason = (reason: string) => (reason === 'related_party' ? m.award_reason_related() : m.award_reason({ reason }));

/** When staff look again at what they hold of its money, the first part of it first. */
const heldUntil = (payouts: Award['payouts']) => payouts.flatMap(({ hold }) => hold?.reviewAt ?? []).sort()[0];

/** Its money is still to be sent on its way: so long it matters whether the winner can be paid. A payout says that for itself. */
export const awaitsPayee = ({ state, amount, payouts }: Pick<View<'AwardDetailView'>, 'state' | 'amount' | 'payouts'>) => amount !== null && payouts.length === 0 && !isLost(state);

/**
 * The way of an award from announcement to payment, with exactly one step whose turn it is until all are done.
 * One that was lost ends there, and a contested one waits for staff: of neither it is said what would have come. Nobody is asked where `respondBy` is null.
 */
export function trackOf({ state, announcedAt, respondBy, releaseFrom, isOpenToObjection, acceptedAt, signedAt, isSignedFor, sponsorSignsBy, inForceAt, isSponsorBound, releasedAt, lostAt, paidAt, amount, payouts }: Award): Step[] {
  const isAnswered = respondBy !== null && acceptedAt !== null;
  if (isLost(state) || state === 'contested') {
    return [
      { name: 'announced', state: 'done', at: announcedAt },
      ...(isAnswered ? [{ name: 'answer' as const, state: 'done' as const, at: acceptedAt }] : []),
      { name: state === 'contested' ? 'review' : state, state: 'stopped', at: lostAt },
    ];
  }
  const isAgreed = ['signed', 'delivered', 'released'].includes(state);
  const waitsToSign = signedAt === null ? { name: 'signRecipient' as const, isDone: false, at: respondBy } : { name: 'signSponsor' as const, isDone: false, at: sponsorSignsBy };
  const signing = isAgreed ? { name: isSponsorBound ? ('bound' as const) : ('signed' as const), isDone: true, at: inForceAt } : waitsToSign;
  const held = heldUntil(payouts);
  const steps: { name: StepName; isDone: boolean; at: string | null }[] = [
    { name: 'announced', isDone: true, at: announcedAt },
    ...(respondBy === null ? [] : [{ name: 'answer' as const, isDone: isAnswered, at: acceptedAt ?? respondBy }]),
    ...(isSignedFor ? [signing] : []),
    ...(releaseFrom > announcedAt ? [{ name: 'appeal' as const, isDone: !isOpenToObjection, at: releaseFrom }] : []),
    { name: 'release', isDone: releasedAt !== null, at: releasedAt },
    ...(amount === null ? [] : [held ? { name: 'held' as const, isDone: false, at: held } : { name: 'payment' as const, isDone: paidAt !== null, at: paidAt }]),
  ];
  const turn = steps.findIndex(({ isDone }) => !isDone);
  return steps.map(({ name, isDone, at }, index) => ({ name, at, state: index === turn ? 'now' : isDone ? 'done' : name === 'appeal' ? 'runs' : 'ahead' }));
}
