import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import type { Actor, OrganisationId } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { FullReceiptView } from '@app/provenance';
import { Payouts } from '../payouts.service';
import { PayoutsQuery } from './payout.dto';
import { PayoutPage, PayoutView } from './payout.view';

@Controller('api/v1/organisations/:id')
export class PayoutsController {
  constructor(private readonly payouts: Payouts) {}

  /** Payouts to the organisation, newest first; all, or those in one state */
  @Get('payouts')
  @Access('person', { scope: 'payout:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async listPayouts(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Query() query: PayoutsQuery): Promise<PayoutPage> {
    return this.payouts.list(actor, id, query, (payout, hold) => PayoutView.of(payout, hold));
  }

  /** Proof of a payout that was sent, to keep and to check without us */
  @Get('payouts/:payoutId/receipt')
  @Header('content-disposition', 'attachment; filename="payout-receipt.json"')
  @Access('person', { scope: 'payout:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readPayoutReceipt(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Param('payoutId', IdParam('payout')) payoutId: string): Promise<FullReceiptView> {
    return FullReceiptView.of(await this.payouts.receipt(actor, id, payoutId));
  }
}
