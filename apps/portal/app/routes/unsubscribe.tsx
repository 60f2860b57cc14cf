import { m } from '@app/messages';
import { Link } from 'react-router';
import type { Route } from './+types/unsubscribe';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Form, Submit } from '~/components/form';
import { translatedCode } from '~/problems.server';

/** Opening the link changes nothing: mail scanners open links. */
export async function loader(args: Route.LoaderArgs) {
  const { what, isOff } = found(await apiFor(args).GET('/api/v1/unsubscriptions/{token}', { params: { path: { token: args.params.token } } }));
  return { isDigest: what === 'digest', name: translatedCode(`notification_kind_${what}`) ?? what, isOff };
}

/** The button below, and the one of mail programs (RFC 8058): neither is signed in. */
export async function action(args: Route.ActionArgs) {
  return found(await apiFor(args).PUT('/api/v1/unsubscriptions/{token}', { params: { path: { token: args.params.token } } }));
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.unsubscribe_title() }) }, { name: 'robots', content: 'noindex' }];

export default function Unsubscribe({ loaderData: { isDigest, name, isOff } }: Route.ComponentProps) {
  return (
    <div className="narrow">
      <h1>{m.unsubscribe_title()}</h1>
      {isOff ? (
        <p className="notice" role="status">{isDigest ? m.unsubscribe_done_digest() : m.unsubscribe_done({ kind: name })}</p>
      ) : (
        <>
          <p>{isDigest ? m.unsubscribe_ask_digest() : m.unsubscribe_ask({ kind: name })}</p>
          <Form labels={{}}><Submit>{m.unsubscribe_button()}</Submit></Form>
        </>
      )}
      <p><Link to="/settings/notifications">{m.unsubscribe_settings()}</Link></p>
    </div>
  );
}
