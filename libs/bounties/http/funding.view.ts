import { ApiProperty } from '@nestjs/swagger';
import { type Actor, type Currency, showId, sum } from '@app/kernel';
import { bountyKinds, noAwardRules, prizeKinds } from '@app/challenges';
import { AmountView, FundingView } from '@app/payments';
import type { FundingWithCharges, ProofOfFunding } from '../challenge-fundings.service';

export class FundingListView {
  items: FundingView[];

  static of(fundings: readonly FundingWithCharges[], actor: Actor): FundingListView {
    return Object.assign(new FundingListView(), { items: fundings.map(({ funding, charges }) => FundingView.of(funding, charges, actor)) });
  }
}

/** Where the money of a prize, or of all prizes together, is */
export class PrizeMoneyView {
  promised: AmountView;
  /** Really there: taken by the provider from the sponsor */
  captured: AmountView;
  /** Kept for announced awards */
  reserved: AmountView;
  /** Owed to recipients, for good */
  released: AmountView;
  /** Of that: sent to their accounts */
  paid: AmountView;
  /** Given back to the sponsor by the rules */
  returned: AmountView;
  /** Still free for awards */
  left: AmountView;

  static of(parts: readonly Record<keyof PrizeMoneyView, bigint>[], currency: Currency): PrizeMoneyView {
    const names = ['promised', 'captured', 'reserved', 'released', 'paid', 'returned', 'left'] as const;
    return Object.assign(new PrizeMoneyView(), Object.fromEntries(names.map((name) => [name, AmountView.of(sum(parts.map((part) => part[name])), currency)])));
  }
}

export class ProvenPrizeView {
  prizeId: string;
  phaseId: string;
  title: string;
  @ApiProperty({ enum: prizeKinds })
  kind: string;
  place: number | null;
  money: PrizeMoneyView;
}

export class CapturedPaymentView {
  /** For prizes, without the fee */
  amount: AmountView;
  /** When the provider took it, UTC */
  at: string;
}

/** What happens when nobody decides; numbers of the rule card */
export class SilenceView {
  /** Days after the judging deadline on which the sponsor is reminded */
  reminderDays: number[];
  /** Days after the judging deadline on which the rule runs, once */
  days: number;
  /** From when on it runs for the phase that is next; null before dates are set and when all is decided */
  from: string | null;
  /** What runs next only extends judging, by so many days; null where it does not, has done so, or the sponsor has seen the judges’ order */
  extensionDays: number | null;
  /** `split`: shared among all who passed and hold no place in the phase; `refund`: back to the sponsor; `extend_once`: as `extensionDays` says, then `split`; null where there is no money */
  @ApiProperty({ enum: noAwardRules, nullable: true, type: String })
  noAwardRule: string | null;
  /** Percent of the fee the platform keeps when nobody is awarded */
  feeKeptPercent: number;
}

export class ProofOfFundingView {
  challengeId: string;
  /** `none`: an award is a selection, and no money moves */
  @ApiProperty({ enum: bountyKinds })
  bounty: string;
  /** All prizes together; null without money */
  @ApiProperty({ type: () => PrizeMoneyView, nullable: true })
  total: PrizeMoneyView | null;
  /** Empty without money */
  prizes: ProvenPrizeView[];
  payments: CapturedPaymentView[];
  ifSilent: SilenceView;

  static of({ challenge, currency, prizes, payments, silentAt, mayExtend, numbers }: ProofOfFunding): ProofOfFundingView {
    return Object.assign(new ProofOfFundingView(), {
      challengeId: showId('challenge', challenge.id),
      bounty: challenge.bounty,
      total: currency && PrizeMoneyView.of(prizes, currency),
      prizes: !currency ? [] : prizes.map((one) => ({
        prizeId: showId('prize', one.prize.id), phaseId: showId('phase', one.prize.phaseId), title: one.prize.title, kind: one.prize.kind, place: one.prize.place,
        money: PrizeMoneyView.of([one], currency),
      })),
      payments: !currency ? [] : payments.map(({ amount, at }) => ({ amount: AmountView.of(amount, currency), at: at.toISOString() })),
      ifSilent: {
        reminderDays: numbers.silentReminderDays, days: numbers.silentDays, from: silentAt?.toISOString() ?? null,
        extensionDays: mayExtend ? challenge.judgingDays : null,
        noAwardRule: challenge.noAwardRule, feeKeptPercent: numbers.feeKeptWhenUnawardedPercent,
      },
    });
  }
}
