import { Injectable } from '@nestjs/common';
import { newId } from '@app/kernel';
import { sendHint, type Tx } from '@app/platform';
import { catalogue } from './catalogue';
import { nextDigestAt, zoneOf } from './digest.rules';
import { type Choice, defaultOf, type Facts } from './kind';
import { deliverNotification, mailNotification } from './notifications.events';

/** Of one job. */
const peoplePerJob = 100;

export interface Told {
  kind: string;
  subjectId: string;
  occasion: string;
  again: string;
  facts: Facts;
  path: string;
}

interface Reader {
  id: string;
  choice: Choice;
  country: string;
  timeZone: string | null;
}

/** What people are told, once for each occasion and person however often it is asked for. */
@Injectable()
export class Notifications {
  /** Keeps what is said, and gives it to everybody in jobs of about a hundred. What was told before is not told again. */
  async tell(tx: Tx, { kind, subjectId, occasion, again, facts, path }: Told, people: readonly string[]): Promise<void> {
    if (people.length === 0) return;
    const [notification] = await tx.query<{ id: string }>(
      `insert into notification (id, kind, subject_id, occasion, again, facts, path, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (kind, subject_id, occasion, again) do nothing returning id`,
      [newId('notification'), kind, subjectId, occasion, again, JSON.stringify(facts), path, tx.now],
    );
    if (!notification) return;
    for (let at = 0; at < people.length; at += peoplePerJob) tx.enqueue(deliverNotification, { notificationId: notification.id, people: people.slice(at, at + peoplePerJob) });
  }

  /** Into the inboxes of these people; those who have it keep theirs. */
  async deliver(tx: Tx, notificationId: string, people: readonly string[]): Promise<void> {
    const [{ kind } = { kind: '' }] = await tx.query<{ kind: string }>('select kind from notification where id = $1', [notificationId]);
    const readers = await this.readersOf(tx, kind, people);
    const digests = await this.digestsOf(tx, readers.filter(({ choice }) => choice === 'digest'));
    const rows = readers.map(({ id, choice }) => ({ id, choice, digest: digests.get(id) ?? null }));
    const delivered = await tx.query<{ id: string; choice: Choice }>(
      `insert into inbox_item (notification_id, person_id, kind, mail, digest_id, created_at)
       select $1, id, $2, choice, digest, $3 from jsonb_to_recordset($4::jsonb) as r(id uuid, choice text, digest uuid)
       on conflict do nothing returning person_id as id, mail as choice`,
      [notificationId, kind, tx.now, JSON.stringify(rows)],
    );
    if (delivered.length === 0) return;
    for (const { id, choice } of delivered) if (choice === 'at_once') tx.enqueue(mailNotification, { notificationId, personId: id });
    tx.enqueue(sendHint, { people: delivered.map(({ id }) => id), type: 'notification', id: notificationId });
  }

  private readersOf(tx: Tx, kind: string, people: readonly string[]): Promise<Reader[]> {
    return tx.query<Reader>(
      `select p.id, coalesce(s.choice, $2) as choice, p.country, z.time_zone as "timeZone"
       from person p left join notification_setting s on s.person_id = p.id and s.kind = $1 left join digest_zone z on z.person_id = p.id
       where p.id = any($3::uuid[]) and p.state = 'active' order by p.id`,
      [kind, defaultOf(catalogue[kind]!), people],
    );
  }

  /** The digest that is open for each; it stays open until this is committed. */
  private async digestsOf(tx: Tx, readers: readonly Reader[]): Promise<Map<string, string>> {
    if (readers.length === 0) return new Map();
    const rows = readers.map(({ id, country, timeZone }) => ({ id: newId('digest'), person: id, due: nextDigestAt(tx.now, timeZone ?? zoneOf(country)) }));
    const digests = await tx.query<{ id: string; person: string }>(
      `insert into digest (id, person_id, due_at) select id, person, due from jsonb_to_recordset($1::jsonb) as r(id uuid, person uuid, due timestamptz) order by person
       on conflict (person_id) where closed_at is null do update set person_id = excluded.person_id returning id, person_id as person`,
      [JSON.stringify(rows)],
    );
    return new Map(digests.map(({ id, person }) => [person, id]));
  }
}
