import type { View } from '@app/api-client';
import { m } from '@app/messages';
import type { ReactNode } from 'react';
import { Form, Link } from 'react-router';
import { EmptyState } from '~/components/empty-state';
import type { FormAnswer } from '~/components/form';
import { Markdown } from '~/components/markdown';
import { Pager } from '~/components/pager';
import { ReportLink } from '~/components/report-link';
import { When } from '~/components/when';
import { wordFor } from '~/components/choices';
import { AskForm } from './ask-form';
import '~/theme/threads.css';

const closedTexts: Readonly<Record<string, () => string>> = { not_open: m.questions_closed_not_open, order_shown: m.questions_closed_order_shown, over: m.questions_closed_over };

interface QuestionsParts {
  challenge: Pick<View<'ChallengeView'>, 'id' | 'slug'>;
  questions: View<'PublicQuestionPageView'>;
  /** In what way this reader is looking: as nobody, as somebody, or for the sponsor. */
  reader: 'visitor' | 'person' | 'sponsor';
  idempotencyKey: string;
  answer?: FormAnswer;
  /** What was just done. */
  done?: 'asked' | 'withdrawn';
}

/** What was asked in public, and the form for the next question; all of it works without scripts. */
export function Questions({ challenge, questions, reader, idempotencyKey, answer, done }: QuestionsParts) {
  const { items, next, can, closed } = questions;
  return (
    <>
      <p>{m.questions_lede()}</p>
      {done && !answer && <p className="notice" role="status">{done === 'asked' ? m.questions_asked() : m.questions_withdrawn()}</p>}
      {items.length === 0 && <EmptyState heading="h3" title={m.questions_none_title()} why={closed === 'over' ? m.questions_none_closed() : m.questions_none()} />}
      <ul className="questions">
        {items.map((question) => (
          <li key={question.id}>
            <Question challenge={challenge} question={question} isOwnChallenge={reader === 'sponsor'} />
            {question.can.includes('withdraw') && (
              <Form method="post" className="inline-form" action={`/challenges/${challenge.slug}`}>
                <input type="hidden" name="withdraw" value={question.id} />
                <input type="hidden" name="version" value={question.version} />
                <button type="submit" className="link-button">{m.questions_withdraw()}</button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      <Pager next={next} param="questions" />
      <div className="no-print">
        {closed ? <p className="soft">{wordFor(closedTexts, closed)}</p> : reader === 'sponsor' ? (
          <p>{m.questions_own()} <Link to={`/manage/${challenge.slug}/questions`}>{m.questions_answer_them()}</Link></p>
        ) : reader === 'visitor' ? (
          <p><Link to={`/sign-in?next=${encodeURIComponent(`/challenges/${challenge.slug}#questions`)}`}>{m.questions_sign_in()}</Link></p>
        ) : can.includes('ask') && <AskForm key={items.filter(({ isMine }) => isMine).length} challenge={challenge} idempotencyKey={idempotencyKey} answer={answer} />}
      </div>
    </>
  );
}

/** One question with its answer, or why it cannot be read. */
export function Question({ challenge, question, isOwnChallenge, children }: { challenge: Pick<View<'ChallengeView'>, 'id'>; question: View<'PublicQuestionView'>; isOwnChallenge: boolean; children?: ReactNode }) {
  const { id, text, answer, hidden, askedAt, isMine } = question;
  return (
    <article className="question" id={id} aria-label={m.questions_title()}>
      {hidden && <p className="soft">{m.questions_hidden()} {hidden.reason}</p>}
      {text && <Markdown html={text.html} />}
      <p className="soft">{m.questions_asked_at()} <When at={askedAt} />{isMine ? <> · {m.questions_mine()}</> : text && !hidden && <> · <ReportLink kind="question" id={id} /></>}</p>
      {answer ? (
        <div className="question-answer">
          <p className="card-top"><strong>{m.questions_answer()}</strong> <AnswerKind kind={answer.kind} /></p>
          <Markdown html={answer.text.html} />
          <p className="soft">{m.questions_answered_at()} <When at={answer.at} />{!isOwnChallenge && !hidden && <> · <ReportLink kind="answer" id={id} /></>}</p>
          {answer.clarification && (
            <p className="soft">
              {m.questions_binding_means()} {m.questions_record({ number: answer.clarification.number, version: answer.clarification.ruleCardVersion, seq: answer.clarification.recordSeq })}{' '}
              <a className="no-print" href={`/api/v1/challenges/${challenge.id}/clarifications/${answer.clarification.number}/receipt`} download="clarification-receipt.json">{m.questions_receipt()}</a>
            </p>
          )}
        </div>
      ) : !hidden && <p><span className="badge" data-tone="wait">{m.questions_waiting()}</span></p>}
      {children}
    </article>
  );
}

function AnswerKind({ kind }: { kind: string }) {
  return <span className="badge" data-tone={kind === 'binding' ? 'good' : 'plain'}>{kind === 'binding' ? m.questions_binding() : m.questions_informal()}</span>;
}

/** Binding answers where the rules are read. */
export function Clarifications({ clarifications }: { clarifications: readonly View<'ClarificationView'>[] }) {
  if (clarifications.length === 0) return null;
  return (
    <>
      <h3>{m.questions_binding_title()}</h3>
      <p>{m.questions_binding_lede()}</p>
      <ol className="clarifications">
        {clarifications.map(({ id, question, answer }) => (
          <li key={id}>
            <Markdown html={question.html} />
            <div className="question-answer"><Markdown html={answer.html} /></div>
          </li>
        ))}
      </ol>
    </>
  );
}
