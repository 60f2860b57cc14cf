import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/decide';
import { found, once } from '~/answers.server';
import { apiFor } from '~/api';
import { Form, Submit } from '~/components/form';
import { DecidesOnEnter, ReasonFields, reasonLabels } from '~/moderation/reasons';
import { begin, reasonsIn } from '~/moderation/reasons.server';
import { subjectText } from '~/moderation/words';
import { refused } from '~/problems.server';

/** A decision on what staff found themselves. */
export async function loader(args: Route.LoaderArgs) {
  const { kind, id } = args.params;
  const decidable = found(await apiFor(args).GET('/api/v1/admin/decidable/{kind}/{id}', { params: { path: { kind, id } } }));
  return { ...decidable, idempotencyKey: crypto.randomUUID() };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  if (form.has('begin')) return begin(form);
  const { data, error, response } = await apiFor(args).POST('/api/v1/admin/decisions', { headers: once(form), body: { kind: args.params.kind as 'person', id: args.params.id, ...reasonsIn(form) } });
  if (!data) return refused(response, error, form);
  throw redirect(`/admin/decisions/${data.id}?made`, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.moderation_decide_title() }) }];

export default function Decide({ loaderData: { subject, measures, idempotencyKey }, actionData }: Route.ComponentProps) {
  const begun = actionData && 'begun' in actionData ? actionData.begun : undefined;
  return (
    <div className="reading">
      <p><Link to="/admin/decisions">{m.admin_decisions()}</Link></p>
      <h1 id="decide">{m.moderation_decide_title()}</h1>
      <p>{subjectText(subject)}</p>
      <p>{m.moderation_decide_lede()}</p>
      <Form key={begun} answer={actionData} labels={reasonLabels()} action="#decide">
        <DecidesOnEnter />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <ReasonFields measures={measures} begun={begun} />
        <Submit>{m.review_action()}</Submit>
      </Form>
    </div>
  );
}
