export { catalogue } from './catalogue';
export { type Choice, choicesOf, type Kind } from './kind';
export { NotificationsModule } from './notifications.module';
