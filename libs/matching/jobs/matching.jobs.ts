import { Injectable } from '@nestjs/common';
import type { PayloadOf } from '@app/kernel';
import { awardLost } from '@app/bounties';
import { challengeCancelled, challengeOpened, phaseClosed, phaseDecided } from '@app/challenges';
import { organisationCreated, organisationEdited } from '@app/identity';
import { Does, On, type Tx } from '@app/platform';
import { matchChallenge, recommendTo } from '../matching.events';
import { Matching } from '../matching.service';
import { WarmIndex } from '../warm-index.service';

/** Who holds a place in a challenge, or was awarded one and lost it. */
const placed = `select distinct e.organisation_id as id from entry e where e.challenge_id = $1
  and (exists (select from placement p where p.entry_id = e.id) or exists (select from award a where a.entry_id = e.id)) order by 1`;

/** What changes who suits what. */
@Injectable()
export class MatchingJobs {
  constructor(
    private readonly matching: Matching,
    private readonly warmIndex: WarmIndex,
  ) {}

  @On(challengeOpened, { queue: 'matching' })
  async opened({ challengeId }: PayloadOf<typeof challengeOpened>, tx: Tx): Promise<void> {
    await this.matching.match(tx, challengeId);
  }

  @Does(matchChallenge)
  async match({ challengeId }: PayloadOf<typeof matchChallenge>, tx: Tx): Promise<void> {
    await this.matching.match(tx, challengeId);
  }

  @On(organisationCreated, { queue: 'matching' })
  async created({ organisationId }: PayloadOf<typeof organisationCreated>, tx: Tx): Promise<void> {
    await this.learn(tx, [organisationId]);
  }

  @On(organisationEdited, { queue: 'matching' })
  async edited({ organisationId }: PayloadOf<typeof organisationEdited>, tx: Tx): Promise<void> {
    await this.learn(tx, [organisationId]);
  }

  @Does(recommendTo)
  async recommend({ organisationId }: PayloadOf<typeof recommendTo>, tx: Tx): Promise<void> {
    await this.matching.recommend(tx, organisationId);
  }

  @On(phaseDecided, { queue: 'matching' })
  async decided({ challengeId }: PayloadOf<typeof phaseDecided>, tx: Tx): Promise<void> {
    await this.learnPlaced(tx, challengeId);
  }

  @On(awardLost, { queue: 'matching' })
  async lost({ challengeId }: PayloadOf<typeof awardLost>, tx: Tx): Promise<void> {
    await this.learnPlaced(tx, challengeId);
  }

  @On(phaseClosed, { queue: 'matching' })
  async over({ challengeId }: PayloadOf<typeof phaseClosed>, tx: Tx): Promise<void> {
    await this.matching.end(tx, challengeId);
  }

  @On(challengeCancelled, { queue: 'matching' })
  async cancelled({ challengeId }: PayloadOf<typeof challengeCancelled>, tx: Tx): Promise<void> {
    await this.matching.end(tx, challengeId);
  }

  private async learnPlaced(tx: Tx, challengeId: string): Promise<void> {
    const rows = await tx.query<{ id: string }>(placed, [challengeId]);
    if (rows.length > 0) await this.learn(tx, rows.map(({ id }) => id));
  }

  /** The index takes it in once this is committed; only then is it compared. */
  private async learn(tx: Tx, organisationIds: readonly string[]): Promise<void> {
    await this.warmIndex.changed(tx, organisationIds);
    for (const organisationId of organisationIds) tx.enqueue(recommendTo, { organisationId });
  }
}
