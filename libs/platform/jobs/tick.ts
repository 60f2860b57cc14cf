import { Injectable, Logger } from '@nestjs/common';
import { Registry } from './registry';

const batch = 50;
const mostRounds = 1000;

/** Business time: takes everything due by `app_now()`. Any number of processes may tick; rows are locked with skip. */
@Injectable()
export class Tick {
  private readonly log = new Logger('Tick');

  constructor(private readonly registry: Registry) {}

  /** Runs all due tasks until none takes anything; one that fails does not stop the others. Returns how many things it took. */
  async run(): Promise<number> {
    let total = 0;
    for (let round = 0; round < mostRounds; round++) {
      let taken = 0;
      for (const task of this.registry.dueTasks) {
        taken += await task.run(batch).catch((error: Error) => {
          this.log.error(`${task.name} failed: ${error.message}`, error.stack);
          return 0;
        });
      }
      if (taken === 0) return total;
      total += taken;
    }
    return total;
  }
}
