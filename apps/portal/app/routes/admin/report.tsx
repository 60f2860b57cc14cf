import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/report';
import { found } from '~/answers.server';
import { apiFor } from '~/api';
import { Badge } from '~/components/challenge-badge';
import { Facts } from '~/components/facts';
import { ChoiceField, Form, Submit, TextField } from '~/components/form';
import { When } from '~/components/when';
import { DecidesOnEnter, ReasonFields, reasonLabels } from '~/moderation/reasons';
import { begin, reasonsIn } from '~/moderation/reasons.server';
import { DecisionRows } from '~/moderation/statement';
import { groundText, outcomeText, subjectText, wordingOf } from '~/moderation/words';
import { field, refused } from '~/problems.server';

export async function loader(args: Route.LoaderArgs) {
  return found(await apiFor(args).GET('/api/v1/admin/reports/{id}', { params: { path: { id: args.params.id } } }));
}

/** Asks the other side, or decides. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  if (form.has('begin')) return begin(form);
  const api = apiFor(args);
  const params = { path: { id: args.params.id } };
  if (field(form, 'do') === 'ask') {
    const { error, response } = await api.PUT('/api/v1/admin/reports/{id}/answer-request', { params, body: { text: field(form, 'text') } });
    if (!response.ok) return refused(response, error, form);
    throw redirect(`/admin/reports/${args.params.id}?asked`, 303);
  }
  const { data, error, response } = await api.PUT('/api/v1/admin/reports/{id}/decision', { params, body: { finding: field(form, 'finding') as 'breach', ...reasonsIn(form) } });
  if (!data) return refused(response, error, form);
  throw redirect(`/admin/decisions/${data.id}?made`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? subjectText(loaderData.subject) : m.admin_reports() }) }];

export default function ReportedMatter({ loaderData: report, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const { id, subject, state, ground, reportedAt, dueAt, outcome, reporter, reported, text, quote, record, asked, askedAt, answer, answeredAt, decisions, measures, can } = report;
  const begun = actionData && 'begun' in actionData ? actionData.begun : undefined;
  const isAsking = actionData?.values.do === 'ask';
  return (
    <>
      <p><Link to="/admin/reports">{m.admin_reports()}</Link></p>
      <h1>{subjectText(subject)}</h1>
      {search.has('asked') && !actionData && <p className="notice" role="status">{m.moderation_asked()}</p>}
      <p><Badge wording={wordingOf(state)} /></p>
      <Facts
        items={[
          { label: m.report_ground(), value: groundText(ground) },
          { label: m.report_at(), value: <When at={reportedAt} /> },
          { label: m.moderation_reporter(), value: reporter.name },
          { label: m.moderation_reported(), value: reported },
          { label: m.moderation_context(), value: subject.path && subject.kind !== 'message' && <Link to={subject.path}>{m.moderation_open()}</Link> },
          { label: m.report_outcome(), value: outcome && outcomeText(outcome) },
        ]}
      />
      <div className="review">
        <div className="review-text">
          <section aria-labelledby="words"><h2 id="words">{m.moderation_words()}</h2><p className="as-typed">{text}</p></section>
          {record && (
            <section className="work-part" aria-labelledby="record">
              <h2 id="record">{m.moderation_record()}</h2>
              <p className="notice" data-tone={record.holds ? undefined : 'wait'}>{record.holds ? m.moderation_record_holds() : m.moderation_record_fails()}</p>
              <Facts items={[{ label: m.report_record(), value: record.number }, { label: m.moderation_record_at(), value: <When at={record.receivedAt} /> }, { label: m.money_challenge(), value: record.challengeTitle }]} />
            </section>
          )}
          <section className="work-part" aria-labelledby="quote">
            <h2 id="quote">{m.moderation_quote()}</h2>
            <p className="field-help">{quote.length > 0 ? m.moderation_quote_help() : m.moderation_quote_none()}</p>
            {quote.map((one, index) => <Quote key={index} quote={one} />)}
          </section>
          {askedAt && (
            <section className="work-part" aria-labelledby="heard">
              <h2 id="heard">{m.moderation_heard()}</h2>
              <p className="soft"><When at={askedAt} />{dueAt && state === 'awaiting_answer' && <> · {m.report_due()} <When at={dueAt} /></>}</p>
              <p className="as-typed">{asked}</p>
              <h3>{m.report_own_answer()}</h3>
              {answer ? <><p className="as-typed">{answer}</p>{answeredAt && <p className="soft"><When at={answeredAt} /></p>}</> : <p className="soft">{state === 'awaiting_answer' ? m.moderation_answer_waits() : m.moderation_answer_none()}</p>}
            </section>
          )}
        </div>
        <div className="review-side">
          {decisions.length > 0 && <section aria-labelledby="history"><h2 id="history">{m.moderation_history()}</h2><DecisionRows decisions={decisions} to="/admin/decisions" empty={{ title: '', why: '' }} level="h3" /></section>}
          {can.includes('ask') && (
            <section className="sheet work-part" aria-labelledby="ask">
              <h2 id="ask">{m.moderation_ask()}</h2>
              <Form answer={isAsking ? actionData : undefined} labels={{ text: m.moderation_ask_text() }}>
                <input type="hidden" name="do" value="ask" />
                <TextField name="text" rows={4} maxLength={2000} help={m.moderation_ask_help()} />
                <Submit variant="default">{m.moderation_ask_action()}</Submit>
              </Form>
            </section>
          )}
          {can.includes('decide') ? (
            <section className="sheet work-part" aria-labelledby="decide">
              <h2 id="decide">{m.review_decide()}</h2>
              <Form key={begun} answer={isAsking ? undefined : actionData} labels={reasonLabels()} action="#decide">
                <DecidesOnEnter />
                <ChoiceField name="finding" options={[{ value: 'breach', label: m.statement_breach(), help: m.moderation_breach_help() }, { value: 'no_breach', label: m.statement_no_breach(), help: m.moderation_no_breach_help() }]} />
                <ReasonFields measures={measures} begun={begun} />
                <Submit>{m.review_action()}</Submit>
              </Form>
            </section>
          ) : whyNot[state] && <p className="notice work-part" data-tone="wait">{whyNot[state]()}</p>}
        </div>
      </div>
      <p className="soft">{id}</p>
    </>
  );
}

/** Why somebody who reads it does not decide now. Where it waits for a decision, only those are refused who were reversed. */
const whyNot: Readonly<Record<string, (() => string) | undefined>> = { awaiting_answer: m.moderation_wait, open: m.problem_moderation_same_decider, heard: m.problem_moderation_same_decider };

const partNames: Readonly<Record<View<'QuotedView'>['part'], () => string>> = {
  title: m.moderation_part_title, summary: m.moderation_part_summary, about: m.moderation_part_about, question: m.report_kind_question, answer: m.report_kind_answer, solver: m.thread_side_solver, sponsor: m.thread_side_sponsor,
};

function Quote({ quote: { part, at, text, isReported } }: { quote: View<'QuotedView'> }) {
  return (
    <blockquote className={isReported ? 'question-answer' : undefined}>
      <p className="soft">{partNames[part]()}{at && <> · <When at={at} /></>}{isReported && <> · <strong>{m.moderation_part_reported()}</strong></>}</p>
      <p className="as-typed">{text ?? m.moderation_part_gone()}</p>
    </blockquote>
  );
}
