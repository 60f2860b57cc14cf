import type { Act } from '../act';
import { balanceOf } from './balance';
import { expireSession } from './checkout';
import { emit } from './event';
import { payRefund } from './refund';

/**
 * Does what the clock has made due: sessions expire, pending money becomes available, refunds that waited for money are paid.
 * Runs before every request and every second, and after the clock was moved.
 */
export function settle(act: Act): void {
  const { world, world: { indexes } } = act;
  const now = world.seconds();

  for (const id of [...indexes.openSessions]) {
    if (world.get('session', id)!.object.expires_at <= now) expireSession(act, id);
  }

  let arrived = false;
  for (const id of [...indexes.pendingTxns]) {
    const row = world.get('txn', id)!;
    if (row.object.available_on > now) continue;
    world.put('txn', id, { ...row, object: { ...row.object, status: 'available' } });
    arrived ||= row.owner === act.owner;
  }
  if (arrived) emit(act, 'balance.available', balanceOf(act));

  for (const id of [...indexes.pendingRefunds]) payRefund(act, id);
}

/** Whether `settle` would do anything: asked often, answered without opening a change. */
export function isAnythingDue(act: Act): boolean {
  const { world, world: { indexes } } = act;
  const now = world.seconds();
  for (const id of indexes.openSessions) if (world.get('session', id)!.object.expires_at <= now) return true;
  for (const id of indexes.pendingTxns) if (world.get('txn', id)!.object.available_on <= now) return true;
  return indexes.pendingRefunds.size > 0;
}
