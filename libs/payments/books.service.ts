import { Injectable } from '@nestjs/common';
import type { Currency } from '@app/kernel';
import type { Tx } from '@app/platform';
import { type AccountName, Ledger, type Line } from '@app/ledger';
import type { Charge } from './charge.entity';
import type { Funding } from './funding.entity';
import { Movement } from './movement.entity';
import type { Payout } from './payout.entity';
import type { Refund } from './refund.entity';
import type { Reservation } from './reservation.entity';
import type { Transfer } from './transfer.entity';

/** A balance transaction of the provider, as far as the books need it. */
export interface ProviderTransaction {
  id: string;
  currency: Currency;
  /** Signed, minor units. */
  net: bigint;
  fee: bigint;
  availableOn: Date;
}

/** A fee is earned once by an award, or kept once by a rule. */
export type FeeReason = 'earned' | 'kept';

/** Every posting this module makes, and nothing else: what the ledger says about money is decided in this file. */
@Injectable()
export class Books {
  constructor(private readonly ledger: Ledger) {}

  /** A charge of a funding was paid: the bounty is held, the fee not yet earned. */
  async charged(tx: Tx, funding: Funding, charge: Charge): Promise<void> {
    const { currency } = funding;
    await this.post(tx, `charge:${charge.id}:paid`, 'charge_paid', funding.subjectId, [
      debit({ kind: 'stripe_pending', currency }, charge.amount),
      credit({ kind: 'bounty', owner: funding.id, currency }, charge.bounty),
      credit({ kind: 'fee_unearned', owner: funding.id, currency }, charge.fee),
    ]);
  }

  /** Money nobody asked for: owed back by its refund from the first moment. */
  async surplusCharged(tx: Tx, funding: Funding, charge: Charge, refund: Refund): Promise<void> {
    const { currency } = funding;
    await this.post(tx, `charge:${charge.id}:paid`, 'surplus_paid', funding.subjectId, [
      debit({ kind: 'stripe_pending', currency }, charge.amount),
      credit({ kind: 'refund_clearing', owner: refund.id, currency }, charge.amount),
    ]);
  }

  /** The provider's own fee is the platform's expense. */
  async providerFee(tx: Tx, funding: Funding, charge: Charge, told: ProviderTransaction): Promise<void> {
    const { currency } = funding;
    await this.post(tx, `charge:${charge.id}:fee`, 'provider_fee', funding.subjectId, [
      debit({ kind: 'stripe_fee', currency }, told.fee),
      credit({ kind: 'stripe_pending', currency }, told.fee),
    ], { providerTransactionId: told.id, providerObject: charge.chargeId! });
    // a fee as large as the charge leaves nothing to become available
    if (told.net !== 0n) await tx.save(Movement.of(told));
  }

  /** What was pending at the provider has become available there. */
  async settled(tx: Tx, { id, currency, net }: Movement): Promise<void> {
    const [from, to] = net > 0n ? (['stripe_pending', 'stripe_available'] as const) : (['stripe_available', 'stripe_pending'] as const);
    const amount = net > 0n ? net : -net;
    await this.post(tx, `txn:${id}:settled`, 'settled', undefined, [debit({ kind: to, currency }, amount), credit({ kind: from, currency }, amount)]);
  }

  /** Announced: part of a bounty is kept for an award. */
  async reserved(tx: Tx, funding: Funding, reservation: Reservation): Promise<void> {
    await this.ledger.hold(tx, { key: holdKey(reservation), account: { kind: 'bounty', owner: funding.id, currency: funding.currency }, amount: reservation.amount, subject: funding.subjectId });
  }

  async freed(tx: Tx, reservation: Reservation): Promise<void> {
    await this.ledger.voidHold(tx, holdKey(reservation));
  }

  /** Released: what was kept is owed to the payees from now on. */
  async released(tx: Tx, funding: Funding, reservation: Reservation, shares: readonly { organisationId: string; amount: bigint }[]): Promise<void> {
    const { currency } = funding;
    await this.post(tx, `reservation:${reservation.id}:released`, 'award_released', funding.subjectId, [
      debit({ kind: 'bounty', owner: funding.id, currency }, reservation.amount),
      ...shares.map(({ organisationId, amount }) => credit({ kind: 'payable', owner: organisationId, currency }, amount)),
    ], { hold: holdKey(reservation) });
  }

