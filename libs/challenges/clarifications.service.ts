import { Injectable } from '@nestjs/common';
import { type ChallengeId, showId } from '@app/kernel';
import { Db, type Tx } from '@app/platform';
import { Provenance } from '@app/provenance';
import type { Challenge } from './challenge.entity';
import { Clarification } from './clarification.entity';
import { RuleCard } from './rule-card.entity';

/** What a sponsor bound itself to in answers: it explains the rules to everybody alike, and cannot change them. */
@Injectable()
export class Clarifications {
  constructor(
    private readonly db: Db,
    private readonly provenance: Provenance,
  ) {}

  /** The caller holds an open challenge alone, and has locked all it needs: this locks the log. */
  async add(tx: Tx, challenge: Challenge, { question, answer }: { question: string; answer: string }): Promise<Clarification> {
    const cards = await tx.find(RuleCard, { challengeId: challenge.id });
    const earlier = await tx.find(Clarification, { challengeId: challenge.id });
    const clarification = Clarification.of({
      challengeId: challenge.id, number: earlier.length + 1, ruleCardVersion: Math.max(...cards.map(({ version }) => version)), question, answer, at: tx.now,
    });
    const { seq } = await this.provenance.append(tx, { type: 'clarification', subject: showId('clarification', clarification.id), digest: clarification.hash });
    clarification.recordSeq = seq;
    return tx.save(clarification, { action: 'clarification.add' });
  }

  /** In the order in which they were given. */
  of(challengeId: ChallengeId): Promise<Clarification[]> {
    return this.db.find(Clarification, { challengeId }, { number: 'ASC' });
  }
}
