import { Inject, Injectable } from '@nestjs/common';
import { Rests } from '@app/bounties';
import { Challenges } from '@app/challenges';
import { Decisions, Silence } from '@app/judging';
import { CONFIG, type Config, Db } from '@app/platform';
import { Provenance } from '@app/provenance';
import { Eligibility } from '@app/submissions';

/** Where kinds learn what they say and whom they tell. Inside a change all of it is read in its transaction. */
@Injectable()
export class Sources {
  constructor(
    private readonly db: Db,
    readonly challenges: Challenges,
    readonly silence: Silence,
    readonly decisions: Decisions,
    readonly rests: Rests,
    readonly eligibility: Eligibility,
    readonly provenance: Provenance,
    @Inject(CONFIG) readonly config: Config,
  ) {}

  /** One row, or none. */
  async row<Row extends object>(sql: string, ...params: unknown[]): Promise<Row | undefined> {
    const [row] = await this.db.query<Row>(sql, params);
    return row;
  }

  /** The ids a query finds, once each. */
  async ids(sql: string, ...params: unknown[]): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(sql, params);
    return [...new Set(rows.map(({ id }) => id))];
  }
}
