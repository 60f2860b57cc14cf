import { defineEvent, defineJob } from '@app/kernel';

/** Reminders that fell due. */
export const phaseClosesSoon = defineEvent<{ challengeId: string; phaseId: string }>('notifications.phase_closes_soon');
export const scoresDueSoon = defineEvent<{ challengeId: string; phaseId: string; endsAt: string }>('notifications.scores_due_soon');

/** Puts a notification into the inboxes of about a hundred people. */
export const deliverNotification = defineJob<{ notificationId: string; people: readonly string[] }>('notifications.deliver', 'general');
export const mailNotification = defineJob<{ notificationId: string; personId: string }>('notifications.mail', 'mail');
export const mailDigest = defineJob<{ digestId: string }>('notifications.mail_digest', 'mail');
