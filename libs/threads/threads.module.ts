import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChallengesModule } from '@app/challenges';
import { IdentityModule } from '@app/identity';
import { SubmissionsModule } from '@app/submissions';
import { QuestionsController } from './http/questions.controller';
import { Question } from './question.entity';
import { QuestionsQueries } from './questions.queries';
import { Questions } from './questions.service';

@Module({
  imports: [TypeOrmModule.forFeature([Question]), IdentityModule, ChallengesModule, SubmissionsModule],
  controllers: [QuestionsController],
  providers: [Questions, QuestionsQueries],
  exports: [Questions],
})
export class ThreadsModule {}
