import { m } from '@app/messages';
import { redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/security';
import { found } from '~/answers.server';
import { apiFor, cookiesOf } from '~/api';
import { Field, Form, Submit } from '~/components/form';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';

export async function loader(args: Route.LoaderArgs) {
  const { items } = found(await apiFor(args).GET('/api/v1/me/sessions'));
  return { sessions: items };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const intent = field(form, 'intent');
  const { error, response } =
    intent === 'end' ? await api.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id: field(form, 'session') } } })
    : intent === 'end-others' ? await api.DELETE('/api/v1/me/sessions')
    : await api.PUT('/api/v1/me/password', { body: { currentPassword: field(form, 'currentPassword'), newPassword: field(form, 'newPassword') } });
  const refusal = response.ok ? undefined : refused(response, error, form);
  // Here it can only be the password; the API speaks of sign-in as a whole.
  if (refusal && intent === 'password' && refusal.data.problem.code === 'identity_wrong_credentials') refusal.data.problem.errors = [{ pointer: '/currentPassword', code: 'wrong', detail: m.security_wrong() }];
  if (refusal) return refusal;
  throw redirect(`/settings/security?${intent === 'password' ? 'changed' : 'ended'}`, { status: 303, headers: cookiesOf(response) });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.settings_security() }) }];

export default function Security({ loaderData: { sessions }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  return (
    <div className="reading">
      <h1>{m.settings_security()}</h1>
      {!actionData && search.has('changed') && <p className="notice" role="status">{m.security_changed()}</p>}
      {!actionData && search.has('ended') && <p className="notice" role="status">{m.security_ended()}</p>}
      <section aria-labelledby="password">
        <h2 id="password">{m.label_password()}</h2>
        <Form answer={actionData} labels={{ currentPassword: m.security_current(), newPassword: m.label_new_password() }} className="narrow" style={{ marginInline: 0 }}>
          <input type="hidden" name="intent" value="password" />
          <Field name="currentPassword" type="password" autoComplete="current-password" />
          <Field name="newPassword" type="password" autoComplete="new-password" help={m.label_password_help()} />
          <Submit>{m.security_change()}</Submit>
        </Form>
      </section>
      <section aria-labelledby="sessions">
        <h2 id="sessions">{m.security_sessions()}</h2>
        <p>{m.security_sessions_text()}</p>
        <ul className="plain-list">
          {sessions.map((session) => (
            <li key={session.id}>
              <strong>{session.isCurrent ? m.security_this() : m.security_other()}</strong> <span className="soft">{session.userAgent ?? m.security_unknown()} · {session.network}</span>
              <br />{m.security_seen()} <When at={session.lastSeenAt} />
              {!session.isCurrent && (
                <Form labels={{}} className="inline-form">
                  <input type="hidden" name="intent" value="end" />
                  <input type="hidden" name="session" value={session.id} />
                  <button className="link-button" type="submit">{m.security_end()}</button>
                </Form>
              )}
            </li>
          ))}
        </ul>
        {sessions.length > 1 && (
          <Form labels={{}}>
            <input type="hidden" name="intent" value="end-others" />
            <Submit variant="default">{m.security_end_others()}</Submit>
          </Form>
        )}
      </section>
    </div>
  );
}
