import { m } from '@app/messages';
import { redirect } from 'react-router';
import type { Route } from './+types/outbox';
import { EmptyQueue } from '~/admin/empty-queue';
import { lastDecided } from '~/admin/last-decided.server';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { Form, Submit, TextField } from '~/components/form';
import { Pager } from '~/components/pager';
import { When } from '~/components/when';
import { field, refused } from '~/problems.server';

export async function loader(args: Route.LoaderArgs) {
  const search = new URL(args.request.url).searchParams;
  const api = apiFor(args);
  const [page, backlog] = await Promise.all([api.GET('/api/v1/admin/outbox', { params: { query: { after: search.get('after') ?? undefined } } }), api.GET('/api/v1/admin/outbox/backlog')]);
  const list = found(page);
  return { ...list, backlog: found(backlog), isRetried: search.has('retried'), last: list.items.length === 0 ? await lastDecided(args, ['outbox.retry']) : null };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).PUT('/api/v1/admin/outbox/{id}/retry', { params: { path: { id: field(form, 'row') } }, body: { reason: field(form, 'reason') } });
  if (!response.ok) return refused(response, error, form);
  throw redirect('/admin/outbox?retried', { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.admin_outbox() }) }];

/** The longest waiting stands open, the others are counted below it. */
export default function Outbox({ loaderData: { items, next, backlog, isRetried, last }, actionData }: Route.ComponentProps) {
  const [first, ...others] = items;
  return (
    <div className="reading">
      <h1>{m.admin_outbox()}</h1>
      <p>{m.outbox_text()}</p>
      {isRetried && <p className="notice" role="status">{m.outbox_retried()}</p>}
      {!first ? <EmptyQueue title={m.outbox_empty_title()} why={m.outbox_empty()} last={last} before="/admin/audit?action=outbox." /> : (
        <section className="sheet work-part">
          <h2>{first.name}</h2>
          <Facts items={[{ label: m.outbox_number(), value: first.id }, { label: m.outbox_asked(), value: <When at={first.createdAt} /> }, { label: m.outbox_since(), value: <When at={first.failedAt} /> }, { label: m.outbox_attempts(), value: first.attempts }]} />
          <h3 className="work-part">{m.outbox_error()}</h3>
          <p className="as-typed">{first.error}</p>
          <Form key={first.id} answer={actionData} labels={{ reason: m.review_reason() }}>
            <input type="hidden" name="row" value={first.id} />
            <TextField name="reason" rows={3} help={m.outbox_reason_help()} />
            <Submit>{m.outbox_retry()}</Submit>
          </Form>
        </section>
      )}
      {others.length > 0 && <p>{m.eligibility_more({ count: others.length })}</p>}
      <Pager next={next} />
      <h2>{m.outbox_backlog()}</h2>
      <Facts items={[{ label: m.outbox_pending(), value: backlog.pending }, { label: m.outbox_oldest(), value: backlog.oldestSince && <When at={backlog.oldestSince} /> }]} />
      <p>{m.outbox_queues_text()}</p>
      <div className="table-box" tabIndex={0} role="region" aria-label={m.outbox_queues()}>
        <table>
          <thead><tr><th scope="col">{m.outbox_queue()}</th><th scope="col">{m.outbox_waiting()}</th><th scope="col">{m.outbox_active()}</th><th scope="col">{m.outbox_delayed()}</th><th scope="col">{m.outbox_failed()}</th></tr></thead>
          <tbody>{backlog.queues.map(({ name, waiting, active, delayed, failed }) => <tr key={name}><th scope="row">{name}</th><td>{waiting}</td><td>{active}</td><td>{delayed}</td><td>{failed}</td></tr>)}</tbody>
        </table>
      </div>
    </div>
  );
}
