import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/questions';
import { atField, found, ifMatch } from '~/answers.server';
import { apiFor } from '~/api';
import { wordFor } from '~/components/choices';
import { Question } from '~/components/challenge/questions';
import { EmptyState } from '~/components/empty-state';
import { ChoiceField, Form, Submit, TextField, type FormAnswer } from '~/components/form';
import { Pager } from '~/components/pager';
import { field, refused } from '~/problems.server';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const search = new URL(args.request.url).searchParams;
  const { id, slug } = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.slug } } }));
  const [waiting, answered] = await Promise.all(
    (['open', 'answered'] as const).map(async (state) => found(await api.GET('/api/v1/challenges/{id}/questions', { params: { path: { id }, query: { state, after: search.get(state) ?? undefined } } }))),
  );
  return { challenge: { id, slug }, waiting: waiting!, answered: answered! };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const id = field(form, 'question');
  const kind = field(form, `kind.${id}`) === 'binding' ? 'binding' : 'informal';
  const { error, response } = await apiFor(args).PUT('/api/v1/questions/{id}/answer', {
    params: { path: { id }, header: ifMatch(field(form, 'version')) }, body: { text: field(form, `text.${id}`), kind },
  });
  if (!response.ok) return atField(refused(response, error, form), '/text', `/text/${id}`);
  throw redirect(`/manage/${args.params.slug}/questions?done=${kind}`, 303);
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.manage_questions() }) }];

const doneTexts: Readonly<Record<string, () => string>> = { informal: m.manage_answered, binding: m.manage_answered_binding };
const closedTexts: Readonly<Record<string, () => string>> = { not_open: m.questions_closed_not_open, order_shown: m.questions_closed_order_shown, over: m.questions_closed_over };

/** Where the sponsor answers: what waits first. */
export default function ManageQuestions({ loaderData: { challenge, waiting, answered }, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  const done = doneTexts[search.get('done') ?? ''];
  const answerOf = ({ id }: View<'PublicQuestionView'>) => (actionData?.values.question === id ? actionData : undefined);
  const mayNot = waiting.items.length > 0 && !waiting.closed && waiting.items.every(({ can, hidden }) => hidden || !can.includes('answer'));
  return (
    <div className="reading">
      {done && !actionData && <p className="notice" role="status">{done()}</p>}
      <p>{m.manage_questions_lede()}</p>
      {waiting.closed && <p className="notice">{wordFor(closedTexts, waiting.closed)}</p>}
      {mayNot && <p className="notice">{m.manage_questions_managers_only()}</p>}
      <section aria-labelledby="waiting">
        <h2 id="waiting">{m.manage_questions_waiting()}</h2>
        {waiting.items.length === 0 && <EmptyState heading="h3" title={m.manage_questions_none_title()} why={m.manage_questions_none()} />}
        <ul className="questions">
          {waiting.items.map((question) => (
            <li key={question.id}>
              <Question challenge={challenge} question={question} isOwnChallenge>
                {question.can.includes('answer') && <AnswerForm question={question} takesBinding={waiting.takesBinding} answer={answerOf(question)} />}
              </Question>
            </li>
          ))}
        </ul>
        <Pager next={waiting.next} param="open" of={m.manage_questions_waiting()} />
      </section>
      <section aria-labelledby="answered">
        <h2 id="answered">{m.manage_questions_answered()}</h2>
        {answered.items.length === 0 && <p className="soft">{m.manage_questions_answered_none()}</p>}
        <ul className="questions">
          {answered.items.map((question) => (
            <li key={question.id}>
              <Question challenge={challenge} question={question} isOwnChallenge>
                {question.can.includes('answer') && (
                  <details open={answerOf(question) !== undefined}>
                    <summary>{m.manage_answer_again()}</summary>
                    <AnswerForm question={question} takesBinding={answered.takesBinding} answer={answerOf(question)} />
                  </details>
                )}
              </Question>
            </li>
          ))}
        </ul>
        <Pager next={answered.next} param="answered" of={m.manage_questions_answered()} />
      </section>
    </div>
  );
}

function AnswerForm({ question: { id, version, answer: given }, takesBinding, answer }: { question: View<'PublicQuestionView'>; takesBinding: boolean; answer?: FormAnswer }) {
  const [text, kind] = [`text.${id}`, `kind.${id}`];
  return (
    <Form answer={answer} labels={{ [text]: m.manage_answer_label(), [kind]: m.manage_answer_kind() }} initial={{ [text]: given?.text.text ?? '', [kind]: 'informal' }} preventScrollReset>
      <input type="hidden" name="question" value={id} />
      <input type="hidden" name="version" value={version} />
      <TextField name={text} rows={5} maxLength={5000} help={m.manage_answer_help()} />
      {takesBinding ? (
        <ChoiceField
          name={kind}
          options={[
            { value: 'informal', label: m.manage_answer_informal(), help: m.manage_answer_informal_help() },
            { value: 'binding', label: m.manage_answer_binding(), help: m.manage_answer_binding_help() },
          ]}
        />
      ) : <p className="field-help">{m.manage_answer_no_binding()}</p>}
      <Submit>{m.manage_answer()}</Submit>
    </Form>
  );
}
