import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/award';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { Facts } from '~/components/facts';
import { Form, Submit, TextField } from '~/components/form';
import { Money } from '~/components/money';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { useInstant } from '~/instant';
import { field, refused } from '~/problems.server';
import { useSupport } from '~/viewer';
import { agreementState } from '~/work/agreement';
import { awaitsPayee, awardReason, trackOf } from '~/work/award-track';
import { stepLabels, stepWords } from '~/work/award-words';
import { isToBeSetUp, isTurnedDown, payabilityText } from '~/work/payability';
import { awardKindText, prizeOf } from '~/work/words';
import '~/theme/work.css';

export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const award = found(await api.GET('/api/v1/awards/{id}', { params: { path: { id: args.params.id } } }));
  const payability = award.amount && award.readAs === 'recipient' ? foundOrNothing(await api.GET('/api/v1/organisations/{id}/payee/payability', { params: { path: { id: award.organisationId } } })) : undefined;
  return { award, payability: payability?.reason ?? null };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const path = { id: args.params.id };
  const { error, response } =
    field(form, 'answer') === 'accept'
      ? await api.PUT('/api/v1/awards/{id}/acceptance', { params: { path } })
      : await api.PUT('/api/v1/awards/{id}/refusal', { params: { path }, body: { reason: field(form, 'reason').trim() || null } });
  if (!response.ok) return refused(response, error, form);
  throw redirect(`/awards/${args.params.id}`, { status: 303 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? m.award_title({ prize: prizeOf(loaderData.award), challenge: loaderData.award.challengeTitle }) : m.awards_title() }) }];

const standings = { done: m.step_is_done, now: m.step_is_now, runs: m.step_is_running, ahead: m.step_is_ahead, stopped: m.step_is_stopped };

export default function Award({ loaderData: { award, payability }, actionData }: Route.ComponentProps) {
  const address = useSupport() ?? '';
  const steps = trackOf(award).map((step) => ({ ...step, words: stepWords(step.name, award, address), labels: stepLabels(step) }));
  const title = m.award_title({ prize: prizeOf(award), challenge: award.challengeTitle });
  return (
    <div className="reading">
      {award.readAs === 'recipient' && <p><Link to="/awards">{m.awards_title()}</Link></p>}
      <h1>{title}</h1>
      <p><StateBadge state={award.state} /></p>
      <Facts
        items={[
          { label: m.award_amount(), value: award.amount ? <Money value={award.amount} /> : m.award_selection() },
          { label: m.award_kind(), value: awardKindText(award.kind) },
          { label: m.award_for(), value: award.organisationName },
          { label: m.agreement_of_award(), value: award.agreementId && award.agreementState && <><StateBadge state={agreementState(award.agreementState)} /> <Link to={`/agreements/${award.agreementId}`}>{m.agreement_see()}</Link></> },
          { label: m.award_record(), value: award.record === null ? undefined : <>{award.record} <a href={`/api/v1/awards/${award.id}/receipt`} download="award-receipt.json">{m.proof_download()}</a></> },
        ]}
      />
      {award.reason && <p className="notice" data-tone="wait">{awardReason(award.reason)}</p>}
      <section className="work-part">
        <h2>{m.award_track()}</h2>
        <ol className="track">
          {steps.map(({ name, state, at, words, labels }) => (
            <li key={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined} className="sheet">
              <h3>{words.title}</h3>
              <p className="soft">{standings[state]()}</p>
              <Facts items={[{ label: labels.who, value: words.who }, { label: labels.at, value: at && <When at={at} /> }]} />
              {state !== 'done' && <p>{words.silent}</p>}
            </li>
          ))}
        </ol>
      </section>
      {payability && awaitsPayee(award) && (
        <p className="notice" data-tone={payability === 'payable' ? undefined : 'wait'}>
          <Payability reason={payability} organisationId={award.organisationId} />
        </p>
      )}
      {award.can.includes('accept') && (
        <section className="sheet work-part" id="answer">
          <h2>{m.award_answer()}</h2>
          <Form answer={answerTo(actionData, 'accept')} labels={{}}>
            <p>{m.award_accept_text()}</p>
            <Submit name="answer" value="accept">{m.award_accept()}</Submit>
          </Form>
          <details className="work-part" open={answerTo(actionData, 'decline') !== undefined}>
            <summary>{m.award_decline_title()}</summary>
            <p>{m.award_decline_text()}</p>
            <Form answer={answerTo(actionData, 'decline')} labels={{ reason: m.award_decline_reason() }}>
              <TextField name="reason" rows={4} help={m.award_decline_reason_help()} />
              <Submit name="answer" value="decline" variant="default">{m.award_decline()}</Submit>
            </Form>
          </details>
        </section>
      )}
      {award.payouts.length > 0 && (
        <section className="work-part">
          <h2>{m.award_payouts()}</h2>
          <ul className="rows">
            {award.payouts.map(({ id, amount, state, organisationId, hold }) => (
              <li key={id} className="sheet">
                <p><StateBadge state={state} /></p>
                <Facts items={[{ label: m.award_amount(), value: <Money value={amount} /> }]} />
                {hold && <Held hold={hold} />}
                {state === 'awaiting_payee' && (organisationId === award.organisationId && isTurnedDown(payability) ? <p><Payability reason={payability!} organisationId={organisationId} /></p> : <p>{hold ? m.award_awaits_payee_too() : m.award_awaits_payee()} <SetUp organisationId={organisationId} /></p>)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Whether it can be paid, and the way to mend that where there is one. */
function Payability({ reason, organisationId }: { reason: string; organisationId: string }) {
  const isElsewhere = reason === 'country_not_served';
  return <>{payabilityText(reason)} {isElsewhere && <>{m.payability_elsewhere()} </>}{(isElsewhere || isToBeSetUp(reason)) && <SetUp organisationId={organisationId} />}</>;
}

function SetUp({ organisationId }: { organisationId: string }) {
  return <Link to={`/settings/payouts?organisation=${organisationId}`}>{m.join_payee_action()}</Link>;
}

function Held({ hold: { since, told, reviewAt } }: { hold: View<'HoldView'> }) {
  return <p className="notice" data-tone="wait">{m.award_held_text({ since: useInstant(since), told, by: useInstant(reviewAt) })}</p>;
}

/** Two forms, one action: what was refused is shown above the form it came from. */
function answerTo(answer: Route.ComponentProps['actionData'], which: 'accept' | 'decline') {
  return answer?.values?.answer === which ? answer : undefined;
}
