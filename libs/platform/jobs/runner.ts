import { Injectable, Logger } from '@nestjs/common';
import { systemActor } from '@app/kernel';
import { Db } from '../db/db';
import { withLogFields } from '../log/log-context';
import { masked } from '../log/masked';
import { Metrics } from '../metrics/metrics';
import { Registry } from './registry';

const attemptsBeforeHelp = 20;
const longestWait = 3600;

/** Runs one outbox row. A row exists exactly as long as its work is not done, so a repeated delivery finds nothing. */
@Injectable()
export class Runner {
  private readonly log = new Logger('Runner');

  constructor(
    private readonly db: Db,
    private readonly registry: Registry,
    private readonly metrics: Metrics,
  ) {}

  async run(id: string, handlerName: string): Promise<void> {
    await withLogFields(() => ({ outboxId: id, handler: handlerName }), () => this.handle(id, handlerName));
  }

  private async handle(id: string, handlerName: string): Promise<void> {
    const handler = this.registry.handlers.get(handlerName);
    if (!handler) return this.putOff(id, new Error(`nobody handles ${handlerName}`));
    const stopTimer = this.metrics.jobs.startTimer({ handler: handler.name });
    try {
      if (handler.placement === 'inside') {
        await this.db.change(systemActor(handler.name), async (tx) => {
          const [row] = await tx.query<{ payload: object }>('delete from outbox where id = $1 returning payload', [id]);
          if (row) await handler.run(row.payload, tx);
        });
      } else {
        const [row] = await this.db.query<{ payload: object }>('select payload from outbox where id = $1', [id]);
        if (!row) return;
        await handler.run(row.payload);
        await this.db.query('delete from outbox where id = $1', [id]);
      }
      stopTimer({ outcome: 'done' });
    } catch (error) {
      stopTimer({ outcome: 'failed' });
      await this.putOff(id, error as Error);
    }
  }

  /** Tries again later, doubling the wait up to an hour; after twenty attempts the row waits for a person. Whom a mail was for is not kept. */
  private async putOff(id: string, error: Error): Promise<void> {
    const reason = masked(error.message);
    const [row] = await this.db.query<{ name: string; attempts: number }>(
      `update outbox set attempts = attempts + 1, last_error = $2, enqueued_at = null, batch = null,
         run_after = now() + make_interval(secs => least(power(2, attempts), $3) * (0.75 + random() / 2)),
         failed_at = case when attempts + 1 >= $4 then now() end
       where id = $1 returning name, attempts`,
      [id, reason.slice(0, 500), longestWait, attemptsBeforeHelp],
    );
    if (row) this.log.warn(`${row.name} (outbox ${id}) failed, attempt ${row.attempts}: ${reason}`, masked(error.stack ?? ''));
  }
}
