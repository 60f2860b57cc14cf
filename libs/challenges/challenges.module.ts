import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProvenanceModule } from '@app/provenance';
import { ChallengeSource } from './challenge-source.entity';
import { Challenge } from './challenge.entity';
import { Challenges } from './challenges.service';
import { Criterion, Phase, Prize } from './phase.entity';
import { Review } from './review.entity';
import { RuleCard } from './rule-card.entity';

@Module({
  imports: [TypeOrmModule.forFeature([Challenge, Phase, Criterion, Prize, Review, RuleCard, ChallengeSource]), ProvenanceModule],
  providers: [Challenges],
  exports: [Challenges],
})
export class ChallengesModule {}
