import { ApiProperty } from '@nestjs/swagger';
import { type Capacity, showId } from '@app/kernel';
import type { AuditRow } from '../audit-trail.queries';
import { shownSubjectId } from '../audit-trail.rules';

const capacities = ['anonymous', 'person', 'member', 'staff', 'judge', 'system'] as const satisfies readonly Capacity[];

/** One column that changed */
export class AuditChangeView {
  field: string;
  /** Null where there was none, or where nobody sees it */
  before: string | null;
  /** Null where there is none any more, or where nobody sees it */
  after: string | null;
}

/** Somebody or something named in the trail */
export class AuditNameView {
  /** Null of what has no id of its own */
  id: string | null;
  name: string;
}

/** Who did what to what, and why */
export class AuditEntryView {
  id: string;
  at: string;
  @ApiProperty({ enum: capacities })
  capacity: Capacity;
  /** Null where no person did it */
  person: AuditNameView | null;
  /** For which it was done */
  organisation: AuditNameView | null;
  serviceAccount: AuditNameView | null;
  /** As it stands in the log of the server; of the platform itself, which part of it */
  requestId: string | null;
  /** The network address it came from; kept only of what staff did */
  address: string | null;
  action: string;
  /** What kind of thing it was done to */
  subject: string;
  subjectId: string;
  reason: string | null;
  changes: AuditChangeView[];

  static of(row: AuditRow): AuditEntryView {
    const { id, at, capacity, personId, person, organisationId, organisation, serviceAccount, requestId, address, action, subject, reason, changes } = row;
    return Object.assign(new AuditEntryView(), {
      id, at: at.toISOString(), capacity,
      person: personId && { id: showId('person', personId), name: person ?? '' },
      organisation: organisationId && { id: showId('organisation', organisationId), name: organisation ?? '' },
      serviceAccount: serviceAccount === null ? null : { id: null, name: serviceAccount },
      requestId, address, action, subject, subjectId: shownSubjectId(row), reason,
      changes: Object.entries(changes ?? {}).map(([field, { before, after }]) => ({ field, before: asText(before), after: asText(after) })),
    });
  }
}

export class AuditPage {
  items: AuditEntryView[];
  /** Pass as `after` for the next page */
  next?: string;
}

function asText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
