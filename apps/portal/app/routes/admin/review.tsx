import { m } from '@app/messages';
import { useEffect } from 'react';
import { Link, redirect, type ShouldRevalidateFunction } from 'react-router';
import type { Route } from './+types/review';
import { found, foundOrNothing, ifMatch } from '~/answers.server';
import { ChallengeText, pointersOf } from '~/admin/challenge-text';
import { placeOf } from '~/admin/place-of';
import { beginAsking, editRows, partsLeft } from '~/admin/ready-edits';
import { editsIn } from '~/admin/review-form.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { ChoiceField, Form, SelectField, Submit, TextField } from '~/components/form';
import { Money } from '~/components/money';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { challengeInWords, readinessInWords } from '~/findings.server';
import { DecidesOnEnter } from '~/moderation/reasons';
import { field, refused, typedIn } from '~/problems.server';

/** The draft, and the checks already run. */
export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const path = { id: args.params.id };
  const [challenge, readiness, reviews] = await Promise.all([
    api.GET('/api/v1/challenges/{id}', { params: { path } }).then(found),
    api.GET('/api/v1/challenges/{id}/readiness', { params: { path } }).then(foundOrNothing),
    api.GET('/api/v1/challenges/{id}/reviews', { params: { path } }).then(foundOrNothing),
  ]);
  return { challenge: challengeInWords(challenge), readiness: readiness ? readinessInWords(readiness) : null, reviews: reviews?.items ?? [] };
}

/** Decides, or only adds a ready text to what was typed. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  if (form.has('begin')) {
    const values = typedIn(form);
    return { begun: crypto.randomUUID(), row: null, values, ...beginAsking(values, field(form, 'begin')) };
  }
  const outcome = field(form, 'outcome') as 'approve' | 'request_changes';
  const edits = outcome === 'request_changes' ? editsIn(form) : [];
  const { error, response } = await apiFor(args).PUT('/api/v1/admin/challenges/{id}/review', {
    params: { path: { id: args.params.id }, header: ifMatch(field(form, 'version')) }, body: { outcome, reason: field(form, 'reason'), edits: edits.map(({ pointer, text }) => ({ pointer, text })) },
  });
  if (!response.ok) {
    const answer = refused(response, error, form);
    const { problem } = answer.data;
    if (response.status === 412) return { ...answer, data: { ...answer.data, problem: { ...problem, detail: m.review_stale() } } };
    // Rows left empty are not sent, so the API counts differently than the form.
    const errors = problem.errors?.map((one) => ({ ...one, pointer: one.pointer.replace(/^\/edits\/(\d+)/, (all, at: string) => (edits[Number(at)] ? `/edits/${edits[Number(at)]!.row}` : all)).replace(/^\/edits$/, '/edits/0/text') }));
    return { ...answer, data: { ...answer.data, problem: { ...problem, errors } } };
  }
  throw redirect(`/admin/review?decided=${outcome}`, { status: 303 });
}

/** After a refusal nothing is read again, except where the text that was read is the very reason. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) => actionStatus === 412 || defaultShouldRevalidate;

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData?.challenge.title ?? m.admin_review() }) }];

const isStale = (answer: object) => 'problem' in answer && (answer.problem as { status: number }).status === 412;

export default function Review({ loaderData: { challenge, readiness, reviews }, actionData }: Route.ComponentProps) {
  const begun = actionData && 'begun' in actionData ? actionData : undefined;
  useEffect(() => {
    if (begun) document.getElementById(`edits.${begun.row}.text`)?.focus();
  }, [begun]);
  // what was read, not what stands there by now
  const version = actionData && !isStale(actionData) ? actionData.values.version : challenge.version;
  const labels = Object.fromEntries([['outcome', m.review_outcome()], ['reason', m.review_reason()], ...editRows.flatMap((row) => [[`edits.${row}.pointer`, m.review_edit_where({ number: row + 1 })], [`edits.${row}.text`, m.review_edit_what({ number: row + 1 })]])]) as Record<string, string>;
  return (
    <>
      <p><Link to="/admin/review">{m.admin_review()}</Link></p>
      <h1>{challenge.title}</h1>
      <p><StateBadge state={challenge.state} /></p>
      <Facts
        items={[
          { label: m.review_sponsor(), value: <Link to={`/admin/organisations/${challenge.sponsor.id}`}>{challenge.sponsor.name}</Link> },
          { label: m.card_prize(), value: challenge.bountyTotal ? <Money value={challenge.bountyTotal} /> : m.card_no_bounty() },
          { label: m.review_asked_at(), value: challenge.reviewRequestedAt && <When at={challenge.reviewRequestedAt} /> },
        ]}
      />
      <div className="review">
        <div className="review-text">
          <h2>{m.review_as_written()}</h2>
          <ChallengeText challenge={challenge} />
        </div>
        <div className="review-side">
          {readiness && <Checks challenge={challenge} readiness={readiness} />}
          {challenge.state === 'in_review' && <Changes challenge={challenge} changes={reviews.at(-1)?.changes ?? null} />}
          {reviews.length > 0 && (
            <section className="sheet work-part">
              <h2>{m.review_before()}</h2>
              <ul className="rows plain">
                {reviews.map(({ id, outcome, reason, edits, at }) => (
                  <li key={id}>
                    <p><strong>{outcome === 'approve' ? m.review_was_approved() : m.review_was_returned()}</strong> <When at={at} /></p>
                    <p>{reason}</p>
                    {edits.length > 0 && <ul>{edits.map(({ pointer, text }) => <li key={pointer + text}>{placeOf(challenge, pointer)}: {text}</li>)}</ul>}
                  </li>
                ))}
              </ul>
            </section>
          )}
          {challenge.state === 'in_review' ? (
            <section className="sheet work-part">
              <h2 id="decide">{m.review_decide()}</h2>
              <Form key={begun?.begun} answer={actionData} labels={labels} action="#decide">
                <DecidesOnEnter />
                <input type="hidden" name="version" value={version} />
                <ChoiceField name="outcome" options={[{ value: 'approve', label: m.review_approve(), help: m.review_approve_help() }, { value: 'request_changes', label: m.review_request(), help: m.review_request_help() }]} />
                <TextField name="reason" rows={4} help={m.review_reason_help()} />
                <h3>{m.review_edits()}</h3>
                <ReadyParts challenge={challenge} parts={partsLeft(actionData?.values)} />
                {editRows.map((row) => (
                  <div key={row} className="edit-row">
                    <SelectField name={`edits.${row}.pointer`} options={pointersOf(challenge)} />
                    <TextField name={`edits.${row}.text`} rows={2} />
                  </div>
                ))}
                <Submit>{m.review_action()}</Submit>
              </Form>
            </section>
          ) : (
            <p className="notice">{m.review_not_waiting()}</p>
          )}
        </div>
      </div>
    </>
  );
}

/** Parts that are chosen from lists: what stood there was a code. */
const isChosen = (pointer: string) => /^\/(kind|ipTerms|judgeRoles|decisionRule|noAwardRule|entry|visibility)$|\/kind$/.test(pointer);

