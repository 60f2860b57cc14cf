import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Badge } from './challenge-badge';
import { When } from './when';

/** Behind words that say who is suspended since when. */
export function SuspendedTimes({ since, until }: View<'SuspendedView'>) {
  return <><When at={since} />{until && <>, {m.suspended_until()} <When at={until} /></>}</>;
}

/** For staff, beside whoever is suspended. */
export function SuspendedBadge({ suspended }: { suspended: View<'SuspendedView'> }) {
  return <><Badge wording={[m.suspended_since, 'bad']} /> <SuspendedTimes {...suspended} /></>;
}
