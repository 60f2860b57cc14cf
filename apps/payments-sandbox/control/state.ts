import { KINDS, type Kind, PLATFORM } from '../store/rows';
import type { World } from '../store/world';

/** Everything the stand-in knows, by kind and id, and the balances. The secrets of endpoints stay out. */
export function stateOf(world: World) {
  const rows = Object.fromEntries(KINDS.map((kind) => [kind, Object.fromEntries([...world.all(kind)].map(([id, row]) => [id, open(kind, row)]))]));
  const owners = new Set([PLATFORM, ...[...world.all('account')].map(([id]) => id)]);
  const balances = Object.fromEntries([...owners].map((owner) => [owner, Object.fromEntries(world.indexes.balance(owner))]));
  return { now: new Date(world.now()).toISOString(), balances, ...rows };
}

function open(kind: Kind, row: unknown): unknown {
  if (kind !== 'endpoint') return row;
  return { ...(row as object), secrets: undefined };
}
