import { m } from '@app/messages';
import { redirect } from 'react-router';
import type { Route } from './+types/clock';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { Field, Form, Submit } from '~/components/form';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';
import { instantIn, wallClock } from '~/zones';

const day = 86_400_000;

export async function loader(args: Route.LoaderArgs) {
  const { now } = found(await apiFor(args).GET('/api/v1/admin/clock'));
  return { now, wall: wallClock(now, 'UTC') };
}

/** By days, or to a time in UTC. There is no clock to move in production, and then no such page. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const present = found(await api.GET('/api/v1/admin/clock')).now;
  const days = Number(field(form, 'days'));
  const now = form.has('days') ? new Date(Date.parse(present) + days * day).toISOString() : (instantIn(field(form, 'now'), 'UTC') ?? '');
  const { error, response } = await api.PUT('/api/v1/admin/clock', { body: { now } });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/admin/clock', { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_clock() }) }];

export default function Clock({ loaderData: { now, wall }, actionData }: Route.ComponentProps) {
  return (
    <div className="reading">
      <h1>{m.admin_clock()}</h1>
      <p>{m.clock_text()}</p>
      <Facts items={[{ label: m.clock_now(), value: <When at={now} /> }]} />
      <Form answer={undefined} labels={{}} className="work-part">
        <div className="buttons">
          {[1, 7, 14, 30].map((days) => <button key={days} type="submit" name="days" value={days} className="plain-button">{m.clock_days({ count: days })}</button>)}
        </div>
      </Form>
      <section className="sheet work-part">
        <h2>{m.clock_to()}</h2>
        <Form answer={actionData} labels={{ now: m.clock_to_label() }} initial={{ now: wall }}>
          <Field name="now" type="datetime-local" help={m.clock_to_help()} />
          <Submit>{m.clock_action()}</Submit>
        </Form>
      </section>
    </div>
  );
}
