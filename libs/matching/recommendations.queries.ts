import { Injectable } from '@nestjs/common';
import type { Actor, ChallengeId, OrganisationId } from '@app/kernel';
import { Challenge, mayReadAll } from '@app/challenges';
import { Db, requestProblems } from '@app/platform';
import { maySeeRecommendations } from './matching.policy';
import { explorationShare, type MatchPlace } from './matching.rules';
import { MatchingSolver } from './matching-solver.entity';
import type { Reason } from './scoring';

export interface RecommendedRow {
  id: string;
  slug: string;
  title: string;
  summary: string | null;
  closesAt: Date;
  sponsorName: string;
  place: MatchPlace | null;
  score: number;
  reasons: Reason[];
}

const mostShown = 20;

/** The challenges it is one of the best for, then some of those it explores, then the others; shown in one order. */
const recommended = `
  with suiting as (
    select c.id, c.slug, c.title, c.summary, p.closes_at as "closesAt", o.name as "sponsorName", m.place, coalesce(r.score, 0) as score, coalesce(r.reasons, '[]') as reasons
    from (select challenge_id as id from challenge_match where organisation_id = $1 union select challenge_id from recommendation where organisation_id = $1) of_it
    join matching_solver s on s.organisation_id = $1 and s.is_on
    join challenge c on c.id = of_it.id and c.state = 'open' and c.paused_at is null and c.visibility = 'public'
    join phase p on p.challenge_id = c.id and p.position = 1 and p.state = 'open' and p.closes_at > app_now()
    join organisation o on o.id = c.sponsor_id
    left join challenge_match m on m.challenge_id = c.id and m.organisation_id = $1
    left join recommendation r on r.challenge_id = c.id and r.organisation_id = $1
    where not exists (select from entry e where e.challenge_id = c.id and e.organisation_id = $1)
  ), ranked as (select *, row_number() over (partition by place order by score desc, id) as rank from suiting),
  shown as (
    select * from ranked
    order by case when place = 'best' then 1 when place = 'exploration' and rank <= $3 then 2 else 3 end, score desc, id limit $2
  )
  select id, slug, title, summary, "closesAt", "sponsorName", place, score, reasons from shown order by score desc, id`;

/** What solvers and sponsors may know of matching. */
@Injectable()
export class Recommendations {
  constructor(private readonly db: Db) {}

  /** Challenges for one organisation that can be entered now, the nearest first; for its people only. @throws notFound */
  async of(actor: Actor, organisationId: OrganisationId): Promise<{ isOn: boolean; rows: RecommendedRow[] }> {
    if (!maySeeRecommendations(actor, organisationId)) throw requestProblems.notFound();
    const solver = await this.db.findOne(MatchingSolver, { organisationId });
    const rows = await this.db.query<RecommendedRow>(recommended, [organisationId, mostShown, mostShown * explorationShare]);
    return { isOn: solver?.isOn ?? true, rows };
  }

  /** How many solvers a challenge was matched with, never who; for the sponsor's side and staff. @throws notFound */
  async matched(actor: Actor, challengeId: ChallengeId): Promise<number> {
    const challenge = await this.db.findOne(Challenge, challengeId);
    if (!challenge || !mayReadAll(actor, challenge)) throw requestProblems.notFound();
    const [row] = await this.db.query<{ count: number }>('select count(*)::int as count from challenge_match where challenge_id = $1', [challengeId]);
    return row!.count;
  }
}
