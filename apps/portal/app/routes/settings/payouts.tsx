import { m } from '@app/messages';
import { Link, redirect } from 'react-router';
import type { Route } from './+types/payouts';
import { found, foundOrNothing } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { Facts } from '~/components/facts';
import { ChoiceField, Form, SelectField, Submit } from '~/components/form';
import { formatMoney, Money, type MoneyView } from '~/components/money';
import { Pager } from '~/components/pager';
import { StateBadge } from '~/components/state-badge';
import { When } from '~/components/when';
import { countryOptions } from '~/countries.server';
import { field, refused } from '~/problems.server';
import { useWaiting } from '~/waiting';
import { isAskedFor, noPayoutsText, payabilityText } from '~/work/payability';
import { byCurrency, entityTypeText, movementText, movementWay, movementWayText, payeeStatusText, prizeOf } from '~/work/words';
import '~/theme/work.css';

/** What the provider calls organisations of a kind, most often; whoever describes the payee says what is so. */
const usualForm: Readonly<Record<string, string>> = { sole_trader: 'individual', nonprofit: 'non_profit', government: 'government_entity' };

/** Of the organisations whose money the reader keeps, the one asked for or the first. */
export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const search = new URL(args.request.url).searchParams;
  const me = found(await api.GET('/api/v1/me'));
  const organisations = me.memberships.filter(({ roles }) => roles.some((role) => ['owner', 'manager', 'treasurer'].includes(role))).map(({ organisation, roles }) => ({ id: organisation.id, name: organisation.name, kind: organisation.kind, mayEdit: roles.some((role) => role === 'owner' || role === 'treasurer') }));
  const chosen = organisations.find(({ id }) => id === search.get('organisation')) ?? organisations[0];
  if (!chosen) return null;
  const path = { id: chosen.id };
  const [payee, payability, organisation, payouts, statement] = await Promise.all([
    api.GET('/api/v1/organisations/{id}/payee', { params: { path } }).then(foundOrNothing),
    api.GET('/api/v1/organisations/{id}/payee/payability', { params: { path } }).then(found),
    api.GET('/api/v1/organisations/{id}', { params: { path } }).then(found),
    api.GET('/api/v1/organisations/{id}/payouts', { params: { path, query: { after: search.get('after') ?? undefined } } }).then(found),
    api.GET('/api/v1/organisations/{id}/statement', { params: { path, query: { after: search.get('lines') ?? undefined } } }).then(found),
  ]);
  return { organisations, chosen, payee: payee ?? null, payability, country: payee?.country ?? organisation.country, payouts, statement, countries: countryOptions(), hasComeBack: search.has('back') && !payability.isPayable };
}

/** Describes the payee, and goes on to the provider's own page: there one proves who one is, never here. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const path = { id: field(form, 'organisation') };
  if (form.has('country')) {
    const { error, response } = await api.PUT('/api/v1/organisations/{id}/payee', { params: { path }, body: { country: field(form, 'country'), entityType: field(form, 'entityType') as 'individual' } });
    if (!response.ok) return refused(response, error, form);
  }
  const { data, error, response } = await api.POST('/api/v1/organisations/{id}/payee/onboarding-links', { params: { path } });
  if (!data) return refused(response, error, form);
  throw redirect(data.url, { status: 303 });
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.payouts_title() }) }];

const signed = (kind: Parameters<typeof movementWay>[0], { amount, currency }: MoneyView): MoneyView => ({ amount: movementWay(kind) === 'out' ? -amount : amount, currency });

/** Where nothing has to be done at the provider, why one may still go there. */
const goOnTexts: Readonly<Record<string, () => string>> = { pending: m.payouts_provider_pending, active: m.payouts_provider_active };

