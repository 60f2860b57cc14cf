export { moderationChecks } from './moderation.checks';
export { ModerationModule } from './moderation.module';
