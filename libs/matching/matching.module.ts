import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '@app/identity';
import { MatchingController } from './http/matching.controller';
import { MatchingJobs } from './jobs/matching.jobs';
import { Matching } from './matching.service';
import { MatchingSolver } from './matching-solver.entity';
import { Recommendations } from './recommendations.queries';
import { WarmIndex } from './warm-index.service';

@Module({
  imports: [TypeOrmModule.forFeature([MatchingSolver]), IdentityModule],
  controllers: [MatchingController],
  providers: [WarmIndex, Matching, Recommendations, MatchingJobs],
})
export class MatchingModule {}
