import { ApiProperty } from '@nestjs/swagger';
import { type Currency, showId, sum } from '@app/kernel';
import { cancelReasons, challengeLifecycle, type ChallengeState } from '@app/challenges';
import { AmountView } from '@app/payments';
import type { CancellationEffect } from '../cancellation.rules';
import type { Cancellation } from '../cancellations.service';

/** Where the money goes */
export class CancellationMoneyView {
  /** Split among the entries that are compensated */
  compensation: AmountView;
  /** What each of them gets; where it does not divide, some get one minor unit more */
  perEntry: AmountView;
  /** Stays for awards of phases that are decided */
  kept: AmountView;
  /** Of the bounty, back to the sponsor */
  returned: AmountView;
  /** Of the fee, back to the sponsor: all that is not earned */
  feeReturned: AmountView;

  static of({ shares, kept, returned, feeReturned }: CancellationEffect, currency: Currency): CancellationMoneyView {
    const amount = (units: bigint) => AmountView.of(units, currency);
    return Object.assign(new CancellationMoneyView(), {
      compensation: amount(sum(shares)), perEntry: amount(shares.at(-1) ?? 0n), kept: amount(kept), returned: amount(returned), feeReturned: amount(feeReturned),
    });
  }
}

/** What cancelling does, or did */
export class CancellationView {
  challengeId: string;
  title: string;
  @ApiProperty({ enum: challengeLifecycle.states })
  state: ChallengeState;
  /** Whether it can still be cancelled */
  isPossible: boolean;
  @ApiProperty({ enum: cancelReasons, nullable: true, type: String })
  reason: string | null;
  note: string | null;
  cancelledAt: string | null;
  /** Entries that handed something in and are still waiting for a result */
  submittedEntries: number;
  /** Null without money, and for a look at a challenge that is over */
  @ApiProperty({ type: () => CancellationMoneyView, nullable: true })
  money: CancellationMoneyView | null;

  static of({ challenge, entries, effect }: Cancellation): CancellationView {
    const { id, title, state, cancelReason, cancelNote, cancelledAt, currency } = challenge;
    return Object.assign(new CancellationView(), {
      challengeId: showId('challenge', id), title, state, isPossible: challengeLifecycle.allows(state, 'cancel'),
      reason: cancelReason, note: cancelNote, cancelledAt: cancelledAt?.toISOString() ?? null, submittedEntries: entries.length,
      money: effect && currency && CancellationMoneyView.of(effect, currency),
    });
  }
}