export default function Payouts({ loaderData, actionData }: Route.ComponentProps) {
  useWaiting(loaderData?.hasComeBack === true);
  if (!loaderData) {
    return (
      <>
        <h1>{m.payouts_title()}</h1>
        <EmptyState title={m.payouts_nobody_title()} why={m.payouts_nobody()} action={<Link to="/settings/organisation">{m.join_no_organisation_action()}</Link>} />
      </>
    );
  }
  const { organisations, chosen, payee, payability, country, payouts, statement, countries, hasComeBack } = loaderData;
  const mayDescribe = chosen.mayEdit && (!payee || payee.can.includes('describe'));
  const mayGoOn = chosen.mayEdit && (mayDescribe || payee?.can.includes('onboard'));
  return (
    <>
      <h1>{m.payouts_title()}</h1>
      {organisations.length > 1 && (
        <nav aria-label={m.payouts_whose()}>
          <ul className="actions">{organisations.map(({ id, name }) => <li key={id}><Link to={`?organisation=${id}`} aria-current={id === chosen.id ? 'page' : undefined}>{name}</Link></li>)}</ul>
        </nav>
      )}
      <div className="reading">
        <section id="payee" className="sheet work-part">
          <h2>{m.payouts_payee_of({ name: chosen.name })}</h2>
          <p className="notice" role="status" data-tone={payability.isPayable ? undefined : 'wait'}>{hasComeBack && `${m.payouts_came_back()} `}{payabilityText(payability.reason)}</p>
          {payee && <Facts items={[{ label: m.payouts_status(), value: payeeStatusText(payee.status) }, { label: m.label_country(), value: countries.find(({ value }) => value === payee.country)?.label }, { label: m.payouts_type(), value: entityTypeText(payee.entityType) }]} />}
          {mayGoOn ? (
            <Form answer={actionData} labels={{ country: m.label_country(), entityType: m.payouts_type() }} initial={{ country, entityType: payee?.entityType ?? usualForm[chosen.kind] ?? 'company' }} className="work-part">
              <input type="hidden" name="organisation" value={chosen.id} />
              {mayDescribe && (
                <>
                  <SelectField name="country" options={countries} help={m.payouts_country_help()} />
                  <ChoiceField name="entityType" help={m.payouts_type_help()} options={['individual', 'company', 'non_profit', 'government_entity'].map((value) => ({ value, label: entityTypeText(value) }))} />
                </>
              )}
              <p>{(goOnTexts[payee?.status ?? 'none'] ?? m.payouts_provider)()}</p>
              <Submit variant={payee && goOnTexts[payee.status] ? 'default' : undefined}>{payee && payee.status !== 'none' ? m.payouts_go_on() : m.payouts_start()}</Submit>
            </Form>
          ) : (
            !chosen.mayEdit && <p>{m.payouts_ask_owner()}</p>
          )}
        </section>
      </div>
      <section className="work-part">
        <h2>{m.payouts_list()}</h2>
        {payouts.items.length === 0 ? <NoPayouts reason={payability.reason} mayEdit={chosen.mayEdit} /> : (
          <div className="table-box" tabIndex={0} role="region" aria-label={m.payouts_list()}>
            <table>
              <thead><tr><th scope="col">{m.payouts_made()}</th><th scope="col" className="number">{m.award_amount()}</th><th scope="col">{m.payouts_state()}</th><th scope="col">{m.payouts_sent()}</th><th scope="col">{m.payouts_award()}</th></tr></thead>
              <tbody>
                {payouts.items.map(({ id, createdAt, amount, state, sentAt, awardId, record, hold }) => (
                  <tr key={id}><td><When at={createdAt} withTime={false} /></td><td className="number"><Money value={amount} /></td><td><StateBadge state={state} />{hold && <><br />{m.award_held()} <When at={hold.since} withTime={false} /></>}</td><td>{sentAt ? <When at={sentAt} /> : m.payouts_not_yet()}{record !== null && <><br /><a href={`/api/v1/organisations/${chosen.id}/payouts/${id}/receipt`} download="payout-receipt.json">{m.proof_download()}</a></>}</td><td><Link to={`/awards/${awardId}`}>{m.payouts_see_award()}</Link></td></tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <Pager next={payouts.next} of={m.payouts_list()} />
      </section>
      <section className="work-part">
        <h2>{m.payouts_statement()}</h2>
        {byCurrency(statement.totals).map(({ currency, totals }) => (
          <div key={currency} className="work-part">
            <h3>{m.statement_totals({ currency })}</h3>
            <Facts items={totals.map(({ kind, amount }) => ({ label: movementText(kind), value: <Money value={signed(kind, amount)} isSigned={movementWay(kind) !== 'within'} /> }))} />
          </div>
        ))}
        {statement.items.length === 0 ? <p className="soft">{m.payouts_statement_none()}</p> : (
          <div className="table-box work-part" tabIndex={0} role="region" aria-label={m.payouts_statement()}>
            <table>
              <thead><tr><th scope="col">{m.feedback_when()}</th><th scope="col">{m.movement_way()}</th><th scope="col" className="number">{m.award_amount()}</th><th scope="col">{m.feedback_what()}</th><th scope="col">{m.payouts_challenge()}</th><th scope="col">{m.payouts_reference()}</th></tr></thead>
              <tbody>
                {statement.items.map(({ at, kind, amount, fee, challenge, award, reference }, index) => (
                  <tr key={index}><td><When at={at} /></td><td>{movementWayText(movementWay(kind))}</td><td className="number"><Money value={signed(kind, amount)} isSigned={movementWay(kind) !== 'within'} /></td><td>{movementText(kind)}{fee && fee.amount > 0 && <><br /><span className="soft">{m.payouts_of_it_fee({ fee: formatMoney(fee) })}</span></>}</td><td>{challenge && <Link to={`/challenges/${challenge.slug}`}>{challenge.title}</Link>}{award && <><br /><span className="soft">{prizeOf(award)}</span></>}</td><td><code>{reference}</code></td></tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <Pager next={statement.next} param="lines" of={m.payouts_statement()} />
      </section>
    </>
  );
}

/** Money that is won beforehand waits; where setting up payment is the one thing to do about it, that leads there. */
function NoPayouts({ reason, mayEdit }: { reason: string; mayEdit: boolean }) {
  return <EmptyState heading="h3" title={m.payouts_none_title()} why={noPayoutsText(reason, mayEdit)} action={isAskedFor(reason) && mayEdit ? <a href="#payee">{m.payouts_start()}</a> : <Link to="/awards">{m.awards_title()}</Link>} />;
}
