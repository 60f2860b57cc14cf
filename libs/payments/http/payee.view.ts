import { ApiProperty } from '@nestjs/swagger';
import { type Actor, showId } from '@app/kernel';
import { type EntityType, entityTypes, type Payee } from '../payee.entity';
import { type PayeeStatus, payeeStatuses } from '../payments.lifecycle';
import { payabilityReasons, type PayabilityReason } from '../payees.service';
import { mayEditPayee } from '../payments.policy';

export class PayeeView {
  organisationId: string;
  country: string;
  @ApiProperty({ enum: entityTypes })
  entityType: EntityType;
  /** What the provider says; `none` until an onboarding page was asked for, only `active` is paid */
  @ApiProperty({ enum: payeeStatuses })
  status: PayeeStatus;
  /** What you may do: `onboard`, and `describe` while the provider does not know the account */
  can: string[];

  static of(payee: Payee, actor: Actor): PayeeView {
    const { organisationId, country, entityType, status, accountId } = payee;
    const mayEdit = mayEditPayee(actor, organisationId);
    const can = [...(accountId === null ? ['describe'] : []), ...(status !== 'closed' && status !== 'rejected' ? ['onboard'] : [])];
    return Object.assign(new PayeeView(), { organisationId: showId('organisation', organisationId), country, entityType, status, can: mayEdit ? can : [] });
  }
}

export class OnboardingLinkView {
  url: string;
  /** UTC */
  expiresAt: string;

  static of(link: { url: string; expiresAt: string }): OnboardingLinkView {
    return Object.assign(new OnboardingLinkView(), link);
  }
}

/** Whether money could be sent to the organisation */
export class PayabilityView {
  isPayable: boolean;
  /** `no_account`: the provider does not know it yet; else what the provider says about its account */
  @ApiProperty({ enum: payabilityReasons })
  reason: PayabilityReason;

  static of(payability: { isPayable: boolean; reason: PayabilityReason }): PayabilityView {
    return Object.assign(new PayabilityView(), payability);
  }
}
