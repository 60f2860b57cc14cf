import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChallengesModule } from '@app/challenges';
import { FilesModule } from '@app/files';
import { IdentityModule } from '@app/identity';
import { PaymentsModule } from '@app/payments';
import { ProvenanceModule } from '@app/provenance';
import { ThreadsModule } from '@app/threads';
import { ModerationAppeals } from './appeals.service';
import { Measure, ModerationAppeal, ModerationDecision } from './decision.entity';
import { ModerationDecisions } from './decisions.service';
import { HoldReviews } from './hold-reviews.service';
import { ModerationController } from './http/moderation.controller';
import { ReportsController } from './http/reports.controller';
import { Measures } from './measures.service';
import { ModerationQueries } from './moderation.queries';
import { Report } from './report.entity';
import { Reports } from './reports.service';
import { Sides } from './sides';
import { Subjects } from './subjects.service';

@Module({
  imports: [TypeOrmModule.forFeature([Report, ModerationDecision, Measure, ModerationAppeal]), ProvenanceModule, FilesModule, IdentityModule, PaymentsModule, ChallengesModule, ThreadsModule],
  controllers: [ReportsController, ModerationController],
  providers: [Subjects, Sides, Reports, Measures, ModerationDecisions, ModerationAppeals, HoldReviews, ModerationQueries],
})
export class ModerationModule {}
