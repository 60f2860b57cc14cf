import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '@app/identity';
import { ProvenanceModule } from '@app/provenance';
import { ChallengeSource } from './challenge-source.entity';
import { Challenge } from './challenge.entity';
import { ChallengeLists } from './challenges.queries';
import { Challenges } from './challenges.service';
import { Drafts } from './drafts.service';
import { ChallengeReader } from './http/challenge-reader';
import { ChallengesController } from './http/challenges.controller';
import { DraftsController } from './http/drafts.controller';
import { ImportsController } from './http/imports.controller';
import { ReviewsController } from './http/reviews.controller';
import { RuleCardsController } from './http/rule-cards.controller';
import { Imports } from './imports.service';
import { PhaseClock } from './jobs/phase-clock.jobs';
import { ReviewMails } from './jobs/review.mails';
import { Criterion, Phase, Prize } from './phase.entity';
import { Review } from './review.entity';
import { Reviews } from './reviews.service';
import { RuleCard } from './rule-card.entity';

@Module({
  imports: [TypeOrmModule.forFeature([Challenge, Phase, Criterion, Prize, Review, RuleCard, ChallengeSource]), IdentityModule, ProvenanceModule],
  controllers: [ChallengesController, DraftsController, ReviewsController, ImportsController, RuleCardsController],
  providers: [Challenges, Drafts, Reviews, Imports, ChallengeLists, ChallengeReader, PhaseClock, ReviewMails],
  exports: [Challenges],
})
export class ChallengesModule {}
