import type Stripe from 'stripe';
import { notModelled, v2Invalid, v2NotFound } from '../http/errors';
import { newAccount, requestTransfers, transfersStatus } from '../objects/account';
import { emitThin } from '../objects/event';
import { type FullAccount, PLATFORM, type Rows } from '../store/rows';
import type { Call, Route } from './route';

type CreateParams = Stripe.V2.Core.AccountCreateParams;
type UpdateParams = Stripe.V2.Core.AccountUpdateParams;
type LinkParams = Stripe.V2.Core.AccountLinkCreateParams;

/** Minutes for which an account link may be opened, once. */
const LINK_MINUTES = 5;

function create(call: Call<CreateParams>) {
  const { params, world } = call;
  requireSensible(call, params);
  const account = newAccount(call, params);
  world.put('account', account.id, { owner: PLATFORM, object: account });
  emitThin(call, 'v2.core.account.created', account.id);
  return included(account, params.include);
}

/** The refusals that integrators meet first; see the changelog of Accounts v2. */
function requireSensible(call: Call<CreateParams>, params: CreateParams): void {
  if (params.account_token !== undefined) throw notModelled('account_token', 'account_token');
  if (call.country === 'FR') throw v2Invalid('account_token_required', 'French platforms must create accounts with account tokens.');
  for (const name of ['merchant', 'customer'] as const) if (params.configuration?.[name]) throw notModelled(`configuration.${name}`, `configuration.${name}`);
  const recipient = params.configuration?.recipient;
  for (const name of ['bank_accounts', 'cards'] as const) if (recipient?.capabilities && name in recipient.capabilities) throw notModelled(`capabilities.${name}`);
  if (recipient && params.identity?.country === undefined) throw v2Invalid('identity_country_required', 'identity.country is required when a configuration is applied.');
  if (params.identity?.country !== undefined && !/^[A-Za-z]{2}$/.test(params.identity.country)) throw v2Invalid('invalid_fields', 'Invalid value for identity.country: expected a two-letter country code.');

  const { fees_collector: fees, losses_collector: losses } = params.defaults?.responsibilities ?? {};
  if (recipient && (fees === undefined || losses === undefined)) throw v2Invalid('default_responsibilities_required', 'defaults.responsibilities is required for recipients.');
  if (params.dashboard === 'express' && (fees !== 'application' || losses !== 'application')) {
    throw v2Invalid('account_controller_express_dash_without_application_losses_or_fees', 'With the Express dashboard the platform must be responsible for fees and losses.');
  }
  if (losses === 'application' && fees !== 'application') {
    throw v2Invalid('account_controller_stripe_pricing_platform_liable', 'A platform that is responsible for losses must also be responsible for fees.');
  }
}

/** What was not asked for in `include` comes back null. */
function included(account: FullAccount, include: readonly string[] = []) {
  const asked = (name: string) => include.includes(name);
  return {
    ...account,
    configuration: asked('configuration.recipient')
      ? { customer: null, merchant: null, recipient: account.configuration?.recipient ?? null }
      : null,
    defaults: asked('defaults') ? account.defaults : null,
    future_requirements: asked('future_requirements') ? account.future_requirements : null,
    identity: asked('identity') ? account.identity : null,
    requirements: asked('requirements') ? account.requirements : null,
  };
}

function accountRow(call: Pick<Call, 'world'>, id: string): Rows['account'] {
  const row = call.world.get('account', id);
  if (!row) throw v2NotFound(`Account ${id} not found.`);
  return row;
}

