import type Stripe from 'stripe';
import type { Act } from '../act';
import { emitThin } from './event';
import type { FullAccount } from '../store/rows';

type Transfers = Stripe.V2.Core.Account.Configuration.Recipient.Capabilities.StripeBalance.StripeTransfers;
export type CapabilityStatus = Transfers['status'];
type Detail = Transfers['status_details'][number];

/** How an onboarding can end: what the person presses on the page, or the control API says. */
export const OUTCOMES = ['complete', 'incomplete', 'pending', 'restricted', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const EFFECTS: Record<Outcome, { status: CapabilityStatus; details: Detail[]; due: string[] }> = {
  complete: { status: 'active', details: [], due: [] },
  incomplete: { status: 'restricted', details: [{ code: 'requirements_past_due', resolution: 'provide_info' }], due: ['identity.individual.address', 'payout_method'] },
  pending: { status: 'pending', details: [{ code: 'requirements_pending_verification', resolution: 'no_resolution' }], due: [] },
  restricted: { status: 'restricted', details: [{ code: 'requirements_past_due', resolution: 'provide_info' }], due: ['identity.individual.documents.primary_verification'] },
  rejected: { status: 'rejected', details: [{ code: 'rejected_other', resolution: 'contact_stripe' }], due: [] },
};

/** What a new account still has to tell. */
const FIRST_REQUIREMENTS = ['identity.attestations.terms_of_service.account', 'identity.individual.address', 'payout_method'];

/** A new account as the v2 API keeps it, everything included. A requested capability is restricted until the payee was onboarded. */
export function newAccount(act: Act, params: Stripe.V2.Core.AccountCreateParams): FullAccount {
  const recipient = params.configuration?.recipient;
  const wantsTransfers = recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested === true;
  return {
    id: act.world.ids.next('acct', 16),
    object: 'v2.core.account',
    applied_configurations: recipient ? ['recipient'] : [],
    closed: false,
    configuration: recipient ? { recipient: { applied: true, capabilities: wantsTransfers ? capabilities('restricted', EFFECTS.incomplete.details) : {} } } : {},
    contact_email: params.contact_email,
    contact_phone: params.contact_phone,
    created: new Date(act.world.now()).toISOString(),
    dashboard: params.dashboard ?? 'none',
    defaults: {
      currency: params.defaults?.currency,
      locales: params.defaults?.locales,
      profile: params.defaults?.profile,
      responsibilities: { ...params.defaults?.responsibilities, requirements_collector: 'stripe' },
    },
    display_name: params.display_name,
    future_requirements: { entries: [] },
    identity: { country: params.identity?.country?.toUpperCase(), entity_type: params.identity?.entity_type } as FullAccount['identity'],
    livemode: false,
    metadata: (params.metadata ?? {}) as Stripe.Metadata,
    requirements: requirements(wantsTransfers ? FIRST_REQUIREMENTS : []),
  };
}

/** Switches the transfer capability on for an account that was made without it. */
export function requestTransfers(account: FullAccount): FullAccount {
  const configuration = { ...account.configuration, recipient: { applied: true, capabilities: capabilities('restricted', EFFECTS.incomplete.details) } };
  return { ...account, applied_configurations: ['recipient'], configuration, requirements: requirements(FIRST_REQUIREMENTS) };
}

/** Ends an onboarding, and tells it by thin events: new requirements, and a new status of the capability if it changed. */
export function onboard(act: Act, id: string, outcome: Outcome): FullAccount {
  const { world } = act;
  const row = world.get('account', id)!;
  const before = transfersStatus(row.object);
  const { status, details, due } = EFFECTS[outcome];
  const account: FullAccount = {
    ...row.object,
    configuration: { ...row.object.configuration, recipient: { applied: true, capabilities: capabilities(status, details) } },
    requirements: requirements(due),
  };
  world.put('account', id, { ...row, object: account });
  emitThin(act, 'v2.core.account[requirements].updated', id);
  if (before !== status) {
    emitThin(act, 'v2.core.account[configuration.recipient].capability_status_updated', id, { updated_capability: 'stripe_balance.stripe_transfers' });
  }
  return account;
}

export function transfersStatus(account: FullAccount): CapabilityStatus | undefined {
  return account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
}

function capabilities(status: CapabilityStatus, details: Detail[]) {
  return { stripe_balance: { payouts: { status, status_details: details }, stripe_transfers: { status, status_details: details } } };
}

function requirements(due: string[]): FullAccount['requirements'] {
  const deadline = { status: 'past_due' as const };
  return {
    entries: due.map((description) => ({
      awaiting_action_from: 'user',
      description,
      errors: [],
      impact: { restricts_capabilities: [{ capability: 'stripe_balance.stripe_transfers', configuration: 'recipient', deadline }] },
      minimum_deadline: deadline,
      requested_reasons: [{ code: 'routine_onboarding' }],
    })),
    summary: due.length > 0 ? { minimum_deadline: deadline } : {},
  };
}
