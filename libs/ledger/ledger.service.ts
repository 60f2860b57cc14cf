import { Injectable } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import type { Tx } from '@app/platform';
import type { AccountName, Line } from './accounts';
import { problems } from './ledger.problems';

type Queryable = Pick<Tx, 'query'>;

export interface Posting {
  /** Names the business fact; the same key with other content is refused, with the same content it is done once. */
  key: string;
  kind: string;
  /** Of one currency; debits and credits sum to the same. Lines of one account are summed up. */
  lines: readonly Line[];
  /** Uuid of what it is about (the challenge), for statements. */
  subject?: string;
  reason?: string;
  /** Key of a hold that this posting uses up; what it does not take is freed. */
  hold?: string;
  /** The provider's balance transaction and object behind it; each is booked once. */
  providerTransactionId?: string;
  providerObject?: string;
}

export interface Hold {
  key: string;
  account: AccountName;
  amount: bigint;
  subject?: string;
  reason?: string;
}

/** Minor units; `held` is the part of the balance that is reserved. */
export interface Balance {
  balance: bigint;
  held: bigint;
}

/** The books. PostgreSQL keeps them balanced, append-only and never below zero where that is forbidden; here they are only called. */
@Injectable()
export class Ledger {
  /** Posts a balanced set of lines in the caller's transaction. Returns the id of the ledger transaction. @throws insufficientFunds */
  async post(tx: Tx, { key, kind, lines, subject, reason, hold, providerTransactionId, providerObject }: Posting): Promise<string> {
    const [row] = await enough(tx.query<{ id: string }>(
      'select ledger_post(key => $1, what => $2, lines => $3, who => $4, why => $5, request => $6, about => $7, provider_txn => $8, provider_obj => $9, hold => $10) as id',
      [key, kind, JSON.stringify(lines.map(plain)), who(tx.actor), reason ?? null, tx.actor.requestId ?? null, subject ?? null, providerTransactionId ?? null, providerObject ?? null, hold ?? null],
    ));
    return row!.id;
  }

  /** Undoes a posting, once, by its mirror image. */
  async reverse(tx: Tx, { key, transactionId, reason }: { key: string; transactionId: string; reason: string }): Promise<string> {
    const [row] = await enough(tx.query<{ id: string }>('select ledger_reverse(key => $1, reversed => $2, who => $3, why => $4, request => $5) as id', [
      key, transactionId, who(tx.actor), reason, tx.actor.requestId ?? null,
    ]));
    return row!.id;
  }

  /** Reserves part of a balance until it is posted or voided. @throws insufficientFunds when less is free */
  async hold(tx: Tx, { key, account, amount, subject, reason }: Hold): Promise<void> {
    await enough(tx.query('select ledger_place_hold(key => $1, account => $2, reserved => $3, who => $4, why => $5, request => $6, about => $7)', [
      key, JSON.stringify(account), amount.toString(), who(tx.actor), reason ?? null, tx.actor.requestId ?? null, subject ?? null,
    ]));
  }

  /** Frees what was reserved; doing so twice is harmless. */
  async voidHold(tx: Tx, key: string): Promise<void> {
    await tx.query('select ledger_void_hold(key => $1, who => $2, request => $3)', [key, who(tx.actor), tx.actor.requestId ?? null]);
  }

  /** Zero for an account nobody has named yet. */
  async balanceOf(from: Queryable, { kind, owner, currency }: AccountName): Promise<Balance> {
    const [row] = await from.query<{ balance: string; held: string }>(
      'select b.balance, b.held from ledger_account a join ledger_balance b on b.account_id = a.id where a.kind = $1 and a.currency = $2 and a.owner is not distinct from $3::uuid',
      [kind, currency, owner ?? null],
    );
    return { balance: BigInt(row?.balance ?? 0), held: BigInt(row?.held ?? 0) };
  }
}

/** The last line against spending money twice is a CHECK on balances; whoever meets it came too late. */
async function enough<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const { code, table } = (error as { driverError?: { code?: string; table?: string } }).driverError ?? (error as { code?: string; table?: string });
    throw code === '23514' && table === 'ledger_balance' ? problems.insufficientFunds() : error;
  }
}

function plain(line: Line): object {
  return { ...line, amount: line.amount.toString() };
}

function who({ capacity, personId, serviceAccountId, organisationId }: Actor): string {
  return JSON.stringify({ capacity, personId, serviceAccountId, organisationId });
}
