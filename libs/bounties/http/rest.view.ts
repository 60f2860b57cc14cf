import { ApiProperty } from '@nestjs/swagger';
import { AmountView, type RestSums } from '@app/payments';
import { type Rest, type RestIfNobody, restWaits } from '../rests.service';

/** What of a bounty and its fee goes back to the sponsor, and what of the fee stays */
export class RestSumsView {
  /** Of the bounty, back to the sponsor */
  bounty: AmountView;
  /** Of the fee, back to the sponsor */
  fee: AmountView;
  /** Both together: what goes back */
  total: AmountView;
  /** Of the fee that is not earned yet: stays with the platform */
  feeKept: AmountView;

  static sums({ bounty, fee, feeKept, currency }: RestSums & Pick<Rest, 'currency'>): RestSumsView {
    const amount = (units: bigint) => AmountView.of(units, currency);
    return { bounty: amount(bounty), fee: amount(fee), total: amount(bounty + fee), feeKept: amount(feeKept) };
  }
}

/** What nobody is awarded and goes back to the sponsor, as things stand; it is what will be refunded if nothing changes */
export class RestView extends RestSumsView {
  /** The first instant at which it may go back: until then results may be objected to. Null where that is over */
  notBefore: string | null;
  /** What has to happen first: `objections` may come until `notBefore`, `awards` that may yet be given up decide about the fee, the `declaration` is to be signed */
  @ApiProperty({ enum: restWaits, isArray: true })
  waitsFor: Rest['waitsFor'];
  /** False while an award may yet be given up, which changes the sums */
  isFinal: boolean;

  static of({ notBefore, waitsFor, isFinal, ...sums }: Rest): RestView {
    return Object.assign(new RestView(), RestSumsView.sums(sums), { notBefore: notBefore?.toISOString() ?? null, waitsFor, isFinal });
  }
}

/** What becomes of the money if nobody gets a placement of a phase */
export class RestIfNobodyView extends RestSumsView {
  /** Shared by the no-award rule */
  shared: AmountView;
  /** Among so many that passed; 0: nothing is shared */
  sharers: number;
  /** The challenge would be decided with it. Else what is not shared stays held until it is */
  isLast: boolean;
  /** For so long after the decision results may be objected to, and nothing goes back */
  objectionHours: number;
  /** Somebody of the sponsor has opened a submission: the non-use declaration is signed before anything goes back */
  needsDeclaration: boolean;

  static of({ shared, sharers, isLast, objectionHours, needsDeclaration, ...sums }: RestIfNobody): RestIfNobodyView {
    return Object.assign(new RestIfNobodyView(), RestSumsView.sums(sums), { shared: AmountView.of(shared, sums.currency), sharers, isLast, objectionHours, needsDeclaration });
  }
}
