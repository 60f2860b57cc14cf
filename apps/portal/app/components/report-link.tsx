import { m } from '@app/messages';
import { Link } from 'react-router';

/** The way to say that something is not right; the form is a page of its own, so that readers do not load it. */
export function ReportLink({ kind, id }: { kind: 'challenge' | 'organisation' | 'question' | 'answer' | 'message' | 'submission'; id: string }) {
  return <Link className="soft no-print" rel="nofollow" to={`/report/${kind}/${id}`}>{m.link_report()}</Link>;
}
