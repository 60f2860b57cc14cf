import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/statement';
import { found, once } from '~/answers.server';
import { apiFor } from '~/api';
import { Form, Submit, TextField } from '~/components/form';
import { useInstant } from '~/instant';
import { Appeal, Statement } from '~/moderation/statement';
import { field, refused } from '~/problems.server';
import { useSupport } from '~/viewer';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const statement = found(await apiFor(args).GET('/api/v1/me/statements/{id}', { params: { path: { id: args.params.id } } }));
  return { statement, idempotencyKey: crypto.randomUUID() };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const { error, response } = await apiFor(args).POST('/api/v1/me/statements/{id}/appeal', { params: { path: { id: args.params.id } }, headers: once(form), body: { text: field(form, 'text') } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/statements/${args.params.id}?appealed`, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.statement_title() }) }];

export default function StatementPage({ loaderData: { statement, idempotencyKey }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const support = useSupport();
  const until = useInstant(statement.appealUntil);
  return (
    <div className="reading">
      <p><Link to="/statements">{m.statement_list()}</Link></p>
      <h1>{m.statement_title()}</h1>
      {search.has('appealed') && !actionData && <p className="notice" role="status">{m.statement_appealed()}</p>}
      <Statement statement={statement} />
      {statement.appeal && <Appeal appeal={statement.appeal} />}
      {statement.can.includes('appeal') && (
        <section className="work-part" aria-labelledby="to-appeal">
          <h2 id="to-appeal">{m.statement_appeal_title()}</h2>
          <p>{m.statement_appeal_lede({ until })}</p>
          <Form answer={actionData} labels={{ text: m.statement_appeal_text() }}>
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            <TextField name="text" rows={8} maxLength={5000} help={m.statement_appeal_help()} />
            <Submit>{m.statement_appeal_action()}</Submit>
          </Form>
        </section>
      )}
      <p className="soft">{m.statement_human()} {support && <a href={`mailto:${support}`}>{support}</a>}</p>
    </div>
  );
}
