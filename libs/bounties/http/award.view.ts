import { ApiProperty } from '@nestjs/swagger';
import { type Actor, latest, showId } from '@app/kernel';
import { agreementLifecycle, type AgreementState } from '@app/agreements';
import { AmountView, HoldView, type Payout, type PayoutHold, payoutLifecycle, type PayoutState } from '@app/payments';
import { awardKinds } from '../award.rules';
import { awardLifecycle, type AwardState } from '../award.lifecycle';
import { type AnnouncedBy, announcers, type AwardRow } from '../awards.queries';
import { isRecipient, mayAnswer, mayDecideContest, readsAwardAs } from '../bounties.policy';

/** One payee's part of an award, for those who get it */
export class AwardPayoutView {
  id: string;
  organisationId: string;
  amount: AmountView;
  /** `awaiting_payee`: the organisation has no verified account yet; its money waits for it */
  @ApiProperty({ enum: payoutLifecycle.states })
  state: PayoutState;
  hold: HoldView | null;

  static of({ id, organisationId, amount, currency, state }: Payout, hold: PayoutHold | undefined): AwardPayoutView {
    return Object.assign(new AwardPayoutView(), { id: showId('payout', id), organisationId: showId('organisation', organisationId), amount: AmountView.of(amount, currency), state, hold: HoldView.of(hold) });
  }
}

/** A prize, or a share of one, for one entry */
export class AwardView {
  id: string;
  challengeId: string;
  challengeTitle: string;
  phaseId: string;
  /** Null for a compensation: it is of no prize in particular */
  prizeId: string | null;
  prizeTitle: string | null;
  @ApiProperty({ enum: awardKinds })
  kind: string;
  place: number | null;
  entryId: string;
  /** The solver's */
  organisationId: string;
  organisationName: string;
  /** Null where the challenge has no bounty: it is a selection */
  @ApiProperty({ type: () => AmountView, nullable: true })
  amount: AmountView | null;
  @ApiProperty({ enum: awardLifecycle.states })
  state: AwardState;
  /** Why it was given up, contested or annulled */
  reason: string | null;
  announcedAt: string;
  /** By which decision or rule. `by_ranking`, `sponsor_choice`: as it was decided; `next_in_line`: whoever stood before holds it no more; `no_award_rule`: a share of what nobody reached; `staff`: a compensation */
  @ApiProperty({ enum: announcers })
  announcedBy: AnnouncedBy;
  /** The first instant that is too late to answer, and to sign where it `isSignedFor`; null where nobody is asked */
  respondBy: string | null;
  /** Not released before: until then the process can be appealed */
  releaseFrom: string;
  /** Whether that is still to come */
  isOpenToObjection: boolean;
  acceptedAt: string | null;
  /** When its recipient signed the agreement about it; where it `isSignedFor` and this has not come by `respondBy`, it goes on to the next */
  signedAt: string | null;
  /** Whether both sides sign an agreement about it before it is released; not where its rule card was opened before there were such waits */
  isSignedFor: boolean;
  /** Until when the sponsor may sign; then the rule card binds it. Null unless its signature is waited for */
  sponsorSignsBy: string | null;
  releasedAt: string | null;
  /** When it was given up, lapsed or was annulled */
  lostAt: string | null;
  /** Its number in the public log */
  record: number | null;
  /** What both sides sign about the work; made when a placement is accepted */
  agreementId: string | null;
  @ApiProperty({ enum: agreementLifecycle.states, nullable: true, type: String })
  agreementState: AgreementState | null;
  /** When both had signed, or the rule card bound the sponsor */
  inForceAt: string | null;
  /** The sponsor let its time to sign pass, and the rule card binds it */
  isSponsorBound: boolean;
  version: number;
  /** What you may do: `accept`, `decline`; staff: `annul`, `putBack` */
  can: string[];

  static of(row: AwardRow, actor: Actor): AwardView {
    const { challengeTitle, prizeTitle, kind, place, organisationName, amount, currency, state, announcedBy, isSignedFor, isOpenToObjection, isSponsorBound, reason, version } = row;
    return Object.assign(new AwardView(), {
      id: showId('award', row.id), challengeId: showId('challenge', row.challengeId), phaseId: showId('phase', row.phaseId), prizeId: row.prizeId && showId('prize', row.prizeId),
      entryId: showId('entry', row.entryId), organisationId: showId('organisation', row.organisationId),
      challengeTitle, prizeTitle, kind, place, organisationName, state, announcedBy, isSignedFor, isOpenToObjection, isSponsorBound, reason, version,
      amount: currency && AmountView.of(BigInt(amount), currency),
      announcedAt: row.announcedAt.toISOString(), respondBy: row.respondBy?.toISOString() ?? null, releaseFrom: row.releaseFrom.toISOString(),
      acceptedAt: row.acceptedAt?.toISOString() ?? null, signedAt: row.signedAt?.toISOString() ?? null,
      sponsorSignsBy: (isSignedFor && row.state === 'accepted' && row.signedAt && row.dueAt?.toISOString()) || null, releasedAt: row.releasedAt?.toISOString() ?? null, lostAt: row.lostAt?.toISOString() ?? null, record: row.recordSeq,
      agreementId: row.agreementId && showId('agreement', row.agreementId), agreementState: row.agreementState, inForceAt: row.inForceAt?.toISOString() ?? null,
      can: verbsOf(row, actor),
    });
  }
}

/** One award with its money, as far as the reader may see it */
export class AwardDetailView extends AwardView {
  /** For its recipients, once it is released; else empty */
  payouts: AwardPayoutView[];
  /** When the last part of its money was sent; null until all is */
  paidAt: string | null;
  /** From where you read it */
  @ApiProperty({ enum: ['recipient', 'sponsor', 'staff'] })
  readAs: ReturnType<typeof readsAwardAs>;

  static withPayouts(row: AwardRow, actor: Actor, payouts: readonly Payout[], holds: ReadonlyMap<string, PayoutHold>): AwardDetailView {
    const shown = isRecipient(actor, row) ? payouts.map((payout) => AwardPayoutView.of(payout, holds.get(payout.id))) : [];
    return Object.assign(new AwardDetailView(), AwardView.of(row, actor), { payouts: shown, paidAt: paidAt(payouts)?.toISOString() ?? null, readAs: readsAwardAs(actor, row) });
  }
}

function paidAt([first, ...others]: readonly Payout[]): Date | null {
  return first && [first, ...others].every(({ state }) => state === 'sent') ? latest(first.sentAt!, ...others.map(({ sentAt }) => sentAt!)) : null;
}

export class AwardPageView {
  items: AwardView[];
  next?: string;
}

function verbsOf(row: AwardRow, actor: Actor): string[] {
  const can = awardLifecycle.verbs(row.state);
  const answers = row.respondBy && mayAnswer(actor, row) ? can.filter((verb) => verb === 'accept' || verb === 'decline') : [];
  const decides = row.state === 'contested' && mayDecideContest(actor, row) ? ['putBack', 'annul'] : [];
  return [...answers, ...decides];
}
