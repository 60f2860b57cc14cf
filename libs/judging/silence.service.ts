import { Injectable } from '@nestjs/common';
import { latest } from '@app/kernel';
import { Db, type Tx } from '@app/platform';
import { beginAfterPauses, type Challenge, Challenges, type Phase } from '@app/challenges';
import { Eligibility } from '@app/submissions';

/** How things stand with a sponsor who decides nothing. */
@Injectable()
export class Silence {
  constructor(
    private readonly db: Db,
    private readonly eligibility: Eligibility,
    private readonly challenges: Challenges,
  ) {}

  /** Since when it counts: from the judging deadline, or later where deciding had to wait for somebody's eligibility; the days of later pauses do not count. */
  async beginsAt({ id, challengeId, judgingEndsAt }: Pick<Phase, 'id' | 'challengeId' | 'judgingEndsAt'>, from: Db | Tx = this.db): Promise<Date> {
    const waitEnd = await this.eligibility.waitEndsAt(from, id);
    return waitEnd ? latest(judgingEndsAt!, beginAfterPauses(waitEnd, await this.challenges.pausesOf(challengeId, from))) : judgingEndsAt!;
  }

  /** Whether the next one extends judging: where the rule card says so, once in a challenge, and not after the sponsor has seen the order, since nobody scores on then. */
  async mayExtend({ id, noAwardRule }: Pick<Challenge, 'id' | 'noAwardRule'>, from: Db | Tx = this.db): Promise<boolean> {
    if (noAwardRule !== 'extend_once') return false;
    const barred = await from.query(
      `select from panel p join phase f on f.id = p.phase_id where p.challenge_id = $1 and (p.extended_at is not null or (f.state = 'judging' and f.order_shown_at is not null)) limit 1`,
      [id],
    );
    return barred.length === 0;
  }
}
