import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { Link, redirect, useSearchParams } from 'react-router';
import type { Route } from './+types/api-keys';
import { atField, found, foundOrNothing, once } from '~/answers.server';
import { apiFor } from '~/api';
import { EmptyState } from '~/components/empty-state';
import { ErrorSummary, Field, Form, Submit } from '~/components/form';
import { Pager } from '~/components/pager';
import { field, refused } from '~/problems.server';
import { AccountItem, NewToken } from '~/settings/tokens';
import '~/theme/work.css';

/** Of the organisations whose programs the reader keeps, the one asked for or the first. */
export async function loader(args: Route.LoaderArgs) {
  const api = apiFor(args);
  const search = new URL(args.request.url).searchParams;
  const { memberships } = found(await api.GET('/api/v1/me'));
  const organisations = memberships.filter(({ roles }) => roles.includes('owner') || roles.includes('manager')).map(({ organisation: { id, name } }) => ({ id, name }));
  const chosen = organisations.find(({ id }) => id === search.get('organisation')) ?? organisations[0];
  if (!chosen) return null;
  const page = foundOrNothing(await api.GET('/api/v1/organisations/{id}/service-accounts', { params: { path: { id: chosen.id }, query: { after: search.get('after') ?? undefined } } }));
  return { organisations, chosen, accounts: page?.items ?? null, next: page?.next, idempotencyKey: crypto.randomUUID() };
}

type Scopes = View<'CreateServiceTokenDto'>['scopes'];

/** Answers with the secret of a new token, which no address leads to; everything else leads back. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData();
  const api = apiFor(args);
  const [id, account] = [field(form, 'organisation'), field(form, 'account')];
  const here = `/settings/api-keys?organisation=${id}`;
  switch (field(form, 'intent')) {
    case 'token': {
      const prefix = `scopes.${account}.`;
      const scopes = [...form.keys()].flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])) as Scopes;
      const { data, error, response } = await api.POST('/api/v1/service-accounts/{id}/tokens', { params: { path: { id: account } }, headers: once(form), body: { scopes, days: Number(field(form, `days.${account}`)) } });
      if (!data) return atField(atField(refused(response, error, form), '/scopes', `/scopes/${account}`), '/days', `/days/${account}`);
      return { made: { account, secret: data.secret } };
    }
    case 'revoke': {
      const { error, response } = await api.DELETE('/api/v1/service-accounts/{id}/tokens/{tokenId}', { params: { path: { id: account, tokenId: field(form, 'revoked') } } });
      if (!response.ok) return refused(response, error, form);
      throw redirect(`${here}&done=revoke`, 303);
    }
    case 'remove': {
      const { error, response } = await api.DELETE('/api/v1/organisations/{id}/service-accounts/{accountId}', { params: { path: { id, accountId: account } } });
      if (!response.ok) return refused(response, error, form);
      throw redirect(`${here}&done=remove`, 303);
    }
    default: {
      const { data, error, response } = await api.POST('/api/v1/organisations/{id}/service-accounts', { params: { path: { id } }, headers: once(form), body: { name: field(form, 'name') } });
      if (!data) return refused(response, error, form);
      throw redirect(`${here}&account=${data.id}#${data.id}`, 303);
    }
  }
}

export const meta: Route.MetaFunction = () => [{ title: m.title_of({ page: m.tokens_title() }) }];

const done: Readonly<Record<string, () => string>> = { revoke: m.tokens_revoked, remove: m.tokens_removed };

/** Programs of an organisation that use the API, and their tokens. */
export default function ApiKeys({ loaderData, actionData }: Route.ComponentProps) {
  const [search] = useSearchParams();
  if (!loaderData) {
    return (
      <>
        <h1>{m.tokens_title()}</h1>
        <EmptyState title={m.tokens_nobody_title()} why={m.tokens_nobody()} action={<Link to="/settings/organisation">{m.settings_organisation()}</Link>} />
      </>
    );
  }
  const { organisations, chosen, accounts, next, idempotencyKey } = loaderData;
  const [made, refusal] = actionData && 'made' in actionData ? [actionData.made, undefined] : [undefined, actionData];
  const notice = !actionData && done[search.get('done') ?? '']?.();
  const nameOf = (account: string) => accounts?.find(({ id }) => id === account)?.name ?? chosen.name;
  const answerTo = (intent: string, account?: string) => (refusal?.values.intent === intent && refusal.values.account === account ? refusal : undefined);
  return (
    <div className="reading">
      <h1>{m.tokens_title()}</h1>
      {made && <NewToken secret={made.secret} name={nameOf(made.account)} />}
      {notice && <p className="notice" role="status">{notice}</p>}
      {refusal && !['account', 'token'].includes(refusal.values.intent ?? '') && <ErrorSummary problem={refusal.problem} labels={{}} />}
      {organisations.length > 1 && (
        <nav aria-label={m.settings_organisations()}>
          <ul className="tabs">{organisations.map(({ id, name }) => <li key={id}><Link to={`?organisation=${id}`} aria-current={id === chosen.id ? 'page' : undefined}>{name}</Link></li>)}</ul>
        </nav>
      )}
      <p>{m.tokens_lede({ organisation: chosen.name })}</p>
      <p><a href="/docs">{m.tokens_docs()}</a></p>
      {accounts === null ? <p className="notice" data-tone="wait">{m.tokens_not_now()}</p> : (
        <>
          {accounts.length === 0 && <EmptyState title={m.tokens_empty_title()} why={m.tokens_empty()} />}
          <ul className="rows">
            {accounts.map((account) => <AccountItem key={account.id} account={account} organisation={chosen.id} idempotencyKey={idempotencyKey} isNew={search.get('account') === account.id} answer={answerTo('token', account.id)} />)}
          </ul>
          <Pager next={next} />
          <section className="work-part" aria-labelledby="add">
            <h2 id="add">{m.tokens_add()}</h2>
            <Form key={idempotencyKey} answer={answerTo('account')} labels={{ name: m.tokens_name() }}>
              <input type="hidden" name="intent" value="account" />
              <input type="hidden" name="organisation" value={chosen.id} />
              <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
              <Field name="name" help={m.tokens_name_help()} autoComplete="off" maxLength={120} />
              <Submit>{m.tokens_add_action()}</Submit>
            </Form>
          </section>
        </>
      )}
    </div>
  );
}
