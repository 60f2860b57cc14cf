import { Injectable, Logger } from '@nestjs/common';
import Stripe from 'stripe';
import { systemActor } from '@app/kernel';
import { Db, type Tx } from '@app/platform';
import { Charges, type Effect, notOurs } from './charges.service';
import { Payees } from './payees.service';
import { readProviderEvent } from './payments.events';
import { problems } from './payments.problems';
import { PayoutSending } from './payout-sending.service';
import { ProviderEvent } from './provider-event.entity';
import { isMissing } from './provider.errors';
import { Provider } from './provider.service';
import { RefundSending } from './refund-sending.service';

const actor = systemActor('payments.provider_events');

/** What the provider tells us: verified, kept once, and read again at the provider before anything comes of it. */
@Injectable()
export class ProviderEvents {
  private readonly log = new Logger('ProviderEvents');
  /** Where to look for each kind of news. What is not here is none of our business. */
  private readonly readers: Readonly<Record<string, (objectId: string) => Promise<Effect>>>;

  constructor(
    private readonly db: Db,
    private readonly provider: Provider,
    charges: Charges,
    payouts: PayoutSending,
    refunds: RefundSending,
    payees: Payees,
  ) {
    const session = (id: string) => charges.readSession(id);
    const charge = (id: string) => charges.readCharge(id);
    const transfer = (id: string) => payouts.readTransfer(id);
    const refund = (id: string) => refunds.readRefund(id);
    const account = (id: string) => payees.readAccount(id);
    this.readers = {
      'checkout.session.completed': session, 'checkout.session.async_payment_succeeded': session, 'checkout.session.async_payment_failed': session, 'checkout.session.expired': session,
      'charge.updated': charge, 'transfer.created': transfer,
      'refund.created': refund, 'refund.updated': refund, 'refund.failed': refund,
      'balance.available': async () => wakeWhatWaitsForBalance,
      'v2.core.account[requirements].updated': account, 'v2.core.account[configuration.recipient].capability_status_updated': account, 'v2.core.account.closed': account,
    };
  }

  /** Keeps a verified event and promises to look into it. @throws forgedEvent, with nothing written */
  async receive(raw: Buffer | undefined, signature: string | undefined): Promise<void> {
    const event = raw && signature ? this.provider.verified(raw, signature) : undefined;
    if (!event) throw problems.forgedEvent();
    const ignored = this.whyIgnored(event);
    if (ignored) return this.log.log(`event ${event.id} (${event.type}) ignored: ${ignored}`);
    const apiVersion = 'api_version' in event ? event.api_version : null;
    if (apiVersion !== null && apiVersion !== Stripe.API_VERSION) this.log.error(`event ${event.id} is of API ${apiVersion}, we speak ${Stripe.API_VERSION}`);
    await this.db.change(actor, async (tx) => {
      const [kept] = await tx.query(
        `insert into provider_event (id, type, object_id, api_version, received_at, state) values ($1, $2, $3, $4, $5, 'received') on conflict do nothing returning id`,
        [event.id, event.type, objectOf(event), apiVersion, tx.now],
      );
      if (kept) tx.enqueue(readProviderEvent, { providerEventId: event.id });
    });
  }

  /** Looks into one event: reads its object again and marks it done in the transaction of its effect. */
  async look(eventId: string): Promise<void> {
    const event = await this.db.findOne(ProviderEvent, eventId);
    if (!event || event.state === 'done') return;
    const effect = await this.readers[event.type]!(event.objectId).catch((error: unknown) => {
      if (isMissing(error)) return notOurs;
      throw error;
    });
    await this.db.change(actor, async (tx) => {
      const row = (await tx.lock(ProviderEvent, eventId))!;
      if (row.state === 'done') return;
      Object.assign(row, { state: 'done', outcome: await effect(tx), doneAt: tx.now });
      await tx.save(row);
    });
  }

  private whyIgnored(event: Stripe.Event | Stripe.V2.Core.EventNotification): string | undefined {
    if (!Object.hasOwn(this.readers, event.type)) return 'unknown type';
    if (event.livemode !== this.provider.isLive) return 'of the other mode';
    if ('account' in event && event.account) return 'of a connected account';
    return undefined;
  }
}

function objectOf(event: Stripe.Event | Stripe.V2.Core.EventNotification): string {
  if ('related_object' in event) return (event.related_object as { id: string } | null)?.id ?? '';
  return ((event as Stripe.Event).data.object as { id?: string }).id ?? event.id;
}

const wakeWhatWaitsForBalance: Effect = async (tx: Tx) => {
  const rows = await tx.query(`update payout set try_at = $1 where state = 'ready' and reason = 'balance_insufficient' and try_at > $1 returning id`, [tx.now]);
  return `${rows.length} payouts go on`;
};
