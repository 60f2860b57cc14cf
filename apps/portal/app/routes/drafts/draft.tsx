import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/draft';
import { found, foundOrNothing, withBlockers } from '~/answers.server';
import { apiFor } from '~/api';
import { Form, Submit } from '~/components/form';
import { Money } from '~/components/money';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { approvedText } from '~/drafts/approved';
import { partPaidText } from '~/drafts/funding-list';
import { GivingUp } from '~/drafts/cancel-form';
import { isSection, sectionOf, sections, sectionTexts } from '~/drafts/sections';
import { readinessInWords } from '~/findings.server';
import { field, refused } from '~/problems.server';
import '~/theme/challenge.css';
import '~/theme/draft.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const challenge = found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: args.params.id } } }));
  if (!['draft', 'in_review', 'approved', 'scheduled'].includes(challenge.state)) throw redirect(`/manage/${challenge.slug}/overview${new URL(args.request.url).search}`);
  const byId = { params: { path: { id: challenge.id } } };
  const [readiness, reviews, cost, fundings] = await Promise.all([
    api.GET('/api/v1/challenges/{id}/readiness', byId).then(found).then(readinessInWords),
    api.GET('/api/v1/challenges/{id}/reviews', byId).then(found),
    api.GET('/api/v1/challenges/{id}/cost', byId).then(foundOrNothing),
    challenge.state === 'approved' ? api.GET('/api/v1/challenges/{id}/fundings', byId).then(foundOrNothing) : undefined,
  ]);
  return { challenge, readiness, review: reviews.items.at(-1) ?? null, cost, partPaid: partPaidText(fundings?.items ?? []) };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const byId = { params: { path: { id: args.params.id } } };
  const intent = field(form, 'intent');
  const { error, response } =
    intent === 'review' ? await api.PUT('/api/v1/challenges/{id}/review-request', byId)
    : intent === 'schedule' ? await api.PUT('/api/v1/challenges/{id}/schedule', byId)
    : await api.PUT('/api/v1/challenges/{id}/cancellation', { ...byId, body: { reason: field(form, 'reason') as 'duplicate', note: field(form, 'note').trim() || null } });
  if (!response.ok) return withBlockers(refused(response, error, form), error);
  throw redirect(intent === 'cancel' ? `/manage/${args.params.id}/overview` : `/drafts/${args.params.id}`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData?.challenge.title ?? m.draft_word() }) }];

export default function Draft({ loaderData: { challenge, readiness, review, cost, partPaid }, actionData }: Route.ComponentProps) {
  const query = useSearchParams()[0];
  const saved = query.get('saved');
  const { sections: asked } = readiness;
  const done = asked.filter(({ isDone }) => isDone).length;
  const mayEdit = challenge.can.includes('edit');
  const isRefused = review?.outcome === 'request_changes' && challenge.state === 'draft';
  return (
    <div className="reading">
      <p className="card-top"><StateBadge state={challenge.state} /> <span className="soft">{challenge.sponsor.name}</span></p>
      <h1>{challenge.title}</h1>
      {saved && isSection(saved) && <p className="notice" role="status">{m.draft_saved_section({ section: sectionTexts[saved].title() })}{query.has('reopened') && ` ${m.draft_reopened()}${challenge.bounty === 'money' ? ` ${m.draft_paid_back()}` : ''}`}</p>}
      {isRefused && (
        <section className="asked sheet" aria-labelledby="asked">
          <h2 id="asked">{m.draft_asked_title()}</h2>
          <p className="soft"><When at={review.at} /></p>
          <p>{review.reason}</p>
          <ul>
            {review.edits.map(({ pointer, text }) => {
              const section = sectionOf(pointer);
              return <li key={pointer + text}>{section && <><Link to={`/drafts/${challenge.id}/${section}`}>{sectionTexts[section].title()}</Link>: </>}{text}</li>;
            })}
          </ul>
        </section>
      )}

      <NextStep challenge={challenge} readiness={readiness} cost={cost} partPaid={partPaid} answer={actionData} />

      <section aria-labelledby="tasks">
        <h2 id="tasks">{m.draft_tasks()}</h2>
        <p>{m.draft_progress({ done, all: asked.length })}</p>
        <progress value={done} max={asked.length} aria-label={m.draft_tasks()} />
        <ol className="tasks">
          {sections.map((section) => {
            const isDone = asked.find(({ name }) => name === section)?.isDone;
            const missing = readiness.missing.filter((finding) => finding.section === section);
            const warnings = readiness.warnings.filter((finding) => finding.section === section);
            const { title } = sectionTexts[section];
            return (
              <li key={section}>
                <div className="task-line">
                  {mayEdit ? <Link to={`/drafts/${challenge.id}/${section}`}>{title()}</Link> : <span>{title()}</span>}
                  <span className="badge" data-tone={isDone ? 'good' : 'plain'}>{isDone === undefined ? m.task_optional() : isDone ? m.task_done() : m.task_open()}</span>
                </div>
                {(missing.length > 0 || warnings.length > 0) && (
                  <ul className="task-findings">
                    {missing.map(({ pointer, code, detail }) => <li key={pointer + code}>{detail}</li>)}
                    {warnings.map(({ pointer, code, detail }) => <li key={pointer + code}>{m.draft_hint()} {detail}</li>)}
                  </ul>
                )}
              </li>
            );
          })}
        </ol>
        <p><Link to={`/drafts/${challenge.id}/preview`}>{m.draft_preview()}</Link></p>
      </section>

      {cost?.total && cost.bounty && cost.fee && cost.total.amount > 0 && (
        <section aria-labelledby="cost">
          <h2 id="cost">{m.draft_cost()}</h2>
          <table className="terms-table cost">
            <tbody>
              <tr><th scope="row">{m.fund_bounty()}</th><td className="number"><Money value={cost.bounty} /></td></tr>
              <tr><th scope="row">{m.fund_fee({ percent: cost.feeBasisPoints / 100 })}</th><td className="number"><Money value={cost.fee} /></td></tr>
              <tr><th scope="row">{m.fund_total()}</th><td className="number"><strong><Money value={cost.total} /></strong></td></tr>
            </tbody>
          </table>
          {['draft', 'in_review'].includes(challenge.state) && <p className="soft">{m.draft_cost_when()}</p>}
        </section>
      )}
      {readiness.worstCase && <p className="soft">{m.draft_held_until()} <When at={readiness.worstCase.endsAt} withTime={false} /></p>}
      <GivingUp challenge={challenge} answer={actionData} />
    </div>
  );
}