function update(call: Call<UpdateParams>) {
  const { params, world } = call;
  const row = accountRow(call, call.path.id!);
  requireOpen(row.object);
  for (const name of ['account_token', 'dashboard'] as const) if (params[name] !== undefined) throw notModelled(`changing ${name}`, name);
  if (params.configuration?.merchant || params.configuration?.customer) throw notModelled('configuration other than recipient', 'configuration');
  const wantsTransfers = params.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested === true;

  const changed: FullAccount = {
    ...row.object,
    contact_email: params.contact_email ?? row.object.contact_email,
    contact_phone: params.contact_phone ?? row.object.contact_phone,
    display_name: params.display_name ?? row.object.display_name,
    identity: { ...row.object.identity, ...(params.identity as FullAccount['identity']) },
    defaults: { ...row.object.defaults!, ...(params.defaults as Partial<NonNullable<FullAccount['defaults']>>) },
    metadata: mergedMetadata(row.object.metadata, params.metadata),
  };
  const account = wantsTransfers && transfersStatus(changed) === undefined ? requestTransfers(changed) : changed;
  world.put('account', account.id, { ...row, object: account });
  emitThin(call, 'v2.core.account.updated', account.id);
  return included(account, params.include);
}

function mergedMetadata(kept: Stripe.Metadata | undefined, given: Stripe.MetadataParam | undefined): Stripe.Metadata {
  const merged = Object.entries({ ...kept, ...given }).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(merged.map(([key, value]) => [key, String(value)]));
}

function close(call: Call<Stripe.V2.Core.AccountCloseParams>) {
  const row = accountRow(call, call.path.id!);
  requireOpen(row.object);
  const sums = [...call.world.indexes.balance(row.object.id).values()];
  if (sums.some((sum) => sum.available !== 0 || sum.pending !== 0)) throw v2Invalid('account_balance_not_zero', 'The account still has a balance and cannot be closed.');
  const closed: FullAccount = { ...row.object, applied_configurations: [], closed: true };
  call.world.put('account', closed.id, { ...row, object: closed });
  emitThin(call, 'v2.core.account.closed', closed.id);
  return included(closed);
}

function requireOpen(account: FullAccount): void {
  if (account.closed) throw v2Invalid('account_closed', `Account ${account.id} is closed.`);
}

/** A page to send the payee to: it works once, for minutes; afterwards it leads to `refresh_url`. */
function createLink(call: Call<LinkParams>): Stripe.V2.Core.AccountLink {
  const { params, world } = call;
  const account = accountRow(call, params.account).object;
  requireOpen(account);
  const { type } = params.use_case;
  const use = params.use_case[type as 'account_onboarding' | 'account_update'];
  if (!use) throw v2Invalid('invalid_fields', `Missing required field: use_case.${type}.`);
  for (const url of [use.refresh_url, use.return_url]) {
    if (url !== undefined && !/^https?:\/\/\S+$/.test(url)) throw v2Invalid('invalid_fields', `Invalid value: ${url} is not a URL.`);
  }
  const token = world.ids.next('', 40).slice(1);
  const now = world.now();
  const expiresAt = now + LINK_MINUTES * 60_000;
  world.put('account_link', token, { account: account.id, createdAt: now, expiresAt, usedAt: null, refreshUrl: use.refresh_url, returnUrl: use.return_url ?? null });
  return {
    object: 'v2.core.account_link',
    account: account.id,
    created: new Date(now).toISOString(),
    expires_at: new Date(expiresAt).toISOString(),
    livemode: false,
    url: `${call.publicUrl}/setup/${token}`,
    use_case: params.use_case as Stripe.V2.Core.AccountLink['use_case'],
  };
}

function retrieveEvent(call: Call<never>): Stripe.V2.Core.Event {
  const row = call.world.get('v2_event', call.path.id!);
  if (!row) throw v2NotFound(`Event ${call.path.id} not found.`);
  return row.object;
}

export const accountRoutes: Route[] = [
  { route: 'POST /v2/core/accounts', handle: create },
  { route: 'GET /v2/core/accounts/:id', handle: (call: Call<Stripe.V2.Core.AccountRetrieveParams>) => included(accountRow(call, call.path.id!).object, call.params.include) },
  { route: 'POST /v2/core/accounts/:id', handle: update },
  { route: 'POST /v2/core/accounts/:id/close', handle: close },
  { route: 'POST /v2/core/account_links', handle: createLink },
  { route: 'GET /v2/core/events/:id', handle: retrieveEvent },
];
