import { Injectable } from '@nestjs/common';
import type { PayloadOf } from '@app/kernel';
import { awardLost } from '@app/bounties';
import { challengeCancelled, challengeOpened, phaseClosed, phaseDecided } from '@app/challenges';
import { memberAdded, memberRemoved, organisationCreated, organisationEdited } from '@app/identity';
import { Does, On, type Tx } from '@app/platform';
import { compareSolvers, matchChallenge, recommendTo } from '../matching.events';
import { Matching } from '../matching.service';
import { WarmIndex } from '../warm-index.service';

/** Who holds a place in a challenge, or was awarded one and lost it. */
const placed = `select distinct e.organisation_id as id from entry e where e.challenge_id = $1
  and (exists (select from placement p where p.entry_id = e.id) or exists (select from award a where a.entry_id = e.id)) order by 1`;

/** What matching reads of an organisation. */
const isRead = new Set<string>(['about', 'topics', 'country']);

/** What changes who suits what. */
@Injectable()
export class MatchingJobs {
  constructor(
    private readonly matching: Matching,
    private readonly warmIndex: WarmIndex,
  ) {}

  @On(challengeOpened, { queue: 'matching' })
  async opened({ challengeId }: PayloadOf<typeof challengeOpened>, tx: Tx): Promise<void> {
    await this.matching.open(tx, challengeId);
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
  async edited({ organisationId, fields, relatedIds }: PayloadOf<typeof organisationEdited>, tx: Tx): Promise<void> {
    if (fields.some((field) => isRead.has(field))) await this.learn(tx, [organisationId]);
    this.relate(tx, relatedIds);
  }

  @On(memberAdded, { queue: 'matching' })
  async joined({ organisationId, personId }: PayloadOf<typeof memberAdded>, tx: Tx): Promise<void> {
    await this.relateThrough(tx, personId, organisationId);
  }

  @On(memberRemoved, { queue: 'matching' })
  async left({ organisationId, personId }: PayloadOf<typeof memberRemoved>, tx: Tx): Promise<void> {
    await this.relateThrough(tx, personId, organisationId);
  }

  @Does(recommendTo)
  async recommend({ organisationId }: PayloadOf<typeof recommendTo>, tx: Tx): Promise<void> {
    await this.matching.recommend(tx, organisationId);
  }

  @Does(compareSolvers)
  async compare({ challengeId, organisationIds }: PayloadOf<typeof compareSolvers>, tx: Tx): Promise<void> {
    await this.matching.compare(tx, organisationIds, challengeId);
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

  /** Related parties are not matched: those who are now, or are no more, are compared anew, on both sides. */
  private relate(tx: Tx, organisationIds: readonly string[]): void {
    for (const organisationId of organisationIds) tx.enqueue(recommendTo, { organisationId });
  }

  private async relateThrough(tx: Tx, personId: string, organisationId: string): Promise<void> {
    const others = await tx.query<{ id: string }>('select organisation_id as id from member where person_id = $1 and organisation_id <> $2 order by 1', [personId, organisationId]);
    if (others.length > 0) this.relate(tx, [organisationId, ...others.map(({ id }) => id)]);
  }
}
