import { Module } from '@nestjs/common';
import { BountiesModule } from '@app/bounties';
import { ChallengesModule } from '@app/challenges';
import { JudgingModule } from '@app/judging';
import { ProvenanceModule } from '@app/provenance';
import { SubmissionsModule } from '@app/submissions';
import { NotificationsController } from './http/notifications.controller';
import { Inbox } from './inbox.service';
import { Leaving } from './jobs/leaving.jobs';
import { Mailing } from './jobs/mailing.jobs';
import { Reminders } from './jobs/reminders.jobs';
import { Telling } from './jobs/telling';
import { Notifications } from './notifications.service';
import { NotificationSettings } from './settings.service';
import { Sources } from './sources.service';

@Module({
  imports: [ProvenanceModule, ChallengesModule, SubmissionsModule, JudgingModule, BountiesModule],
  controllers: [NotificationsController],
  providers: [Sources, Notifications, Inbox, NotificationSettings, Telling, Leaving, Mailing, Reminders],
})
export class NotificationsModule {}
