import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { type Actor, type Page, pageOf, type PayoutId } from '@app/kernel';
import { Access, Act, Fails, IdParam, PageQuery, positionOf, requestProblems } from '@app/platform';
import { problems } from '../payments.problems';
import { StoppedMoney } from '../stopped-money.service';
import { RetryPayoutDto } from './stopped-money.dto';
import { FailedFundingPage, FailedFundingView, FailedRefundPage, FailedRefundView, StoppedPayoutPage, StoppedPayoutView } from './stopped-money.view';

/** Money that stopped, for staff. */
@Controller('api/v1/admin')
export class StoppedMoneyController {
  constructor(private readonly money: StoppedMoney) {}

  /** Payouts that failed, are blocked, held by staff or whose answer is awaited, and those that wait for their payee for 180 days, or for one the provider does not pay; the longest waiting first */
  @Get('payouts')
  @Access('staff', { roles: ['finance', 'support'] })
  @Fails(requestProblems.invalid)
  async listStoppedPayouts(@Act() actor: Actor, @Query() page: PageQuery): Promise<StoppedPayoutPage> {
    return pageBySince(await this.money.payouts(positionOf(page, 2), page.limit), page, (row) => StoppedPayoutView.of(row, actor));
  }

  /** Send a payout again that the provider certainly refused, once the cause is gone; never one whose answer was lost */
  @Put('payouts/:id/retry')
  @HttpCode(204)
  @Access('staff', { roles: ['finance'] })
  @Fails(requestProblems.notFound, requestProblems.invalid, requestProblems.wrongState, problems.ownOrganisation)
  async retryPayout(@Act() actor: Actor, @Param('id', IdParam('payout')) id: PayoutId, @Body() { reason }: RetryPayoutDto): Promise<void> {
    await this.money.retry(actor, id, reason);
  }

  /** Refunds that failed and are still owed to their sponsor, the longest waiting first */
  @Get('refunds')
  @Access('staff', { roles: ['finance', 'support'] })
  @Fails(requestProblems.invalid)
  async listFailedRefunds(@Query() page: PageQuery): Promise<FailedRefundPage> {
    return pageBySince(await this.money.refunds(positionOf(page, 2), page.limit), page, (row) => FailedRefundView.of(row));
  }

  /** Payments of sponsors that failed in the last 90 days and were not made again, the longest waiting first */
  @Get('fundings')
  @Access('staff', { roles: ['finance', 'support'] })
  @Fails(requestProblems.invalid)
  async listFailedFundings(@Query() page: PageQuery): Promise<FailedFundingPage> {
    return pageBySince(await this.money.fundings(positionOf(page, 2), page.limit), page, (row) => FailedFundingView.of(row));
  }
}

function pageBySince<Row extends { since: Date; id: string }, View>(rows: readonly Row[], { limit }: PageQuery, show: (row: Row) => View): Page<View> {
  return pageOf(rows, limit, ({ since, id }) => [since.toISOString(), id], show);
}
