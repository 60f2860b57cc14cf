import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementsModule } from '@app/agreements';
import { ChallengesModule } from '@app/challenges';
import { IdentityModule } from '@app/identity';
import { JudgingModule } from '@app/judging';
import { PaymentsModule } from '@app/payments';
import { ProvenanceModule } from '@app/provenance';
import { SubmissionsModule } from '@app/submissions';
import { Agreeing } from './agreeing.service';
import { Announcement } from './announcement.entity';
import { Announcing } from './announcing.service';
import { Award } from './award.entity';
import { AwardLists } from './awards.queries';
import { Awards } from './awards.service';
import { ChallengeFundings } from './challenge-fundings.service';
import { Cancellations } from './cancellations.service';
import { NonUseDeclaration } from './declaration.entity';
import { Declarations } from './declarations.service';
import { AwardsController } from './http/awards.controller';
import { CancellationsController } from './http/cancellations.controller';
import { ChallengeFundingsController } from './http/challenge-fundings.controller';
import { DeclarationsController } from './http/declarations.controller';
import { RestsController } from './http/rests.controller';
import { StatementsController } from './http/statements.controller';
import { AwardClock } from './jobs/award-clock.jobs';
import { BountyJobs } from './jobs/bounties.jobs';
import { DeclarationClock } from './jobs/declaration-clock.jobs';
import { Hinting } from './jobs/hinting.jobs';
import { UnpaidPhases } from './jobs/unpaid-phases.jobs';
import { NonUse } from './non-use.service';
import { Recipients } from './recipients.service';
import { Release } from './release.service';
import { Rests } from './rests.service';
import { Settlement } from './settlement.service';
import { Standings } from './standings.service';

@Module({
  imports: [TypeOrmModule.forFeature([Award, Announcement, NonUseDeclaration]), IdentityModule, AgreementsModule, ProvenanceModule, PaymentsModule, ChallengesModule, SubmissionsModule, JudgingModule],
  controllers: [ChallengeFundingsController, AwardsController, CancellationsController, DeclarationsController, RestsController, StatementsController],
  providers: [ChallengeFundings, Cancellations, UnpaidPhases, Agreeing, Announcing, Awards, AwardLists, Recipients, Release, NonUse, Declarations, Settlement, Rests, Standings, BountyJobs, AwardClock, DeclarationClock, Hinting],
  exports: [Awards, Rests],
})
export class BountiesModule {}
