import { redirect } from 'react-router';
import type { Route } from './+types/sign-out';
import { apiFor, cookiesOf } from '~/api';

/** Ends the session. A session that was over already ends the same way. */
export async function action(args: Route.ActionArgs) {
  const { response } = await apiFor(args).DELETE('/api/v1/session');
  throw redirect('/sign-in?after=out', { status: 303, headers: cookiesOf(response) });
}

export function loader() {
  throw redirect('/');
}

export default function SignOut() {
  return null;
}
