import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { useInstant } from '~/instant';
import { pausedText } from './standing';

/** Since when the clock of a challenge stands still, and why; nothing while it runs. */
export function Paused({ paused }: { paused: View<'PausedView'> | null }) {
  const since = useInstant(paused?.since);
  return paused && <p className="notice" data-tone="wait"><strong>{m.paused_since({ since })}</strong> {pausedText(paused)}</p>;
}
