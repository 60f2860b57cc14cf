import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '@app/identity';
import { ProvenanceModule } from '@app/provenance';
import { ChallengeSource } from './challenge-source.entity';
import { Challenge } from './challenge.entity';
import { Clarification } from './clarification.entity';
import { Clarifications } from './clarifications.service';
import { ChallengeLists } from './challenges.queries';
import { Challenges } from './challenges.service';
import { Drafts } from './drafts.service';
import { ChallengeReader } from './http/challenge-reader';
import { ChallengesController } from './http/challenges.controller';
import { ClarificationsController } from './http/clarifications.controller';
import { DraftsController } from './http/drafts.controller';
import { ImportsController } from './http/imports.controller';
import { ReviewsController } from './http/reviews.controller';
import { RuleCardsController } from './http/rule-cards.controller';
import { RuleSettingsController } from './http/rule-settings.controller';
import { Imports } from './imports.service';
import { PhaseClock } from './jobs/phase-clock.jobs';
import { Pause } from './pause.entity';
import { Pauses } from './pauses.service';
import { Criterion, Phase, Prize } from './phase.entity';
import { Review } from './review.entity';
import { Reviews } from './reviews.service';
import { RuleSettings } from './rule-settings.entity';
import { PlatformRules } from './rule-settings.service';
import { RuleCard } from './rule-card.entity';

@Module({
  imports: [TypeOrmModule.forFeature([Challenge, Phase, Criterion, Prize, Review, RuleCard, Clarification, RuleSettings, ChallengeSource, Pause]), IdentityModule, ProvenanceModule],
  controllers: [ChallengesController, DraftsController, ReviewsController, ImportsController, RuleCardsController, ClarificationsController, RuleSettingsController],
  providers: [Challenges, Clarifications, PlatformRules, Drafts, Reviews, Imports, ChallengeLists, ChallengeReader, PhaseClock, Pauses],
  exports: [Challenges, Pauses, Clarifications, PlatformRules],
})
export class ChallengesModule {}
