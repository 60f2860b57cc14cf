import type { View } from '@app/api-client';
import { m } from '@app/messages';
import { useEffect, useRef, type ReactNode } from 'react';
import { wordFor } from '~/components/choices';
import { Field, Form, Submit, TickGroup, type FormAnswer } from '~/components/form';
import { When } from '~/components/when';

type Token = View<'ServiceTokenView'>;

const scopeTexts: Readonly<Record<Token['scopes'][number], () => string>> = {
  'organisation:read': m.scope_organisation_read,
  'challenge:read': m.scope_challenge_read,
  'challenge:write': m.scope_challenge_write,
  'entry:read': m.scope_entry_read,
  'submission:read': m.scope_submission_read,
  'judging:read': m.scope_judging_read,
  'funding:read': m.scope_funding_read,
  'payout:read': m.scope_payout_read,
};

/** The secret, this once: it is in the answer to the form and nowhere else, so that it is gone with the page. */
export function NewToken({ secret, name }: { secret: string; name: string }) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), [secret]);
  return (
    <section className="notice" tabIndex={-1} ref={box} aria-labelledby="new-token">
      <h2 id="new-token">{m.tokens_new_title({ name })}</h2>
      <p>{m.tokens_new()}</p>
      <div className="field">
        <label htmlFor="secret">{m.tokens_secret()}</label>
        <p className="field-help" id="secret-help">{m.tokens_secret_help()}</p>
        <textarea id="secret" className="control" rows={2} style={{ minHeight: 'auto' }} readOnly value={secret} aria-describedby="secret-help" onFocus={(event) => event.currentTarget.select()} />
      </div>
      <p>{m.tokens_use()} <code>Authorization: Bearer …</code></p>
    </section>
  );
}

interface AccountParts {
  account: View<'ServiceAccountView'>;
  organisation: string;
  idempotencyKey: string;
  /** It was made just now, and asks for its first token. */
  isNew: boolean;
  answer?: FormAnswer;
}

export function AccountItem({ account: { id, name, createdAt, tokens }, organisation, idempotencyKey, isNew, answer }: AccountParts) {
  const hidden = (intent: string) => <>{Object.entries({ intent, organisation, account: id, idempotencyKey }).map(([key, value]) => <input key={key} type="hidden" name={key} value={value} />)}</>;
  const [scopes, days] = [`scopes.${id}`, `days.${id}`];
  return (
    <li className="sheet" id={id}>
      <h2>{name}</h2>
      <p className="soft">{m.tokens_since()} <When at={createdAt} withTime={false} /></p>
      {tokens.length === 0 && <p>{m.tokens_none()}</p>}
      {tokens.length > 0 && <ul className="plain-list">{tokens.map((token) => <TokenItem key={token.id} token={token} account={id} hidden={hidden} />)}</ul>}
      <details key={idempotencyKey} open={answer !== undefined || (isNew && tokens.length === 0)}>
        <summary>{m.tokens_make_for({ name })}</summary>
        <Form answer={answer} labels={{ [scopes]: m.tokens_scopes(), [days]: m.tokens_days() }} initial={{ [days]: '90' }}>
          {hidden('token')}
          <TickGroup name={scopes} help={m.tokens_scopes_help()} options={Object.entries(scopeTexts).map(([scope, text]) => ({ value: scope, label: m.scope_named({ what: text(), scope }) }))} />
          <Field name={days} inputMode="numeric" autoComplete="off" help={m.tokens_days_help()} />
          <Submit>{m.tokens_make()}</Submit>
        </Form>
      </details>
      <details>
        <summary>{m.tokens_remove({ name })}</summary>
        <p>{m.tokens_remove_text()}</p>
        <Form labels={{}}>
          {hidden('remove')}
          <Submit variant="default">{m.tokens_remove_action()}</Submit>
        </Form>
      </details>
    </li>
  );
}

const day = 24 * 60 * 60 * 1000;

/** Replacing one is making another like it: the program gets that one before the old one is taken back. */
function TokenItem({ token: { id, scopes, createdAt, expiresAt, lastUsedAt, hasRunOut }, account, hidden }: { token: Token; account: string; hidden(intent: string): ReactNode }) {
  const days = Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / day);
  return (
    <li>
      <strong>{scopes.map((scope) => wordFor(scopeTexts, scope)).join(', ')}</strong>
      <br />
      <span className="soft">
        {m.tokens_made()} <When at={createdAt} withTime={false} /> · {hasRunOut ? m.tokens_ran_out() : m.tokens_until()} <When at={expiresAt} withTime={false} /> · {lastUsedAt ? <>{m.tokens_used()} <When at={lastUsedAt} /></> : m.tokens_never_used()}
      </span>
      <details>
        <summary>{m.tokens_replace_or_revoke()}</summary>
        <p>{m.tokens_replace_text()}</p>
        <Form labels={{}}>
          {hidden('token')}
          {scopes.map((scope) => <input key={scope} type="hidden" name={`scopes.${account}.${scope}`} value="on" />)}
          <input type="hidden" name={`days.${account}`} value={days} />
          <p><Submit variant="default">{m.tokens_replace()}</Submit></p>
        </Form>
        <p>{m.tokens_revoke_text()}</p>
        <Form labels={{}}>
          {hidden('revoke')}
          <input type="hidden" name="revoked" value={id} />
          <p><Submit variant="default">{m.tokens_revoke()}</Submit></p>
        </Form>
      </details>
    </li>
  );
}
