import type { EntityManager } from 'typeorm';
import type { Actor } from '@app/kernel';

/** Who did what to which row, and why. Values appear only for columns an entity shows; of the others only the names. */
export interface AuditEntry {
  action: string;
  subject: string;
  subjectId: string;
  reason?: string;
  changes?: Record<string, { before?: unknown; after?: unknown }>;
}

const shownKey = Symbol('audited columns');

/** Columns whose values may stand in the audit trail; without it only `state` does. */
export function Audited(...columns: string[]): ClassDecorator {
  return (entity) => Reflect.defineMetadata(shownKey, columns, entity);
}

export function auditedValues(row: object, before: Record<string, unknown>, changes: Record<string, unknown>): AuditEntry['changes'] {
  const shown = new Set(['state', ...((Reflect.getMetadata(shownKey, row.constructor) as string[] | undefined) ?? [])]);
  return Object.fromEntries(
    Object.entries(changes).map(([name, after]) => [name, shown.has(name) ? { before: plain(before[name]), after: plain(after) } : {}]),
  );
}

export async function insertAudit(manager: EntityManager, actor: Actor, at: Date, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await manager.query(
    `insert into audit_entry (at, capacity, person_id, service_account_id, organisation_id, request_id, action, subject, subject_id, reason, changes)
     select $1, $2, $3, $4, $5, $6, action, subject, subject_id, reason, changes
     from jsonb_to_recordset($7::jsonb) as e(action text, subject text, subject_id text, reason text, changes jsonb)`,
    [
      at, actor.capacity, actor.personId ?? null, actor.serviceAccountId ?? null, actor.organisationId ?? null, actor.requestId ?? null,
      JSON.stringify(entries.map(({ subjectId, ...entry }) => ({ ...entry, subject_id: subjectId }))),
    ],
  );
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
