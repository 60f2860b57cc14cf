import { m } from '@app/messages';
import { Form as RouterForm, Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/reported';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Badge } from '~/components/challenge-badge';
import { Facts } from '~/components/facts';
import { Form, Submit, TextField } from '~/components/form';
import { When } from '~/components/when';
import { groundText, outcomeText, subjectText, wordingOf } from '~/moderation/words';
import { field, refused } from '~/problems.server';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  return found(await apiFor(args).GET('/api/v1/reports/{id}', { params: { path: { id: args.params.id } } }));
}

/** Who reported takes it back; the other side answers. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const params = { path: { id: args.params.id } };
  const { error, response } = form.has('withdraw') ? await api.DELETE('/api/v1/reports/{id}', { params }) : await api.PUT('/api/v1/reports/{id}/answer', { params, body: { text: field(form, 'text') } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/reports/${args.params.id}?${form.has('withdraw') ? 'withdrawn' : 'answered'}`, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.report_of() }) }, { name: 'robots', content: 'noindex' }];

const doneTexts: Readonly<Record<string, () => string>> = { made: m.report_made, answered: m.report_answered, withdrawn: m.report_withdrawn };

export default function ReportedPage({ loaderData: report, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const done = Object.keys(doneTexts).find((one) => search.has(one));
  const { subject, side, state, ground, reportedAt, dueAt, outcome, text, record, asked, can } = report;
  const isReporter = side === 'reporter';
  return (
    <div className="reading">
      <p><Link to="/statements">{m.statement_list()}</Link></p>
      <h1>{isReporter ? m.report_of() : m.report_about_you()}</h1>
      {done && !actionData && <p className="notice" role="status">{doneTexts[done]!()}</p>}
      <p><Badge wording={wordingOf(state)} /></p>
      <Facts
        items={[
          { label: m.statement_about(), value: subject.path ? <Link to={subject.path}>{subjectText(subject)}</Link> : subjectText(subject) },
          { label: m.report_ground(), value: groundText(ground) },
          { label: m.report_at(), value: isReporter && <When at={reportedAt} /> },
          { label: m.report_record(), value: record },
          { label: m.report_due(), value: can.includes('answer') && dueAt && <When at={dueAt} /> },
          { label: m.report_outcome(), value: outcome && outcomeText(outcome) },
        ]}
      />
      {asked && <section className="work-part" aria-labelledby="asked"><h2 id="asked">{m.report_asked()}</h2><p className="as-typed">{asked}</p></section>}
      {text && <section className="work-part" aria-labelledby="own"><h2 id="own">{isReporter ? m.report_own_words() : m.report_own_answer()}</h2><p className="as-typed">{text}</p></section>}
      {can.includes('answer') && (
        <section className="work-part" aria-labelledby="answer">
          <h2 id="answer">{m.report_answer_title()}</h2>
          <p>{m.report_answer_lede()}</p>
          <Form answer={actionData} labels={{ text: m.report_answer() }}>
            <TextField name="text" rows={8} maxLength={5000} help={m.report_answer_help()} />
            <Submit>{m.report_answer_action()}</Submit>
          </Form>
        </section>
      )}
      {can.includes('withdraw') && (
        <RouterForm method="post" className="work-part">
          <p className="field-help">{m.report_withdraw_help()}</p>
          <button className="link-button" name="withdraw" value="yes">{m.report_withdraw()}</button>
        </RouterForm>
      )}
    </div>
  );
}