/** The one thing to do now, by the state of the draft. */
function NextStep({ challenge, readiness, cost, partPaid, answer }: Pick<Route.ComponentProps['loaderData'], 'challenge' | 'readiness' | 'cost' | 'partPaid'> & { answer: Route.ComponentProps['actionData'] }) {
  const isPaid = challenge.bounty === 'none' || cost?.isPaid === true;
  const mayOpen = isPaid || cost?.isPaidToOpen === true;
  switch (challenge.state) {
    case 'draft':
      return (
        <div className="next-step sheet">
          <p>{readiness.isReady ? m.draft_ready() : m.draft_not_ready({ count: readiness.missing.length })}</p>
          {challenge.can.includes('requestReview') ? (
            <Form answer={answer} labels={{}}>
              <input type="hidden" name="intent" value="review" />
              <Submit variant={readiness.isReady ? undefined : 'default'}>{m.draft_request_review()}</Submit>
            </Form>
          ) : (
            <p className="soft">{m.draft_manager_asks()}</p>
          )}
        </div>
      );
    case 'in_review':
      return <div className="next-step sheet" role="status"><p>{m.draft_in_review()}</p></div>;
    case 'approved':
      return (
        <div className="next-step sheet">
          <p>{!mayOpen ? m.draft_approved() : challenge.can.includes('schedule') ? (isPaid ? m.draft_approved_paid : m.draft_approved_part_paid)() : approvedText(challenge, { isPaidToOpen: mayOpen, isPaid })}</p>
          {partPaid && <p>{partPaid}</p>}
          {!isPaid && <p><Link className={mayOpen ? undefined : 'main-action'} to={`/drafts/${challenge.id}/fund`}>{m.draft_fund()}</Link></p>}
          {mayOpen && challenge.can.includes('schedule') && (
            <Form answer={answer} labels={{}}>
              <input type="hidden" name="intent" value="schedule" />
              <Submit>{m.draft_schedule()}</Submit>
            </Form>
          )}
          {challenge.can.includes('edit') && <p className="soft">{m.draft_edit_returns()}{challenge.bounty === 'money' && !isPaid && ` ${m.draft_paid_back()}`}</p>}
        </div>
      );
    default:
      return (
        <div className="next-step sheet" role="status">
          <p>{m.draft_scheduled()} {challenge.opensAt && <When at={challenge.opensAt} />}</p>
          <p><Link to={`/challenges/${challenge.slug}`}>{m.draft_public_page()}</Link> · <Link to={`/manage/${challenge.slug}/judges`}>{m.manage_judges()}</Link></p>
        </div>
      );
  }
}
