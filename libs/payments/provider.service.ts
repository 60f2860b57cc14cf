import { Inject, Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { type Currency } from '@app/kernel';
import { CONFIG, type Config } from '@app/platform';
import type { ProviderTransaction } from './books.service';

/** A call without an answer by then counts as lost, which is harmless. */
const timeout = 10_000;

/** The payment provider, spoken to by its own SDK. Only keys made from our rows go out, so the SDK never retries by itself. */
@Injectable()
export class Provider {
  readonly stripe: Stripe;
  readonly isLive: boolean;
  private readonly secrets: readonly string[];

  constructor(@Inject(CONFIG) config: Config) {
    const { hostname, port, protocol } = new URL(config.stripeApiBase);
    this.stripe = new Stripe(config.stripeSecretKey, {
      host: hostname, port: port || (protocol === 'https:' ? 443 : 80), protocol: protocol === 'https:' ? 'https' : 'http', maxNetworkRetries: 0, timeout, telemetry: false,
    });
    this.isLive = /^(sk|rk)_live_/.test(config.stripeSecretKey);
    this.secrets = config.stripeWebhookSecrets;
  }

  /** Reads one event out of the very bytes that came, or nothing when no secret of ours signed them lately. */
  verified(raw: Buffer, signature: string): Stripe.Event | Stripe.V2.Core.EventNotification | undefined {
    for (const secret of this.secrets) {
      try {
        const event = isThin(raw) ? this.stripe.parseEventNotification(raw, signature, secret) : this.stripe.webhooks.constructEvent(raw, signature, secret);
        return typeof event.id === 'string' && typeof event.type === 'string' ? event : undefined;
      } catch {
        // the next secret may be the one; while one replaces the other both are good
      }
    }
    return undefined;
  }
}

function isThin(raw: Buffer): boolean {
  return (JSON.parse(raw.toString()) as { object?: unknown } | null)?.object === 'v2.core.event';
}

/** The books' view of a balance transaction; undefined while the provider has not made one. @throws where it is in another currency than the books. */
export function transactionOf(given: string | Stripe.BalanceTransaction | null | undefined, currency: Currency): ProviderTransaction | undefined {
  if (given === null || given === undefined || typeof given === 'string') return undefined;
  if (given.currency.toUpperCase() !== currency) throw new Error(`${given.id} is in ${given.currency}, not in ${currency}: the provider must settle each currency as it is`);
  return { id: given.id, currency, net: BigInt(given.net), fee: BigInt(given.fee), availableOn: new Date(given.available_on * 1000) };
}
