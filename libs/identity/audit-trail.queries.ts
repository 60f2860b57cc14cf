import { Injectable } from '@nestjs/common';
import type { Capacity, PersonId } from '@app/kernel';
import { Db, type PageQuery, positionOf } from '@app/platform';
import { type AuditSubject, openSubjects, openValues } from './audit-trail.rules';

export interface AuditRow extends AuditSubject {
  id: string;
  at: Date;
  capacity: Capacity;
  personId: PersonId | null;
  person: string | null;
  organisationId: string | null;
  organisation: string | null;
  serviceAccount: string | null;
  requestId: string | null;
  /** They came from; only of staff. */
  address: string | null;
  action: string;
  reason: string | null;
  /** Column to its values before and after, where they may be seen. */
  changes: Record<string, { before?: unknown; after?: unknown }> | null;
}

export interface AuditFilter {
  /** All about one thing; without it, what staff did. */
  about?: AuditSubject;
  personId?: PersonId;
  /** The beginning of an action: `challenge.` or `challenge.approve`. */
  action: string;
  /** The whole of it. */
  named?: string;
}

/** Of a look-up only that there was one: words and people found are of those who help. */
const isOpen = `e.action <> 'person.lookUp'`;

/** Who did what to which row, before and after, and why; newest first. */
@Injectable()
export class AuditTrail {
  constructor(private readonly db: Db) {}

  /** One row more than the page holds, to know whether there is a next. */
  async entries({ about, personId, action, named }: AuditFilter, page: PageQuery): Promise<AuditRow[]> {
    const [before = null] = positionOf(page, 1) ?? [];
    const isSuspendable = about?.subject === 'person' || about?.subject === 'organisation';
    const suspensions = isSuspendable ? `or e.subject = 'suspension' and e.subject_id in (select id::text from suspension where ${about.subject}_id = $9::uuid)` : '';
    const [which, ...subject] = about ? [`(e.subject = $8 and e.subject_id = $9 ${suspensions}) and (e.subject = any ($4) or e.capacity = 'staff')`, about.subject, about.subjectId] : [`e.capacity = 'staff'`];
    return this.db.query<AuditRow>(
      `select e.id, e.at, e.capacity, e.person_id as "personId", p.name as person, e.organisation_id as "organisationId", o.name as organisation, s.name as "serviceAccount",
         e.request_id as "requestId", e.address, e.action, e.subject, e.subject_id as "subjectId",
         case when e.subject = any ($4) and ${isOpen} then e.reason end as reason, case when e.subject = any ($5) and ${isOpen} then e.changes end as changes
       from audit_entry e left join person p on p.id = e.person_id left join organisation o on o.id = e.organisation_id left join service_account s on s.id = e.service_account_id
       where ${which} and ($1::bigint is null or e.id < $1) and ($2::uuid is null or e.person_id = $2) and ($3 = '' or starts_with(e.action collate "C", $3)) and ($7::text is null or e.action collate "C" = $7)
       order by e.id desc limit $6`,
      [before, personId ?? null, action, openSubjects, openValues, page.limit + 1, named ?? null, ...subject],
    );
  }
}
