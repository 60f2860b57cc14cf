import type { Delivery, WebhookEndpoint } from '../store/rows';
import type { World } from '../store/world';
import { signature } from './sign';
import type { WebhookFaults } from './webhook-faults';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses between attempts, by the stand-in's clock; after the last one a delivery has failed for good. About three days. */
const BACK_OFF = [SECOND, 5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR];
const TIME_OUT_MS = 10 * SECOND;
const AT_ONCE = 8;

/** Sends what is due to the endpoints, at least once and in no promised order, and tries again until it is taken with a 2xx. */
export class Dispatcher {
  private readonly inFlight = new Set<string>();
  private held: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private looking = false;
  private lookAgain = false;
  private readonly stop = new AbortController();

  constructor(
    private readonly world: World,
    private readonly faults: WebhookFaults,
    private readonly log: (line: string) => void,
  ) {
    // What a fault held back before a restart goes out now: the switch is gone.
    world.change(() => {
      for (const [id, delivery] of world.all('delivery')) if (delivery.state === 'held') this.release(id, delivery);
    });
    world.onChange(() => this.kick());
    this.kick();
  }

  /** Sends everything due and plans the next look. What it changes itself makes it look once more, not deeper. */
  kick(): void {
    this.lookAgain = true;
    if (this.looking) return;
    this.looking = true;
    while (this.lookAgain && !this.closed) {
      this.lookAgain = false;
      this.look();
    }
    this.looking = false;
  }

  /** Waits until nothing is being sent and nothing is due. */
  async idle(): Promise<void> {
    for (;;) {
      const due = [...this.world.indexes.pendingDeliveries].some((id) => {
        const { nextAt, endpoint } = this.world.get('delivery', id)!;
        return nextAt! <= this.world.now() && this.world.get('endpoint', endpoint) !== undefined;
      });
      if (this.inFlight.size === 0 && !due) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Sends an event again to everyone who takes it, whatever became of it before. */
  redeliver(event: string): number {
    return this.world.change(() => {
      const mine = [...this.world.all('delivery')].filter(([, delivery]) => delivery.event === event);
      for (const [id, delivery] of mine) this.release(id, delivery);
      return mine.length;
    });
  }

  /** Lets go of what `reorder` holds, last first. */
  flush(): number {
    const ids = this.held.reverse();
    this.held = [];
    void this.sendInOrder(ids);
    return ids.length;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.stop.abort();
  }

  private look(): void {
    clearTimeout(this.timer);
    const now = this.world.now();
    let next = Infinity;
    for (const id of this.world.indexes.pendingDeliveries) {
      const { nextAt, endpoint } = this.world.get('delivery', id)!;
      if (this.inFlight.has(id) || !this.world.get('endpoint', endpoint)) continue;
      if (nextAt! > now) next = Math.min(next, nextAt!);
      else if (this.inFlight.size < AT_ONCE) void this.attempt(id);
    }
    if (next < Infinity) this.timer = setTimeout(() => this.kick(), Math.min(next - now, 60 * SECOND) + 1).unref();
  }

  private release(id: string, delivery: Delivery): void {
    this.world.put('delivery', id, { ...delivery, state: 'pending', nextAt: this.world.now() });
  }

  private async sendInOrder(ids: string[]): Promise<void> {
    for (const id of ids) if (!this.closed) await this.send(id);
  }

  private async attempt(id: string): Promise<void> {
    const delivery = this.world.get('delivery', id)!;
    // Only a first attempt is struck: a retry of a dropped one would undo the drop.
    const fault = delivery.attempts === 0 && delivery.lastResult === null ? this.faults.strike(this.typeOf(delivery)) : null;
    if (fault?.kind === 'drop') return this.note(id, { state: 'dropped', nextAt: null, lastResult: 'dropped by a switch' });
    if (fault?.kind === 'delay') return this.note(id, { nextAt: this.world.now() + fault.ms, lastResult: `delayed by a switch` });
    if (fault?.kind === 'reorder') {
      this.held.push(id);
      this.note(id, { state: 'held', lastResult: 'held back by a switch' });
      if (this.held.length >= fault.size) this.flush();
      return;
    }
    await this.send(id);
    if (fault?.kind === 'duplicate') await this.send(id);
  }

  private async send(id: string): Promise<void> {
    const delivery = this.world.get('delivery', id);
    const endpoint = delivery && this.world.get('endpoint', delivery.endpoint);
    if (!delivery || !endpoint) return;
    this.inFlight.add(id);
    const result = await this.post(endpoint, this.bodyOf(delivery));
    this.inFlight.delete(id);
    // A reset may have forgotten it, a close may have ended it meanwhile.
    if (this.closed || !this.world.get('delivery', id)) return;

    const attempts = delivery.attempts + 1;
    if (/^2\d\d$/.test(result)) return this.note(id, { state: 'delivered', nextAt: null, attempts, lastResult: result });
    const pause = BACK_OFF[attempts - 1];
    this.log(`webhook ${this.typeOf(delivery)} to ${endpoint.url}: ${result}, ${pause === undefined ? 'given up' : `again in ${pause / SECOND} s`}`);
    this.note(id, { state: pause === undefined ? 'failed' : 'pending', nextAt: pause === undefined ? null : this.world.now() + pause, attempts, lastResult: result });
  }

  private async post(endpoint: WebhookEndpoint, body: string): Promise<string> {
    try {
      const response = await fetch(endpoint.url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)', 'stripe-signature': signature(body, endpoint.secrets) },
        body,
        signal: AbortSignal.any([this.stop.signal, AbortSignal.timeout(TIME_OUT_MS)]),
      });
      await response.body?.cancel();
      return String(response.status);
    } catch (error) {
      return ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
    }
  }

  private note(id: string, news: Partial<Delivery>): void {
    this.world.change(() => this.world.put('delivery', id, { ...this.world.get('delivery', id)!, ...news }));
  }

  private typeOf(delivery: Delivery): string {
    return this.world.get(delivery.thin ? 'v2_event' : 'event', delivery.event)!.object.type;
  }

  /** The bytes that are signed: as Stripe sends them, with two spaces, so that whoever parses and re-serialises is found out. */
  private bodyOf(delivery: Delivery): string {
    if (!delivery.thin) return JSON.stringify(this.world.get('event', delivery.event)!.object, null, 2);
    const thin = Object.entries(this.world.get('v2_event', delivery.event)!.object).filter(([name]) => name !== 'data' && name !== 'changes');
    return JSON.stringify(Object.fromEntries(thin), null, 2);
  }
}
