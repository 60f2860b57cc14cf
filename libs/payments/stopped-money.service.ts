import { Inject, Injectable } from '@nestjs/common';
import type { Actor, Currency, PayoutId } from '@app/kernel';
import { CONFIG, type Config, Db, requestProblems } from '@app/platform';
import { countriesServedFrom } from './countries.rules';
import type { FundingState, PayeeStatus, PayoutState, RefundState } from './payments.lifecycle';
import { payoutLifecycle } from './payments.lifecycle';
import { mayRetryPayout } from './payments.policy';
import { problems } from './payments.problems';
import type { PayoutHold } from './payout-hold.entity';
import { Payout } from './payout.entity';

/** Money that stopped, with whose it is, why, and since when. */
export interface Stopped<State> {
  id: string;
  subjectId: string;
  organisationId: string;
  organisationName: string;
  amount: string;
  currency: Currency;
  state: State;
  reason: string | null;
  since: Date;
}

export interface StoppedPayout extends Stopped<PayoutState> {
  awardId: string;
  tries: number;
  payeeStatus: PayeeStatus | null;
  /** Instants as JSON has them. */
  hold: (Pick<PayoutHold, 'id' | 'reason' | 'told' | 'placedBy' | 'decisionId'> & { since: string; reviewAt: string }) | null;
}

type Position = readonly (string | number)[] | undefined;

/** What of the money does not go on by itself, or takes long: a list each for staff, the longest waiting first, and the way on. */
@Injectable()
export class StoppedMoney {
  constructor(
    private readonly db: Db,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Payouts that were refused or whose answer is awaited, those staff hold back, and those that wait for their payee for half a year, or for one the provider does not pay: it turned the account down, or sends nothing to that country. */
  payouts(after: Position, limit: number): Promise<StoppedPayout[]> {
    return this.page<StoppedPayout>(
      `select p.id, p.award_id as "awardId", p.subject_id as "subjectId", p.organisation_id, p.amount, p.currency, p.state,
         coalesce(p.reason, case when p.state = 'awaiting_payee' and coalesce(y.country, o.country) <> all ($4) then 'country_not_served' end) as reason, p.tries, y.status as "payeeStatus",
         coalesce(p.stopped_at, h.since, p.created_at) as since,
         case when h.id is not null then jsonb_build_object('id', h.id, 'since', h.since, 'reason', h.reason, 'told', h.told, 'reviewAt', h.review_at, 'placedBy', h.placed_by, 'decisionId', h.decision_id) end as hold
       from payout p join organisation o on o.id = p.organisation_id left join payee y on y.organisation_id = p.organisation_id left join payout_hold h on h.payout_id = p.id and h.state = 'in_force'
       where p.stopped_at is not null or h.id is not null or (p.state = 'awaiting_payee' and (p.created_at <= app_now() - interval '180 days' or y.status in ('rejected', 'closed') or coalesce(y.country, o.country) <> all ($4)))`,
      after, limit, countriesServedFrom(this.config.platformCountry),
    );
  }

  /** Refunds that could not be made, still owed to their sponsor; and those that wait for something at the provider, such as a balance that carries them. */
  refunds(after: Position, limit: number): Promise<Stopped<RefundState>[]> {
    return this.page(`select id, subject_id as "subjectId", organisation_id, amount, currency, state, failure as reason, coalesce(failed_at, created_at) as since from refund where state = 'failed' or (state = 'pending' and failure is not null)`, after, limit);
  }

  /** Payments that failed in the last 90 days and that nobody has made again. */
  fundings(after: Position, limit: number): Promise<Stopped<FundingState>[]> {
    return this.page(
      `select id, subject_id as "subjectId", organisation_id, bounty + fee as amount, currency, state, null as reason, failed_at as since from funding f
       where state = 'failed' and failed_at > app_now() - interval '90 days' and not exists (select from funding later where later.subject_id = f.subject_id and later.created_at > f.created_at and later.state = 'captured')`,
      after, limit,
    );
  }

  /**
   * Sends a payout again that was certainly refused: under a new key, to wherever its payee is paid now. One whose answer
   * was lost is never touched: the same key asks for it. @throws notFound, ownOrganisation, WrongState
   */
  retry(actor: Actor, id: PayoutId, reason: string): Promise<void> {
    return this.db.change(actor, async (tx) => {
      const payout = await tx.lock(Payout, id);
      if (!payout) throw requestProblems.notFound();
      if (!mayRetryPayout(actor, payout.organisationId)) throw problems.ownOrganisation();
      Object.assign(payout, { state: payoutLifecycle.next(payout.state, 'retry'), tryAt: tx.now, tries: 0, reason: null, stoppedAt: null });
      await tx.save(payout, { action: 'payout.retry', reason });
    });
  }

  private page<Row>(sql: string, after: Position, limit: number, ...more: unknown[]): Promise<Row[]> {
    const [since, id] = after ?? [null, null];
    return this.db.query<Row>(
      `select s.*, s.organisation_id as "organisationId", o.name as "organisationName" from (${sql}) s join organisation o on o.id = s.organisation_id
       where $1::timestamptz is null or (s.since, s.id) > ($1::timestamptz, $2::uuid) order by s.since, s.id limit $3`,
      [since, id, limit + 1, ...more],
    );
  }
}
