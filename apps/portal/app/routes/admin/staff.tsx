import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/staff';
import { found, once } from '~/answers.server';
import { apiFor, cookiesOf } from '~/api';
import { Field, Form, SelectField, Submit, TextField } from '~/components/form';
import { When } from '~/components/when';
import { field, overtaken, refused } from '~/problems.server';
import { staffRoleText } from '~/work/words';

export async function loader(args: Route.LoaderArgs) {
  const { items } = found(await apiFor(args).GET('/api/v1/admin/staff'));
  return { items, idempotencyKey: crypto.randomUUID() };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  if (form.has('password')) {
    const { error, response } = await api.PUT('/api/v1/session', { body: { password: field(form, 'password') } });
    if (!response.ok) return refused(response, error, form);
    throw redirect(`/admin/staff${new URL(args.request.url).search}`, { status: 303, headers: cookiesOf(response) });
  }
  const { data: granted, error, response } = form.has('grant')
    ? await api.DELETE('/api/v1/admin/staff/{id}', { params: { path: { id: field(form, 'grant') } }, body: { reason: field(form, 'reason') } })
    : await api.POST('/api/v1/admin/staff', { headers: once(form), body: { email: field(form, 'email'), role: field(form, 'role') as 'moderator', reason: field(form, 'reason') } });
  if (response.status === 404 && form.has('grant')) throw overtaken('/admin/staff');
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/admin/staff?${!granted ? 'taken' : granted.isNew ? 'granted' : 'confirmed'}`, { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_staff() }) }];

export default function Staff({ loaderData: { items, idempotencyKey }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const taking = items.find(({ id }) => id === search.get('take'));
  const done = actionData ? undefined : search.has('granted') ? m.staff_granted() : search.has('confirmed') ? m.staff_confirmed_again() : search.has('taken') ? m.staff_taken() : undefined;
  const mustProve = actionData?.problem.code === 'identity_prove_again';
  return (
    <>
      <h1>{m.admin_staff()}</h1>
      {done && <p className="notice" role="status">{done}</p>}
      {mustProve && (
        <section className="sheet work-part narrow">
          <h2>{m.staff_prove_title()}</h2>
          <p>{m.staff_prove()}</p>
          <Form labels={{ password: m.label_password() }}>
            <Field name="password" type="password" autoComplete="current-password" />
            <Submit>{m.staff_prove_action()}</Submit>
          </Form>
        </section>
      )}
      <div className="table-box" tabIndex={0} role="region" aria-label={m.admin_staff()}>
        <table>
          <thead><tr><th scope="col">{m.people_name()}</th><th scope="col">{m.label_email()}</th><th scope="col">{m.staff_role()}</th><th scope="col">{m.staff_confirmed()}</th><th scope="col">{m.staff_ends()}</th><th scope="col"><span className="visually-hidden">{m.staff_take()}</span></th></tr></thead>
          <tbody>
            {items.map(({ id, name, email, role, confirmedAt, endsAt }) => (
              <tr key={id}>
                <th scope="row">{name}</th><td className="address">{email}</td><td>{staffRoleText(role)}</td><td><When at={confirmedAt} withTime={false} /></td><td><When at={endsAt} withTime={false} /></td>
                <td><Link to={`?take=${id}#take`} aria-label={m.staff_take_of({ role: staffRoleText(role), name })}>{m.staff_take()}</Link></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {taking ? (
        <section id="take" className="sheet work-part reading">
          <h2>{m.staff_take_of({ role: staffRoleText(taking.role), name: taking.name })}</h2>
          <p>{m.staff_take_text()}</p>
          <Form key={taking.id} answer={mustProve ? undefined : actionData} labels={{ reason: m.review_reason() }} initial={actionData?.values}>
            <input type="hidden" name="grant" value={taking.id} />
            <TextField name="reason" rows={3} maxLength={1000} help={m.staff_reason_help()} />
            <Submit variant="default">{m.staff_take_action()}</Submit> <Link to="/admin/staff">{m.staff_take_not()}</Link>
          </Form>
        </section>
      ) : (
        <section className="sheet work-part reading">
          <h2>{m.staff_add()}</h2>
          <p>{m.staff_add_text()}</p>
          <Form answer={mustProve ? undefined : actionData} labels={{ email: m.label_email(), role: m.staff_role(), reason: m.review_reason() }} initial={actionData?.values}>
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            <Field name="email" type="email" />
            <SelectField name="role" options={['moderator', 'finance', 'support', 'operator'].map((value) => ({ value, label: staffRoleText(value) }))} />
            <TextField name="reason" rows={3} maxLength={1000} help={m.staff_reason_help()} />
            <Submit>{m.staff_add_action()}</Submit>
          </Form>
        </section>
      )}
    </>
  );
}
