import type { Type } from '@nestjs/common';
import { AgreementsModule } from '@app/agreements';
import { BountiesModule } from '@app/bounties';
import { ChallengesModule } from '@app/challenges';
import { IdentityModule } from '@app/identity';
import { JudgingModule } from '@app/judging';
import { MatchingModule } from '@app/matching';
import { ModerationModule } from '@app/moderation';
import { NotificationsModule } from '@app/notifications';
import { PaymentsModule } from '@app/payments';
import { SubmissionsModule } from '@app/submissions';
import { ThreadsModule } from '@app/threads';

/** Every business module, top to bottom as in architecture.cjs. Each process loads all of them. */
export const modules: Type[] = [IdentityModule, PaymentsModule, ChallengesModule, AgreementsModule, SubmissionsModule, ThreadsModule, JudgingModule, BountiesModule, MatchingModule, NotificationsModule, ModerationModule];
