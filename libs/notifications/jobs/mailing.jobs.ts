import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PayloadOf } from '@app/kernel';
import { localeOf } from '@app/identity';
import { m } from '@app/messages';
import { CONFIG, type Config, Db, Does, DoesOutside, Due, eachDue, Mailer, type Tx } from '@app/platform';
import { catalogue } from '../catalogue';
import { choicesOf, defaultOf, type Facts } from '../kind';
import { deliverNotification, mailDigest, mailNotification } from '../notifications.events';
import { Notifications } from '../notifications.service';
import { digest } from '../settings.service';
import { Sources } from '../sources.service';
import { unsubscribeToken } from '../unsubscribe.token';

interface Addressee {
  email: string;
  locale: string;
}

interface Item {
  id: string;
  kind: string;
  subjectId: string;
  occasion: string;
  facts: Facts;
  path: string;
}

const itemColumns = 'n.id, n.kind, n.subject_id as "subjectId", n.occasion, n.facts, n.path';

/** Brings notifications into inboxes and mailboxes. A mail that is sent again after a crash bears the same id, by which mail programs know it. */
@Injectable()
export class Mailing {
  constructor(
    private readonly db: Db,
    private readonly notifications: Notifications,
    private readonly sources: Sources,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Does(deliverNotification)
  async deliver({ notificationId, people }: PayloadOf<typeof deliverNotification>, tx: Tx): Promise<void> {
    await this.notifications.deliver(tx, notificationId, people);
  }

  /** Nothing is mailed any more of what is over meanwhile or was turned off, nor to whom it no longer concerns. */
  @DoesOutside(mailNotification)
  async mail({ notificationId, personId }: PayloadOf<typeof mailNotification>): Promise<void> {
    const [item] = await this.db.query<Item & Addressee & { choice: string | null }>(
      `select ${itemColumns}, p.email::text as email, p.locale, s.choice from inbox_item i join notification n on n.id = i.notification_id join person p on p.id = i.person_id
         left join notification_setting s on s.person_id = i.person_id and s.kind = i.kind
       where i.notification_id = $1 and i.person_id = $2 and i.mailed_at is null and p.state = 'active'`,
      [notificationId, personId],
    );
    if (!item || item.choice === 'off' || !(await this.stillHolds(item, personId))) return;
    const kind = catalogue[item.kind]!;
    const saying = { locale: localeOf(item) };
    const { subject, paragraphs, action, reason } = kind.words(item.facts, saying);
    await this.mailer.send({
      to: item.email, subject, paragraphs, reason,
      action: { label: action, url: this.page(item.path) },
      id: this.idOf(notificationId, personId),
      ...(choicesOf(kind).includes('off') && { unsubscribe: { label: m.mail_unsubscribe({}, saying), url: this.unsubscribe(personId, item.kind) } }),
    });
    await this.db.query('update inbox_item set mailed_at = now() where notification_id = $1 and person_id = $2', [notificationId, personId]);
  }

  @Due('notifications.digests')
  async closeDue(limit: number): Promise<number> {
    return eachDue<{ id: string }>(this.db, 'notifications.digests', 'select id from digest where closed_at is null and due_at <= app_now()', limit, async (tx, { id }) => {
      const [closed] = await tx.query('update digest set closed_at = $2 where id = (select id from digest where id = $1 and closed_at is null and due_at <= app_now() for update skip locked) returning id', [id, tx.now]);
      if (closed) tx.enqueue(mailDigest, { digestId: id });
      return closed !== undefined;
    });
  }

  /** What was read meanwhile needs no mail; nor does a digest of nothing. */
  @DoesOutside(mailDigest)
  async sendDigest({ digestId }: PayloadOf<typeof mailDigest>): Promise<void> {
    const person = await this.leased(digestId);
    if (!person) return;
    const items = await this.itemsOf(digestId, person.id);
    if (items.length > 0 && person.state === 'active') {
      const unsubscribe = { label: m.mail_unsubscribe_digest({}, { locale: localeOf(person) }), url: this.unsubscribe(person.id, digest) };
      await this.mailer.send({ to: person.email, ...this.digestOf(items, person), id: this.idOf(digestId, person.id), unsubscribe });
    }
    await this.db.query('update digest set sent_at = now() where id = $1', [digestId]);
  }

  /** Whose it is, unless it was sent. @throws while somebody else is sending it */
  private async leased(digestId: string): Promise<(Addressee & { id: string; state: string }) | undefined> {
    const [person] = await this.db.query<Addressee & { id: string; state: string }>(
      `with lease as (update digest set leased_until = now() + interval '2 minutes' where id = $1 and sent_at is null and (leased_until is null or leased_until < now()) returning person_id)
       select p.id, p.email::text as email, p.locale, p.state from lease join person p on p.id = lease.person_id`,
      [digestId],
    );
    if (person) return person;
    const [waiting] = await this.db.query('select from digest where id = $1 and sent_at is null', [digestId]);
    if (waiting) throw new Error('somebody else is sending this digest');
    return undefined;
  }

  private async itemsOf(digestId: string, personId: string): Promise<Item[]> {
    const items = await this.db.query<Item & { choice: string | null }>(
      `select ${itemColumns}, s.choice from inbox_item i join notification n on n.id = i.notification_id left join notification_setting s on s.person_id = i.person_id and s.kind = i.kind
       where i.digest_id = $1 and i.read_at is null and i.done_at is null order by i.created_at, n.id`,
      [digestId],
    );
    const holding: Item[] = [];
    for (const item of items) if ((item.choice ?? defaultOf(catalogue[item.kind]!)) !== 'off' && (await this.stillHolds(item, personId))) holding.push(item);
    return holding;
  }

  private digestOf(items: readonly Item[], person: Addressee) {
    const saying = { locale: localeOf(person) };
    return {
      subject: m.mail_digest_subject({ count: items.length }, saying),
      paragraphs: [m.mail_digest_text({}, saying)],
      items: items.map(({ kind, facts, path }) => {
        const { subject, paragraphs, reason } = catalogue[kind]!.words(facts, saying);
        return { title: subject, lines: [...paragraphs, reason], url: this.page(path) };
      }),
      action: { label: m.mail_digest_action({}, saying), url: this.page('/inbox') },
      reason: m.mail_digest_reason({}, saying),
    };
  }

  private async stillHolds({ kind, subjectId, occasion }: Item, personId: string): Promise<boolean> {
    const told = catalogue[kind]!;
    const matter = { subjectId, occasion };
    return (await told.to.includes(this.sources, matter, personId)) && (await told.about(this.sources, matter)) !== undefined;
  }

  private unsubscribe(personId: string, what: string): string {
    return this.page(`/unsubscribe/${unsubscribeToken({ personId, what }, this.config.secretsKeys)}`);
  }

  /** The same whenever it is sent, and nothing in it says who gets it. */
  private idOf(about: string, personId: string): string {
    return `<${createHash('sha256').update(`${about} ${personId}`).digest('hex').slice(0, 40)}@${new URL(this.config.publicUrl).hostname}>`;
  }

  private page(path: string): string {
    return `${this.config.publicUrl}${path}`;
  }
}
