import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type Actor, type Id, pageOf } from '@app/kernel';
import { localeOf, Person } from '@app/identity';
import type { Locale } from '@app/messages';
import { Access, Act, Db, Fails, IdParam, positionOf, requestProblems } from '@app/platform';
import { Inbox } from '../inbox.service';
import { problems } from '../notifications.problems';
import { NotificationSettings } from '../settings.service';
import { InboxQuery, MarkDto, NotificationSettingsDto, ReadAllDto } from './notifications.dto';
import { InboxPageView, NotificationSettingsView, NotificationView, UnreadView, UnsubscriptionView } from './notifications.view';

/** What somebody was told, and which mails they want. */
@Controller('api/v1')
export class NotificationsController {
  constructor(
    private readonly db: Db,
    private readonly inbox: Inbox,
    private readonly settings: NotificationSettings,
  ) {}

  /** What you were told, the newest first */
  @Get('me/inbox')
  @Access('person', { whileSuspended: true })
  async listInbox(@Act() actor: Actor, @Query() query: InboxQuery): Promise<InboxPageView> {
    const [rows, locale] = await Promise.all([this.inbox.list(actor, query.filter, positionOf(query, 2), query.limit), this.localeOf(actor)]);
    return Object.assign(new InboxPageView(), pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id], (row) => NotificationView.of(row, locale)));
  }

  /** How much of it is unread */
  @Get('me/inbox/count')
  @Access('person', { whileSuspended: true })
  async countInbox(@Act() actor: Actor): Promise<UnreadView> {
    return UnreadView.of(await this.inbox.countUnread(actor));
  }

  /** Mark all that had come by a time as read */
  @Put('me/inbox/read')
  @HttpCode(204)
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.invalid)
  async readInbox(@Act() actor: Actor, @Body() { until }: ReadAllDto): Promise<void> {
    await this.inbox.readAll(actor, until);
  }

  /** Say whether you have read one, and are done with it */
  @Put('me/inbox/:id')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.invalid)
  async markNotification(@Act() actor: Actor, @Param('id', IdParam('notification')) id: Id<'notification'>, @Body() body: MarkDto): Promise<NotificationView> {
    return NotificationView.of(await this.inbox.mark(actor, id, body), await this.localeOf(actor));
  }

  /** Which mails you get, and when */
  @Get('me/notification-settings')
  @Access('person', { whileSuspended: true })
  async readNotificationSettings(@Act() actor: Actor): Promise<NotificationSettingsView> {
    return NotificationSettingsView.of(await this.settings.of(actor));
  }

  /** Choose which mails you get, and when the digest leaves */
  @Put('me/notification-settings')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.invalid, problems.choiceNotOffered)
  async chooseNotifications(@Act() actor: Actor, @Body() body: NotificationSettingsDto): Promise<NotificationSettingsView> {
    return NotificationSettingsView.of(await this.settings.choose(actor, body));
  }

  /** What the link in a mail turns off */
  @Get('unsubscriptions/:token')
  @Access('public')
  @RouteConfig({ rateLimit: { max: 60 } })
  @Fails(requestProblems.notFound)
  async readUnsubscription(@Param('token') token: string): Promise<UnsubscriptionView> {
    return UnsubscriptionView.of(await this.settings.unwanted(token));
  }

  /** Turn those mails off; the link is all it takes */
  @Put('unsubscriptions/:token')
  @Access('public')
  @RouteConfig({ rateLimit: { max: 60 } })
  @Fails(requestProblems.notFound)
  async unsubscribe(@Param('token') token: string): Promise<UnsubscriptionView> {
    return UnsubscriptionView.of(await this.settings.unsubscribe(token));
  }

  private async localeOf({ personId }: Actor): Promise<Locale> {
    return localeOf(await this.db.findOne(Person, personId!));
  }
}
