import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import type { Locale } from '@app/messages';
import { catalogue, kindNames } from '../catalogue';
import { digestHour } from '../digest.rules';
import { type InboxRow, mostCounted } from '../inbox.service';
import { type Choice, choices, choicesOf, type Kind, parts } from '../kind';
import type { Settings } from '../settings.service';

export class NotificationView {
  id: string;
  @ApiProperty({ enum: kindNames })
  kind: string;
  /** What it is, in a line */
  title: string;
  /** What the mail begins with */
  text: string;
  /** Why you get it */
  reason: string;
  /** Where to go on, in the portal */
  path: string;
  /** What is done there */
  action: string;
  createdAt: string;
  readAt: string | null;
  doneAt: string | null;
  /** What it asked of you is done, or cannot be done any more; it needs no mark */
  isSettled: boolean;

  static of(row: InboxRow, locale: Locale): NotificationView {
    const { subject, paragraphs, action, reason } = catalogue[row.kind]!.words(row.facts, { locale });
    return Object.assign(new NotificationView(), {
      id: showId('notification', row.id), kind: row.kind, title: subject, text: paragraphs.slice(0, 2).join(' '), reason, path: row.path, action,
      createdAt: row.createdAt.toISOString(), readAt: row.readAt?.toISOString() ?? null, doneAt: row.doneAt?.toISOString() ?? null, isSettled: row.isSettled,
    });
  }
}

export class InboxPageView {
  items: NotificationView[];
  next?: string;
}

export class UnreadView {
  /** Counted up to 100 */
  unread: number;

  static of(unread: number): UnreadView {
    return Object.assign(new UnreadView(), { unread: Math.min(unread, mostCounted) });
  }
}

/** Which mails of one kind somebody gets */
export class NotificationSettingView {
  @ApiProperty({ enum: kindNames })
  kind: string;
  /** The part you play in it */
  @ApiProperty({ enum: parts })
  part: Kind['to']['part'];
  @ApiProperty({ enum: choices })
  choice: Choice;
  /** What may be chosen; without `off` it is always mailed */
  @ApiProperty({ enum: choices, isArray: true })
  choices: Choice[];
}

export class NotificationSettingsView {
  /** IANA name; until you choose one, the one your country suggests */
  timeZone: string;
  /** When the digest leaves, by that clock: full hours after midnight */
  digestHour: number;
  settings: NotificationSettingView[];

  static of({ timeZone, settings }: Settings): NotificationSettingsView {
    const views = settings.map(({ kind, choice }) => Object.assign(new NotificationSettingView(), { kind, part: catalogue[kind]!.to.part, choice, choices: choicesOf(catalogue[kind]!) }));
    return Object.assign(new NotificationSettingsView(), { timeZone, digestHour, settings: views });
  }
}

export class UnsubscriptionView {
  /** A kind of notification, or `digest` */
  what: string;
  /** Whether those mails are off */
  isOff: boolean;

  static of(unsubscription: UnsubscriptionView): UnsubscriptionView {
    return Object.assign(new UnsubscriptionView(), unsubscription);
  }
}
