import { number } from '../http/faults';
import type { World } from '../store/world';

/** Ten years: enough for any test, and far from the end of `Date`. */
const FARTHEST_MS = 10 * 366 * 24 * 60 * 60 * 1000;

/** Moves the clock forward: `shift_ms` from where it is, or to `offset_ms` from wall time. It never goes back. */
export function moveClock(world: World, input: Record<string, unknown>): void {
  const current = world.get('clock', 'clock')?.offsetMs ?? 0;
  const offsetMs = input.offset_ms === undefined
    ? current + number(input.shift_ms, 'shift_ms', 0, FARTHEST_MS)
    : number(input.offset_ms, 'offset_ms', -FARTHEST_MS, FARTHEST_MS);
  if (offsetMs < current && world.count('event') > 0) throw new Error('the clock never goes back once something has happened');
  if (offsetMs > FARTHEST_MS) throw new Error('the clock cannot go more than ten years ahead');
  world.change(() => world.put('clock', 'clock', { offsetMs }));
}
