import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, Db, requestProblems } from '@app/platform';

const patience = 15_000;
const realProvider = 'api.stripe.com';

/**
 * Outside production the payment sandbox's clock goes with the platform's, since keys and pages of the provider age by its
 * own time. First no payout may be on its way: its key would age under it. With the real provider there is nothing to move.
 */
@Injectable()
export class SandboxClock {
  constructor(
    private readonly db: Db,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Moves the sandbox's clock to the platform's. Called after that one moved: behind it a key looks older than it is, which is the safe side. @throws unavailable */
  async follow(now: Date): Promise<void> {
    if (new URL(this.config.stripeApiBase).hostname === realProvider) return;
    const present = await this.call<{ offset_ms: number }>('GET');
    const wanted = now.getTime() - Date.now();
    // it outlives databases and never goes back
    if (wanted > present.offset_ms) await this.call('POST', { offset_ms: wanted });
  }

  /** @throws unavailable when payouts stay under way */
  async waitForPayouts(): Promise<void> {
    for (const stop = Date.now() + patience; ; await sleep(100)) {
      const [row] = await this.db.query<{ busy: boolean }>(`select exists (select from payout where state = 'sending' and leased_until > app_now()) as busy`);
      if (!row!.busy) return;
      if (Date.now() > stop) throw requestProblems.unavailable({ detail: 'Payouts are still being sent.' });
    }
  }

  private call<T>(method: 'GET' | 'POST', body?: object): Promise<T> {
    const unavailable = () => requestProblems.unavailable({ detail: 'The payments sandbox does not answer.' });
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.config.stripeApiBase}/control/clock`, { method, timeout: 5000 }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(text) as T) : reject(unavailable())));
      });
      outgoing.on('timeout', () => outgoing.destroy());
      outgoing.on('error', () => reject(unavailable()));
      outgoing.end(body && JSON.stringify(body));
    });
  }
}
