import { Injectable } from '@nestjs/common';
import type { Actor, OrganisationId } from '@app/kernel';
import { Db } from '@app/platform';
import type { ChallengeState, PhaseState } from './challenge.lifecycle';
import { listParts, listStatement } from './challenge.list';
import type { PauseReason } from './challenge.values';
import { mayReadAll } from './challenges.policy';
import type { ChallengeQuery } from './http/challenge.dto';

/** A row of a list, with the sponsor's name; amounts are numbers below 2^53, times ISO 8601 UTC. */
export interface ListedChallenge {
  id: string;
  slug: string;
  title: string;
  summary: string | null;
  topics: string[];
  state: ChallengeState;
  phaseState: PhaseState;
  result: string | null;
  kind: string;
  entry: string;
  currency: string | null;
  bountyTotal: number;
  opensAt: string | null;
  closesAt: string | null;
  listedAt: string | null;
  pausedAt: string | null;
  pausedBecause: PauseReason | null;
  sponsorId: string;
  sponsorName: string;
  sponsorSlug: string;
  sponsorCountry: string;
  /** Which run of the list it stands in, where that has several. */
  part?: number;
}

export interface QueuedChallenge extends ListedChallenge {
  /** When it joined the queue: the request of a review, else its creation. */
  since: string;
}

export interface Sponsor {
  id: string;
  name: string;
  slug: string;
  kind: string;
  country: string;
}

const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Of the first phase that is not decided; `decided` when all are. One look at the index of phases for each row shown. */
const phaseState = `(select p.state from phase p where p.challenge_id = c.id order by p.state = 'decided', p.position limit 1)`;

/** Columns of `ListedChallenge`. */
export const listColumns = `
  c.id, c.slug, c.title, c.summary, c.topics, c.state, ${phaseState} as "phaseState", c.result, c.kind, c.entry, c.currency, c.bounty_total::float8 as "bountyTotal",
  ${iso('c.opens_at')} as "opensAt", ${iso('c.closes_at')} as "closesAt", ${iso('c.listed_at')} as "listedAt", ${iso('c.paused_at')} as "pausedAt", c.paused_because as "pausedBecause",
  o.id as "sponsorId", o.name as "sponsorName", o.slug as "sponsorSlug", o.country as "sponsorCountry"`;

/** Lists of challenges. */
@Injectable()
export class ChallengeLists {
  constructor(private readonly db: Db) {}

  /** One row more than `limit` where there is more. */
  async listed(filters: ChallengeQuery): Promise<ListedChallenge[]> {
    const rows: ListedChallenge[] = [];
    for (const part of listParts(filters)) {
      const { name, text, values } = listStatement({ ...filters, limit: filters.limit - rows.length }, listColumns, part);
      rows.push(...(await this.db.prepared<ListedChallenge>(name, text, values)));
      if (rows.length > filters.limit) break;
    }
    return rows;
  }

  /** Of one organisation, newest first: its own people and staff see all, others what is public. */
  of(actor: Actor, organisationId: OrganisationId, states: readonly ChallengeState[] | undefined, after: readonly (string | number)[] | undefined, limit: number): Promise<(ListedChallenge & { since: string })[]> {
    return this.db.prepared(
      'challenges_of_organisation',
      `select ${listColumns}, ${iso('c.created_at')} as since from challenge c join organisation o on o.id = c.sponsor_id
       where c.sponsor_id = $1 and ($2 or (c.visibility = 'public' and c.state in ('scheduled', 'open', 'decided', 'completed')))
         and ($3::text[] is null or c.state = any($3)) and ($4::timestamptz is null or (c.created_at, c.id) < ($4, $5::uuid))
       order by c.created_at desc, c.id desc limit $6`,
      [organisationId, mayReadAll(actor, { sponsorId: organisationId }), states ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  /** For staff, the longest waiting first. */
  inState(state: ChallengeState, after: readonly (string | number)[] | undefined, limit: number): Promise<QueuedChallenge[]> {
    const since = state === 'in_review' ? 'c.review_requested_at' : 'c.created_at';
    return this.db.query(
      `select ${listColumns}, ${iso(since)} as since from challenge c join organisation o on o.id = c.sponsor_id
       where c.state = $1 and ($2::timestamptz is null or (${since}, c.id) > ($2, $3::uuid))
       order by ${since}, c.id limit $4`,
      [state, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  async sponsor(organisationId: string): Promise<Sponsor> {
    const [row] = await this.db.prepared<Sponsor>('challenge_sponsor', 'select id, name, slug, kind, country from organisation where id = $1', [organisationId]);
    return row!;
  }

  async idOfSlug(slug: string): Promise<string | undefined> {
    const [row] = await this.db.prepared<{ id: string }>('challenge_by_slug', 'select id from challenge where slug = $1', [slug]);
    return row?.id;
  }
}
