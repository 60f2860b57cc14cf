import { Entity, PrimaryColumn, Column } from 'typeorm';
import type { ChallengeId, PersonId, PhaseId } from '@app/kernel';

/** Somebody judges a phase: while they do, neither they nor an organisation of theirs can enter the challenge. */
@Entity()
export class ChallengeJudge {
  @PrimaryColumn('uuid') phaseId: PhaseId;
  @PrimaryColumn('uuid') personId: PersonId;
  @Column('uuid') challengeId: ChallengeId;

  static of(parts: Pick<ChallengeJudge, 'phaseId' | 'personId' | 'challengeId'>): ChallengeJudge {
    return Object.assign(new ChallengeJudge(), parts);
  }
}
