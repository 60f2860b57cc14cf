import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChallengesModule } from '@app/challenges';
import { FilesModule } from '@app/files';
import { IdentityModule } from '@app/identity';
import { SubmissionsModule } from '@app/submissions';
import { Attachments } from './attachments.service';
import { MessagesController } from './http/messages.controller';
import { QuestionsController } from './http/questions.controller';
import { ThreadsController } from './http/threads.controller';
import { Participants } from './participants.service';
import { Question } from './question.entity';
import { QuestionsQueries } from './questions.queries';
import { Questions } from './questions.service';
import { Attachment, Message, Thread } from './thread.entity';
import { ThreadNews } from './thread-news.service';
import { ThreadsQueries } from './threads.queries';
import { Threads } from './threads.service';

@Module({
  imports: [TypeOrmModule.forFeature([Question, Thread, Message, Attachment]), FilesModule, IdentityModule, ChallengesModule, SubmissionsModule],
  controllers: [QuestionsController, ThreadsController, MessagesController],
  providers: [Questions, QuestionsQueries, Participants, Attachments, Threads, ThreadsQueries, ThreadNews],
  exports: [Questions, Participants, Threads],
})
export class ThreadsModule {}
