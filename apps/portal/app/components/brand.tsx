import { m } from '@app/messages';
import { Link } from 'react-router';

/** A gable over an open door: the hall anyone may walk into. */
export function Brand() {
  return (
    <Link to="/" className="brand">
      <svg width="30" height="30" viewBox="0 0 32 32" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinejoin="round" aria-hidden="true">
        <path d="M3 13 16 4l13 9" strokeLinecap="round" />
        <path d="M6 13v15h20V13" />
        <path d="M12.5 28v-8a3.5 3.5 0 0 1 7 0v8" fill="currentColor" />
      </svg>
      <span>{m.brand()}</span>
    </Link>
  );
}
