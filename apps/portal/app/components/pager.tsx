import { m } from '@app/messages';
import { Link, useSearchParams } from 'react-router';

/** Cursor paging: onward while the API gives a cursor, and back to the start. The other parameters stay. `of`: which list, where a page has several. */
export function Pager({ next, param = 'after', of }: { next?: string | null; param?: string; of?: string }) {
  const [search] = useSearchParams();
  const isFirst = !search.has(param);
  if (isFirst && !next) return null;
  return (
    <nav className="pager no-print" aria-label={of === undefined ? m.pager_label() : m.pager_label_of({ list: of })}>
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
