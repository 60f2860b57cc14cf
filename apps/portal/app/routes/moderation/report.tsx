import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/report';
import { found, once } from '~/answers.server';
import { apiFor } from '~/api';
import { Field, Form, SelectField, Submit, TextField } from '~/components/form';
import { groundText, kindText } from '~/moderation/words';
import { field, refused } from '~/problems.server';

export async function loader(args: Route.LoaderArgs) {
  const { kind, id } = args.params;
  const reportable = found(await apiFor(args).GET('/api/v1/reportable/{kind}/{id}', { params: { path: { kind, id } } }));
  return { ...reportable, idempotencyKey: crypto.randomUUID() };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const record = field(form, 'record').trim();
  const { data, error, response } = await apiFor(args).POST('/api/v1/reports', {
    headers: once(form),
    body: { kind: args.params.kind as 'challenge', id: args.params.id, ground: field(form, 'ground') as 'other', text: field(form, 'text'), ...(record !== '' && { record: Number(record) }) },
  });
  if (!data) return refused(response, error, form);
  throw redirect(`/reports/${data.id}?made`, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.report_title() }) }, { name: 'robots', content: 'noindex' }];

export default function ReportPage({ loaderData: { subject, grounds, idempotencyKey }, actionData }: Route.ComponentProps) {
  return (
    <div className="reading">
      <p>{subject.path && <Link to={subject.path}>{m.report_back()}</Link>}</p>
      <h1>{m.report_title()}</h1>
      <p><strong>{kindText(subject.kind)}</strong> {subject.title}</p>
      <p>{m.report_lede()}</p>
      <Form answer={actionData} labels={{ ground: m.report_ground(), text: m.report_text(), record: m.report_record() }}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <SelectField name="ground" empty={m.report_ground_empty()} options={grounds.map((ground) => ({ value: ground, label: groundText(ground) }))} />
        <TextField name="text" rows={8} maxLength={5000} help={m.report_text_help()} />
        <Field name="record" inputMode="numeric" help={m.report_record_help()} />
        <Submit>{m.report_action()}</Submit>
      </Form>
    </div>
  );
}
