import { data } from 'react-router';

export function loader() {
  throw data(null, { status: 404 });
}

/** Never drawn; without it the router would answer an empty body instead of the error page. */
export default function NotFound() {
  return null;
}
