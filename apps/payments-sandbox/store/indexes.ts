import type { Kind, Owner, Rows } from './rows';

export interface Sums {
  available: number;
  pending: number;
}

/** What would otherwise be looked up by walking everything: balances, and what still waits for the clock. */
export class Indexes {
  private readonly balances = new Map<Owner, Map<string, Sums>>();
  readonly openSessions = new Set<string>();
  readonly pendingTxns = new Set<string>();
  readonly pendingRefunds = new Set<string>();
  readonly pendingDeliveries = new Set<string>();

  /** By currency. */
  balance(owner: Owner): ReadonlyMap<string, Sums> {
    return this.balances.get(owner) ?? new Map();
  }

  available(owner: Owner, currency: string): number {
    return this.balance(owner).get(currency)?.available ?? 0;
  }

  update(kind: Kind, id: string, before: Rows[Kind] | null, after: Rows[Kind] | null): void {
    if (kind === 'txn') {
      this.count(before as Rows['txn'] | null, -1);
      this.count(after as Rows['txn'] | null, 1);
      keep(this.pendingTxns, id, (after as Rows['txn'] | null)?.object.status === 'pending');
    }
    if (kind === 'session') keep(this.openSessions, id, (after as Rows['session'] | null)?.object.status === 'open');
    if (kind === 'refund') keep(this.pendingRefunds, id, (after as Rows['refund'] | null)?.object.status === 'pending');
    if (kind === 'delivery') keep(this.pendingDeliveries, id, (after as Rows['delivery'] | null)?.state === 'pending');
  }

  clear(): void {
    this.balances.clear();
    for (const set of [this.openSessions, this.pendingTxns, this.pendingRefunds, this.pendingDeliveries]) set.clear();
  }

  private count(row: Rows['txn'] | null, sign: 1 | -1): void {
    if (!row) return;
    const { currency, net, status } = row.object;
    const ofOwner = this.balances.get(row.owner) ?? new Map<string, Sums>();
    this.balances.set(row.owner, ofOwner);
    const sums = ofOwner.get(currency) ?? { available: 0, pending: 0 };
    ofOwner.set(currency, sums);
    sums[status === 'available' ? 'available' : 'pending'] += sign * net;
  }
}

function keep(set: Set<string>, id: string, inside: boolean): void {
  if (inside) set.add(id);
  else set.delete(id);
}
