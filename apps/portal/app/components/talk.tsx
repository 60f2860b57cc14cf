import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Form, Link } from 'react-router';

/** The way to the conversation about a submission, or to begin it; nothing where there is none to be had. */
export function Talk({ submissionId, thread: { threadId, can } }: { submissionId: string; thread: View<'SubmissionThreadView'> }) {
  if (!threadId && !can.includes('begin')) return null;
  return (
    <section className="work-part" aria-labelledby="talk">
      <h2 id="talk">{m.talk_title()}</h2>
      <p>{m.talk_text()}</p>
      {threadId ? <p><Link to={`/messages/${threadId}#end`}>{m.talk_go_on()}</Link></p> : (
        <Form method="post" action="/messages">
          <button className="plain-button" name="submission" value={submissionId}>{m.talk_begin()}</button>
        </Form>
      )}
    </section>
  );
}
