import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queues } from './queues';
import { Relay } from './relay';
import { Runner } from './runner';
import { Tick } from './tick';

const batch = 1000;
const idle = 50;
const tickEvery = 500;
const sweepEvery = 10_000;

/** What a worker process does: moves the outbox into the queues, works on the queues, ticks, sweeps. */
@Injectable()
export class WorkLoop implements BeforeApplicationShutdown {
  private readonly log = new Logger('WorkLoop');
  private readonly stop = new AbortController();
  private readonly loops: Promise<void>[] = [];

  constructor(
    private readonly queues: Queues,
    private readonly relay: Relay,
    private readonly runner: Runner,
    private readonly tick: Tick,
  ) {}

  async start(): Promise<void> {
    await this.queues.work((id, handler) => this.runner.run(id, handler));
    this.loops.push(
      this.repeat('relay', idle, async () => {
        const deliveries = await this.relay.take(batch);
        await this.queues.add(deliveries);
        return deliveries.length === batch;
      }),
      this.repeat('tick', tickEvery, async () => (await this.tick.run()) > 0),
      this.repeat('sweep', sweepEvery, async () => (await this.relay.sweep()) > 0),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.loops);
  }

  /** Repeats at once while there is more to do, else after a pause; a failure waits a second. */
  private async repeat(name: string, pause: number, step: () => Promise<boolean>): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      const wait = await step().then(
        (isMore) => (isMore ? 0 : pause),
        (error: Error) => {
          this.log.error(`${name}: ${error.message}`);
          return 1000;
        },
      );
      if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}
