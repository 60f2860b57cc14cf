import { Body, Controller, Get, HttpCode, Param, type PipeTransform, Put, Query } from '@nestjs/common';
import { type Actor, pageOf } from '@app/kernel';
import { Access, Act, Backlog, Fails, GivenUp, PageQuery, positionOf, requestProblems } from '@app/platform';
import { OutboxRetryDto } from './outbox.dto';
import { BacklogView, GivenUpPage, GivenUpView } from './outbox.view';

/** Garbage is simply not there. */
class RowNumber implements PipeTransform {
  transform(value: unknown): string {
    if (typeof value !== 'string' || !/^[1-9]\d{0,17}$/.test(value)) throw requestProblems.notFound();
    return value;
  }
}

/** Work that failed so often that it waits for a person. */
@Controller('api/v1/admin/outbox')
export class OutboxController {
  constructor(
    private readonly givenUp: GivenUp,
    private readonly backlog: Backlog,
  ) {}

  /** Work that was given up after twenty attempts, the longest waiting first */
  @Get()
  @Access('staff', { roles: ['operator'] })
  @Fails(requestProblems.invalid)
  async listGivenUp(@Query() page: PageQuery): Promise<GivenUpPage> {
    const rows = await this.givenUp.list(positionOf(page, 2), page.limit);
    return pageOf(rows, page.limit, ({ failedAt, id }) => [failedAt.toISOString(), id], (row) => GivenUpView.of(row));
  }

  /** How much work waits, and in which queue */
  @Get('backlog')
  @Access('staff', { roles: ['operator', 'support'] })
  async readBacklog(): Promise<BacklogView> {
    return BacklogView.of(await this.backlog.now());
  }

  /** Have it tried again, once its cause is gone; 404 where it is not given up */
  @Put(':id/retry')
  @HttpCode(204)
  @Access('staff', { roles: ['operator'] })
  @Fails(requestProblems.notFound, requestProblems.invalid)
  async retryGivenUp(@Act() actor: Actor, @Param('id', RowNumber) id: string, @Body() { reason }: OutboxRetryDto): Promise<void> {
    if (!(await this.givenUp.retry(actor, id, reason))) throw requestProblems.notFound();
  }
}
