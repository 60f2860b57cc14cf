import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChallengesModule } from '@app/challenges';
import { IdentityModule } from '@app/identity';
import { ProvenanceModule } from '@app/provenance';
import { SubmissionsModule } from '@app/submissions';
import { Conflicts } from './conflicts.service';
import { Decision, DecisionPlace } from './decision.entity';
import { Decisions } from './decisions.service';
import { DecisionsController } from './http/decisions.controller';
import { PanelsController } from './http/panels.controller';
import { ScoringController } from './http/scoring.controller';
import { DecidingJobs } from './jobs/deciding.jobs';
import { JudgingJobs } from './jobs/judging.jobs';
import { Judges } from './judges.service';
import { JudgingQueries } from './judging.queries';
import { Assignment, Conflict, Panel, PanelSeat, Scorecard } from './panel.entity';
import { Panels } from './panels.service';
import { Placement } from './placement.entity';
import { Scoring } from './scoring.service';
import { Silence } from './silence.service';

@Module({
  imports: [TypeOrmModule.forFeature([Panel, PanelSeat, Conflict, Assignment, Scorecard, Decision, DecisionPlace, Placement]), ProvenanceModule, IdentityModule, ChallengesModule, SubmissionsModule],
  controllers: [PanelsController, ScoringController, DecisionsController],
  providers: [Panels, Judges, Conflicts, Scoring, Decisions, JudgingQueries, JudgingJobs, DecidingJobs, Silence],
  exports: [Decisions, Silence],
})
export class JudgingModule {}
