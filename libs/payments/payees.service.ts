import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { In } from 'typeorm';
import { actingAs, type Actor, type OrganisationId, readId, showId } from '@app/kernel';
import { CONFIG, type Config, Db, requestProblems, sendHint, type Tx } from '@app/platform';
import { Organisations, People } from '@app/identity';
import { notOurs, type Effect } from './charges.service';
import { mayTransferBetween } from './countries.rules';
import { type EntityType, Payee } from './payee.entity';
import { payeeChanged } from './payments.events';
import { type PayeeStatus, payoutLifecycle } from './payments.lifecycle';
import { mayEditPayee, mayReadMoney } from './payments.policy';
import { problems } from './payments.problems';
import { Payout } from './payout.entity';
import { failureOf } from './provider.errors';
import { Provider } from './provider.service';
import { nextLook, nextTry } from './retry.rules';

export const payabilityReasons = ['payable', 'country_not_served', 'no_account', 'pending', 'restricted', 'rejected', 'closed'] as const;
export type PayabilityReason = (typeof payabilityReasons)[number];

/** Who is paid, and whether they can be: the provider verifies them, we keep only its word. */
@Injectable()
export class Payees {
  constructor(
    private readonly db: Db,
    private readonly provider: Provider,
    private readonly organisations: Organisations,
    private readonly people: People,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whether an organisation could be paid now, and if not what is in the way. Every currency of the platform goes everywhere it pays to. */
  async payability(organisationId: string): Promise<{ isPayable: boolean; reason: PayabilityReason }> {
    const payee = await this.db.findOne(Payee, { organisationId: organisationId as OrganisationId });
    const country = payee?.country ?? (await this.organisations.get(organisationId as OrganisationId)).country;
    if (!mayTransferBetween(this.config.platformCountry, country)) return { isPayable: false, reason: 'country_not_served' };
    if (!payee || payee.status === 'none') return { isPayable: false, reason: 'no_account' };
    return payee.status === 'active' ? { isPayable: true, reason: 'payable' } : { isPayable: false, reason: payee.status };
  }

  /** @throws notFound where nobody set it, and for those who do not keep the organisation's money */
  async get(actor: Actor, organisationId: string): Promise<Payee> {
    const payee = mayReadMoney(actor, organisationId) ? await this.db.findOne(Payee, { organisationId: organisationId as OrganisationId }) : undefined;
    if (!payee) throw requestProblems.notFound();
    return payee;
  }

  /** Says in which country and as what an organisation is paid. @throws payeeFixed once the provider knows it, countryNotServed */
  async describe(actor: Actor, organisationId: OrganisationId, { country, entityType }: { country: string; entityType: EntityType }): Promise<Payee> {
    if (!mayEditPayee(actor, organisationId)) throw requestProblems.notFound();
    if (!mayTransferBetween(this.config.platformCountry, country)) throw problems.countryNotServed();
    const { name } = await this.organisations.get(organisationId);
    const { email } = (await this.people.find(this.db, actor.personId!))!;
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      const known = await tx.lock(Payee, { organisationId });
      if (known?.accountId && (known.country !== country || known.entityType !== entityType)) throw problems.payeeFixed();
      if (known?.accountId) return known;
      const payee = known ?? Payee.of({ organisationId, country, entityType, displayName: name, contactEmail: email });
      Object.assign(payee, { country, entityType, displayName: name, contactEmail: email });
      return tx.save(payee);
    });
  }

  /** A page of the provider on which the payee proves who they are: for one visit, within minutes. @throws payeeMissing, providerUnreachable */
  async onboardingLink(actor: Actor, organisationId: string): Promise<{ url: string; expiresAt: string }> {
    if (!mayEditPayee(actor, organisationId)) throw requestProblems.notFound();
    const payee = await this.db.findOne(Payee, { organisationId: organisationId as OrganisationId });
    if (!payee) throw problems.payeeMissing();
    try {
      const accountId = payee.accountId ?? (await this.makeAccount(actor, payee));
      const page = `${this.config.publicUrl}/settings/payouts?organisation=${showId('organisation', organisationId)}`;
      const link = await this.provider.stripe.v2.core.accountLinks.create({
        account: accountId,
        use_case: { type: 'account_onboarding', account_onboarding: { refresh_url: page, return_url: `${page}&back=1` } },
      } as Stripe.V2.Core.AccountLinkCreateParams);
      return { url: link.url, expiresAt: String(link.expires_at) };
    } catch (error) {
      const { kind, code } = failureOf(error);
      throw kind === 'refused' ? problems.refusedByProvider({ reason: code }) : problems.providerUnreachable();
    }
  }

  /** Reads an account again; found by its metadata where our own answer to making it was never stored. */
  async readAccount(accountId: string): Promise<Effect> {
    const account = await this.provider.stripe.v2.core.accounts.retrieve(accountId, { include: ['configuration.recipient', 'requirements'] });
    const payeeId = readId('payee', account.metadata?.payee);
    if (!payeeId) return notOurs;
    return async (tx) => {
      const payee = await tx.lock(Payee, payeeId);
      if (!payee || (payee.accountId !== null && payee.accountId !== account.id)) return 'not ours';
      payee.accountId = account.id;
      return this.accept(tx, payee, statusOf(account));
    };
  }

  private async accept(tx: Tx, payee: Payee, status: PayeeStatus): Promise<string> {
    const before = payee.status;
    if (before === 'closed') return 'closed before';
    payee.status = status;
    if (status === 'active' || status === 'closed') payee.lookAt = null;
    else payee.lookAt ??= nextLook(tx.now, (payee.looks = 0));
    await tx.save(payee);
    if (status === 'active') await this.admitPayouts(tx, payee);
    else if (before !== status && (status === 'rejected' || status === 'closed')) await tx.query(`update payout set remind_at = $2 where organisation_id = $1 and state = 'awaiting_payee'`, [payee.organisationId, tx.now]);
    if (before !== status) await this.tellOfChange(tx, payee);
    return before === status ? 'nothing new' : status;
  }

  private async tellOfChange(tx: Tx, { id, organisationId }: Payee): Promise<void> {
    tx.emit(payeeChanged, { organisationId });
    const people = (await this.organisations.membersWith(organisationId, 'owner', 'manager', 'treasurer')).map(({ personId }) => personId);
    tx.enqueue(sendHint, { people, type: 'payee', id });
  }

  /** What waited for this payee goes on. */
  private async admitPayouts(tx: Tx, { organisationId }: Payee): Promise<void> {
    for (const payout of await tx.lockAll(Payout, { organisationId, state: In(['awaiting_payee', 'blocked']) })) {
      const verb = payout.state === 'blocked' ? 'retry' : 'admit';
      const tryAt = payout.state === 'blocked' ? nextTry(tx.now, payout.tries) : tx.now;
      Object.assign(payout, { state: payoutLifecycle.next(payout.state, verb), tryAt, stoppedAt: null });
      await tx.save(payout);
    }
  }

  private async makeAccount(actor: Actor, payee: Payee): Promise<string> {
    const account = await this.provider.stripe.v2.core.accounts.create(
      {
        contact_email: payee.contactEmail,
        display_name: payee.displayName,
        dashboard: 'express',
        identity: { country: payee.country.toLowerCase() as never, entity_type: payee.entityType },
        configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
        defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
        metadata: { payee: showId('payee', payee.id) },
        include: ['configuration.recipient', 'requirements'],
      },
      { idempotencyKey: `account:${payee.id}:${payee.version}` },
    );
    return this.db.change(actingAs(actor, 'member', payee.organisationId), async (tx) => {
      const row = (await tx.lock(Payee, payee.id))!;
      row.accountId ??= account.id;
      Object.assign(row, { looks: 0, lookAt: nextLook(tx.now, 0) });
      await this.accept(tx, row, statusOf(account));
      return row.accountId;
    });
  }
}

function statusOf(account: Stripe.V2.Core.Account): PayeeStatus {
  if (account.closed) return 'closed';
  const told = account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status as string | undefined;
  if (told === 'active' || told === 'pending' || told === 'rejected') return told;
  return told === undefined ? 'pending' : 'restricted';
}