/** What its sponsor made of the last review: each part that is otherwise now, with what stood there. */
function Changes({ challenge, changes }: { challenge: Route.ComponentProps['loaderData']['challenge']; changes: Route.ComponentProps['loaderData']['reviews'][number]['changes'] }) {
  if (!changes) return null;
  const shown = pointersOf(challenge).map(({ value }) => value).filter((pointer) => pointer !== '/title');
  return (
    <section className="sheet work-part">
      <h2>{m.review_changes()}</h2>
      {changes.length === 0 && <p className="notice" data-tone="wait">{m.review_changes_none()}</p>}
      {changes.map(({ pointer, before }) => (
        <details key={pointer}>
          <summary>{placeOf(challenge, pointer)}</summary>
          {!isChosen(pointer) && <><h3>{m.review_change_before()}</h3><p className="as-typed">{before || m.review_left_empty()}</p></>}
          {shown.includes(pointer) && <p><a href={`#part${pointer.replaceAll('/', '-')}`}>{m.review_change_now()}</a></p>}
        </details>
      ))}
    </section>
  );
}

/** Each adds what is often asked about one part to the edits. */
function ReadyParts({ challenge, parts }: { challenge: Route.ComponentProps['loaderData']['challenge']; parts: readonly string[] }) {
  if (parts.length === 0) return null;
  return (
    <p className="field-help">
      {m.review_begin_with()}{' '}
      {parts.map((part, index) => <span key={part}>{index > 0 && ' · '}<button type="submit" name="begin" value={part} className="link-button">{placeOf(challenge, part)}</button></span>)}
    </p>
  );
}

function Checks({ challenge, readiness: { isReady, missing, warnings, worstCase } }: { challenge: Route.ComponentProps['loaderData']['challenge']; readiness: Exclude<Route.ComponentProps['loaderData']['readiness'], null> }) {
  return (
    <section className="sheet work-part">
      <h2>{m.review_checks()}</h2>
      <p className="notice" data-tone={isReady ? undefined : 'wait'}>{isReady ? m.review_ready() : m.review_missing({ count: missing.length })}</p>
      {missing.length > 0 && <ul>{missing.map(({ pointer, code, detail }) => <li key={pointer + code}>{placeOf(challenge, pointer)}: {detail}</li>)}</ul>}
      {warnings.length > 0 && (
        <>
          <h3>{m.review_warnings()}</h3>
          <ul>{warnings.map(({ pointer, code, detail }) => <li key={pointer + code}>{placeOf(challenge, pointer)}: {detail}</li>)}</ul>
        </>
      )}
      {worstCase && <Facts items={[{ label: m.review_worst(), value: <When at={worstCase.endsAt} withTime={false} /> }, { label: m.review_limit(), value: <When at={worstCase.limitAt} withTime={false} /> }]} />}
    </section>
  );
}