  /** `why` makes the key. */
  async feeEarned(tx: Tx, funding: Funding, amount: bigint, why: FeeReason): Promise<void> {
    const { currency } = funding;
    await this.post(tx, `funding:${funding.id}:fee_${why}`, 'fee_earned', funding.subjectId, [
      debit({ kind: 'fee_unearned', owner: funding.id, currency }, amount),
      credit({ kind: 'platform_fee', currency }, amount),
    ]);
  }

  /** On its way: from now until the provider answers it stands in the payout's clearing account. */
  async sending(tx: Tx, payout: Payout, transfer: Transfer): Promise<void> {
    const { currency } = payout;
    await this.post(tx, `transfer:${transfer.id}:sending:${transfer.attempt}`, 'transfer_sending', payout.subjectId, [
      debit({ kind: 'payable', owner: payout.organisationId, currency }, transfer.amount),
      credit({ kind: 'payout_clearing', owner: payout.id, currency }, transfer.amount),
    ]);
  }

  /** The provider refused it for certain: payable again. */
  async returned(tx: Tx, payout: Payout, transfer: Transfer): Promise<void> {
    const { currency } = payout;
    await this.post(tx, `transfer:${transfer.id}:returned:${transfer.attempt}`, 'transfer_returned', payout.subjectId, [
      debit({ kind: 'payout_clearing', owner: payout.id, currency }, transfer.amount),
      credit({ kind: 'payable', owner: payout.organisationId, currency }, transfer.amount),
    ]);
  }

  async sent(tx: Tx, payout: Payout, transfer: Transfer, told: ProviderTransaction): Promise<void> {
    const { currency } = payout;
    await this.post(tx, `transfer:${transfer.id}:sent`, 'transfer_sent', payout.subjectId, [
      debit({ kind: 'payout_clearing', owner: payout.id, currency }, transfer.amount),
      credit({ kind: await this.partOfBalance(tx, told), currency }, transfer.amount),
    ], { providerTransactionId: told.id, providerObject: transfer.providerId! });
  }

  /** Owed back: no longer a bounty, not yet with the sponsor. */
  async refundMade(tx: Tx, refund: Refund): Promise<void> {
    const { currency } = refund;
    await this.post(tx, `refund:${refund.id}:made`, 'refund_made', refund.subjectId, [
      debit({ kind: 'bounty', owner: refund.fundingId, currency }, refund.bounty),
      debit({ kind: 'fee_unearned', owner: refund.fundingId, currency }, refund.fee),
      credit({ kind: 'refund_clearing', owner: refund.id, currency }, refund.amount),
    ]);
  }

  async refundPaid(tx: Tx, refund: Refund, told: ProviderTransaction): Promise<void> {
    const { currency } = refund;
    await this.post(tx, `refund:${refund.id}:paid`, 'refund_paid', refund.subjectId, [
      debit({ kind: 'refund_clearing', owner: refund.id, currency }, refund.amount),
      credit({ kind: await this.partOfBalance(tx, told), currency }, refund.amount),
    ], { providerTransactionId: told.id, providerObject: refund.providerId! });
  }

  /** It could not be given back: still owed to the sponsor, never revenue. After a success the money came back to us. */
  async refundFailed(tx: Tx, refund: Refund, wasPaid: boolean): Promise<void> {
    const { currency } = refund;
    await this.post(tx, `refund:${refund.id}:failed`, 'refund_failed', refund.subjectId, [
      debit(wasPaid ? { kind: 'stripe_available', currency } : { kind: 'refund_clearing', owner: refund.id, currency }, refund.amount),
      credit({ kind: 'refund_failed_owed', currency }, refund.amount),
    ]);
  }

  /** Which part of the provider's balance a movement touches; one that is still pending there is settled later. */
  private async partOfBalance(tx: Tx, told: ProviderTransaction): Promise<'stripe_pending' | 'stripe_available'> {
    if (told.availableOn <= tx.now) return 'stripe_available';
    await tx.save(Movement.of(told));
    return 'stripe_pending';
  }

  private async post(tx: Tx, key: string, kind: string, subject: string | undefined, lines: Line[], more: { hold?: string; providerTransactionId?: string; providerObject?: string } = {}): Promise<void> {
    const moved = lines.filter(({ amount }) => amount > 0n);
    if (moved.length > 0) await this.ledger.post(tx, { key, kind, subject, lines: moved, ...more });
  }
}

const holdKey = (reservation: Reservation) => `reservation:${reservation.id}`;
const debit = (account: AccountName, amount: bigint): Line => ({ ...account, side: 'debit', amount });
const credit = (account: AccountName, amount: bigint): Line => ({ ...account, side: 'credit', amount });
