import { Injectable } from '@nestjs/common';
import type { Actor, Currency } from '@app/kernel';
import type { Tx } from '@app/platform';

export interface AccountName {
  kind: string;
  owner?: string;
  currency: Currency;
}

export interface Line extends AccountName {
  side: 'debit' | 'credit';
  amount: bigint;
}

@Injectable()
export class Ledger {
  async post(tx: Tx, { key, kind, lines, subject, hold, providerTransactionId, providerObject }: { key: string; kind: string; subject?: string; lines: Line[]; hold?: string; providerTransactionId?: string; providerObject?: string }): Promise<void> {
    await tx.query('select ledger_post(key => $1, what => $2, lines => $3, who => $4, request => $5, about => $6, provider_txn => $7, provider_obj => $8, hold => $9)', [
      key, kind, JSON.stringify(lines.map((line) => ({ ...line, amount: line.amount.toString() }))), who(tx.actor), tx.actor.requestId ?? null, subject ?? null, providerTransactionId ?? null, providerObject ?? null, hold ?? null,
    ]);
  }

  async hold(tx: Tx, { key, account, amount, subject }: { key: string; account: AccountName; amount: bigint; subject?: string }): Promise<void> {
    await tx.query('select ledger_place_hold(key => $1, account => $2, reserved => $3, who => $4, request => $5, about => $6)', [key, JSON.stringify(account), amount.toString(), who(tx.actor), tx.actor.requestId ?? null, subject ?? null]);
  }

  async voidHold(tx: Tx, key: string): Promise<void> {
    await tx.query('select ledger_void_hold(key => $1, who => $2, request => $3)', [key, who(tx.actor), tx.actor.requestId ?? null]);
  }
}

function who({ capacity, personId, organisationId }: Actor): string {
  return JSON.stringify({ capacity, personId, organisationId });
}
