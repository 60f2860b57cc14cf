import { m } from '@app/messages';
import { data, Link, redirect } from 'react-router';
import type { Route } from './+types/receipt';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Paused } from '~/components/challenge/paused';
import { Facts } from '~/components/facts';
import { Form, Submit } from '~/components/form';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { useInstant } from '~/instant';
import { field, refused } from '~/problems.server';
import { mayHandIn, phaseToShow } from '~/work/entries';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const entry = found(await api.GET('/api/v1/entries/{id}', { params: { path: { id: args.params.id } } }));
  const phase = phaseToShow(entry, new URL(args.request.url).searchParams.get('phase'));
  if (!phase) throw data(null, { status: 404 });
  const path = { id: phase.submissionId! };
  const [submission, receipt] = [found(await api.GET('/api/v1/submissions/{id}', { params: { path } })), foundOrNothing(await api.GET('/api/v1/submissions/{id}/receipt', { params: { path } }))];
  return { entry, phase, submission, receipt: receipt ?? null };
}

/** Withdraws: the content is erased, the receipt stays good. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  if (!form.has('sure')) return { problem: { status: 422, title: m.receipt_withdraw_not_sure() } };
  const { error, response } = await apiFor(args).PUT('/api/v1/submissions/{id}/withdrawal', { params: { path: { id: field(form, 'submission') } } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/work/${args.params.id}/receipt`, { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.receipt_title() }) }];

export default function Receipt({ loaderData: { entry, phase, submission, receipt }, actionData }: Route.ComponentProps) {
  const until = useInstant(phase.closesAt);
  if (!receipt && !mayHandIn(entry, phase)) {
    return (
      <>
        <h1>{m.receipt_title()}</h1>
        <EmptyState title={m.receipt_never_title()} why={m.receipt_never()} action={<Link to="/work">{m.work_title()}</Link>} />
      </>
    );
  }
  if (!receipt) {
    return (
      <>
        <h1>{m.receipt_title()}</h1>
        <EmptyState title={m.receipt_none_title()} why={m.receipt_none()} action={<Link to={`/work/${entry.id}/check`}>{m.work_check()}</Link>} />
      </>
    );
  }
  const leaf = receipt.leaf as { receivedAt?: string; commitment?: string };
  const isOpen = phase.state === 'open' && submission.state === 'submitted';
  return (
    <div className="reading">
      <p><Link to="/work">{m.work_title()}</Link></p>
      <h1>{m.receipt_title()}</h1>
      {isOpen && (entry.challenge.paused ? <Paused paused={entry.challenge.paused} /> : <p className="notice" role="status">{m.receipt_until({ until })}</p>)}
      <section className="sheet work-part">
        <p><StateBadge state={submission.state} /></p>
        <Facts
          items={[
            { label: m.join_challenge(), value: entry.challenge.title },
            { label: m.receipt_received(), value: leaf.receivedAt && <When at={leaf.receivedAt} /> },
            { label: m.receipt_version(), value: submission.versions },
            { label: m.receipt_rules(), value: <a href={`/api/v1/challenges/${entry.challenge.id}/rule-cards/${entry.ruleCardVersion}/receipt`} download={`rule-card-${entry.ruleCardVersion}-receipt.json`}>{m.rules_card_version_of({ version: entry.ruleCardVersion })}</a> },
            { label: m.receipt_position(), value: receipt.index },
          ]}
        />
        <h2 className="work-part">{m.receipt_hash()}</h2>
        <p><code className="hash">{receipt.contentDigest}</code></p>
        {leaf.commitment && <><h2 className="work-part">{m.receipt_commitment()}</h2><p><code className="hash">{leaf.commitment}</code></p><p className="soft">{m.receipt_commitment_text()}</p></>}
        {submission.isErased && <p>{m.receipt_erased()}</p>}
        <ul className="actions">
          <li><a href={`/api/v1/submissions/${submission.id}/receipt`} download="receipt.json">{m.receipt_download()}</a></li>
          {!submission.isErased && <li><a href={`/api/v1/submissions/${submission.id}/manifest`} download="content.json">{m.receipt_download_content()}</a></li>}
          <li><a href="/api/v1/log/public-key" download="log.pub">{m.receipt_download_key()}</a></li>
        </ul>
      </section>
      <details className="work-part">
        <summary>{m.receipt_verify_title()}</summary>
        <p>{m.receipt_verify()}</p>
        <pre tabIndex={0}><code>node dist/apps/cli/main.js verify receipt.json --key log.pub --content content.json</code></pre>
        <p>{m.receipt_verify_private()}</p>
      </details>
      <ul className="actions">
        {isOpen && <li><Link to={`/work/${entry.id}/edit?phase=${phase.phaseId}`}>{m.receipt_change()}</Link></li>}
        <li><Link to={`/work/${entry.id}/feedback?phase=${phase.phaseId}`}>{m.work_openings()}</Link></li>
      </ul>
      {isOpen && (
        <details className="work-part" open={actionData !== undefined}>
          <summary>{m.receipt_withdraw_title()}</summary>
          <p>{m.receipt_withdraw()}</p>
          <Form answer={actionData} labels={{}}>
            <input type="hidden" name="submission" value={submission.id} />
            <label className="choice"><input type="checkbox" name="sure" /> <span>{m.receipt_withdraw_sure()}</span></label>
            <Submit variant="default">{m.receipt_withdraw_action()}</Submit>
          </Form>
        </details>
      )}
    </div>
  );
}
