import { m } from '@app/messages';
import { Link, useSearchParams } from 'react-router';

/** Cursor paging: onward while the API gives a cursor, and back to the start. The other parameters stay. */
export function Pager({ next, param = 'after' }: { next?: string | null; param?: string }) {
  const [search] = useSearchParams();
  const isFirst = !search.has(param);
  if (isFirst && !next) return null;
  return (
    <nav className="pager no-print" aria-label={m.pager_label()}>
      {!isFirst && <Link to={{ search: without(search, param) }}>{m.pager_first()}</Link>}
      {next && <Link to={{ search: `${without(search, param)}&${param}=${encodeURIComponent(next)}`.replace(/^&/, '') }}>{m.pager_next()}</Link>}
    </nav>
  );
}

function without(search: URLSearchParams, param: string): string {
  const rest = new URLSearchParams(search);
  rest.delete(param);
  return rest.toString();
}
