import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/join';
import { found, once } from '~/answers.server';
import { apiFor, cookiesOf } from '~/api';
import { noAwardRules, wordFor } from '~/components/choices';
import { cancelledText, takesEntries } from '~/components/challenge/standing';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { ChoiceField, Form, Submit, TickField } from '~/components/form';
import { Money } from '~/components/money';
import { When } from '~/components/when';
import { challengeInWords } from '~/findings.server';
import { field, refused } from '~/problems.server';
import { OnMyOwn } from '~/settings/on-my-own';
import { workAlone } from '~/settings/on-my-own.server';
import { ownEntry } from '~/work/own-entry.server';
import { isToBeSetUp, payabilityText } from '~/work/payability';
import '~/theme/work.css';

/** Everything one should know before entering: money, dates, rights, who decides, and whether one's organisation can be paid. */
export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const path = { id: args.params.slug };
  const me = found(await api.GET('/api/v1/me'));
  const challenge = challengeInWords(found(await api.GET('/api/v1/challenges/{id}', { params: { path } })));
  if (await ownEntry(args, challenge.id)) throw redirect('/work');
  const card = challenge.ruleCard;
  const organisations = await Promise.all(
    me.memberships
      .filter(({ organisation }) => organisation.id !== challenge.sponsor.id)
      .map(async ({ organisation: { id, name } }) => ({
        id, name, payability: challenge.currency ? (found(await api.GET('/api/v1/organisations/{id}/payee/payability', { params: { path: { id } } })).reason) : null,
      })),
  );
  return { challenge, card, organisations, hasNone: me.memberships.length === 0, isSponsor: me.memberships.some(({ organisation }) => organisation.id === challenge.sponsor.id), idempotencyKey: crypto.randomUUID() };
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  if (field(form, 'intent') === 'alone') {
    const { error, response } = await workAlone(args, form);
    if (!response.ok) return refused(response, error, form);
    throw redirect(`/challenges/${args.params.slug}/join`, { status: 303, headers: cookiesOf(response) });
  }
  // Without the tick no hash is sent: the API is the one that insists on it.
  const ruleCardHash = form.has('ruleCardHash') ? field(form, 'hash') : '';
  const { data, error, response } = await api.POST('/api/v1/challenges/{id}/entries', {
    params: { path: { id: field(form, 'challenge') } }, headers: once(form), body: { organisationId: field(form, 'organisationId'), ruleCardHash },
  });
  if (!data) {
    const answer = refused(response, error, form);
    const { problem } = answer.data;
    const errors = problem.errors?.map((one) => (one.pointer === '/ruleCardHash' ? { ...one, detail: m.join_accept_missing() } : one));
    return { ...answer, data: { ...answer.data, problem: { ...problem, errors } } };
  }
  throw redirect(data.state === 'waitlisted' ? '/work' : `/work/${data.id}/edit`, { status: 303 });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: m.title_of({ page: loaderData ? m.join_title({ title: loaderData.challenge.title }) : m.join_short() }) }, { name: 'robots', content: 'noindex' }];

export default function Join({ loaderData: { challenge, card, organisations, hasNone, isSponsor, idempotencyKey }, actionData }: Route.ComponentProps) {
  const phase = challenge.phases.find(({ state }) => state === 'open') ?? challenge.phases[0];
  if (challenge.state === 'cancelled' || (challenge.openedAt && !takesEntries(challenge))) return (
    <div className="reading">
      <h1>{m.join_title({ title: challenge.title })}</h1>
      <EmptyState title={m.join_closed_title()} why={challenge.state === 'cancelled' ? cancelledText(challenge.cancelReason) : m.join_closed()} action={<Link to={`/challenges/${challenge.slug}`}>{m.join_back()}</Link>} />
    </div>
  );
  return (
    <div className="reading">
      <p><Link to={`/challenges/${challenge.slug}`}>{m.join_back()}</Link></p>
      <h1>{m.join_title({ title: challenge.title })}</h1>
      <section className="sheet work-part">
        <h2>{m.join_rules_title()}</h2>
        <Facts
          items={[
            { label: m.card_prize(), value: challenge.bountyTotal ? <Money value={challenge.bountyTotal} /> : m.card_no_bounty() },
            { label: m.card_closes(), value: phase?.closesAt && <When at={phase.closesAt} /> },
            { label: m.join_judged_until(), value: phase?.judgingEndsAt && <When at={phase.judgingEndsAt} /> },
            { label: m.join_pass_mark(), value: m.join_pass_mark_of({ mark: challenge.passMark }) },
          ]}
        />
        <p>{challenge.decisionRule === 'by_ranking' ? m.join_by_ranking() : m.join_sponsor_choice()}</p>
        {challenge.currency && challenge.noAwardRule && <p>{wordFor(noAwardRules, challenge.noAwardRule)}</p>}
        <p>{m.join_sealed()}</p>
      </section>
      {challenge.ip && (
        <section className="sheet work-part">
          <h2>{m.join_ip_title()}</h2>
          <ul>{challenge.ip.sentences.map(({ code, text }) => <li key={code}>{text}</li>)}</ul>
        </section>
      )}
      {challenge.eligibility.length > 0 && (
        <section className="sheet work-part">
          <h2>{m.join_eligibility_title()}</h2>
          <ol>{challenge.eligibility.map(({ number, text }) => <li key={number} value={number}>{text}</li>)}</ol>
        </section>
      )}
      {!card ? (
        <EmptyState title={m.join_not_open_title()} why={m.join_not_open()} action={<Link to={`/challenges/${challenge.slug}`}>{m.join_back()}</Link>} />
      ) : isSponsor && organisations.length === 0 ? (
        <EmptyState title={m.join_own_title()} why={m.join_own()} action={<Link to={`/manage/${challenge.slug}/overview`}>{m.nav_manage()}</Link>} />
      ) : organisations.length === 0 ? (
        <>
          <div className="work-part"><EmptyState title={m.join_no_organisation_title()} why={m.join_no_organisation()} action={<Link to="/settings/organisation">{m.join_no_organisation_action()}</Link>} /></div>
          {hasNone && <OnMyOwn answer={actionData} idempotencyKey={idempotencyKey} />}
        </>
      ) : (
        <Form answer={actionData} labels={{ organisationId: m.join_for(), ruleCardHash: m.join_accept({ version: card.version }) }} initial={{ organisationId: organisations[0]!.id }} className="work-part">
          <input type="hidden" name="challenge" value={challenge.id} />
          <input type="hidden" name="hash" value={card.hash} />
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          <ChoiceField name="organisationId" help={m.join_for_help()} options={organisations.map(({ id, name, payability }) => ({ value: id, label: name, help: payability ? payabilityText(payability) : m.join_no_money() }))} />
          {organisations.some(({ payability }) => payability && isToBeSetUp(payability)) && (
            <p className="notice" data-tone="wait">{m.join_payee_hint()} <Link to="/settings/payouts">{m.join_payee_action()}</Link></p>
          )}
          <TickField name="ruleCardHash" help={m.join_accept_help()} />
          <details className="work-part">
            <summary>{m.join_hash_title()}</summary>
            <p>{m.join_hash_text()}</p>
            <p><code className="hash">{card.hash}</code></p>
            <p><a href={`/api/v1/challenges/${challenge.id}/rule-card`}>{m.join_full_card()}</a></p>
          </details>
          <Submit>{m.join_action()}</Submit>
        </Form>
      )}
    </div>
  );
}
