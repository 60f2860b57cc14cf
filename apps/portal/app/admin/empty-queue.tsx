import { m } from '@app/messages';
import { Link } from 'react-router';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { When } from '~/components/when';

/** A queue in which nothing waits: what comes here, and when the last was decided, which is read at `before`. */
export function EmptyQueue({ title, why, last, before }: { title: string; why: string; last: string | null; before: string }) {
  return (
    <EmptyState
      title={title} why={why}
      action={last
        ? <><Facts items={[{ label: m.queue_last_decided(), value: <When at={last} /> }]} /><p><Link to={before}>{m.queue_decided_before()}</Link></p></>
        : <Link to="/admin">{m.queue_others()}</Link>}
    />
  );
}
