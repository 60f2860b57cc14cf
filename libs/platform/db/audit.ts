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

/** An entry and who did it: changes of several actors may share one transaction. Only of staff the address they came from is kept. */
export interface SignedEntry extends AuditEntry {
  actor: Actor;
}

export async function insertAudit(manager: EntityManager, at: Date, entries: readonly SignedEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await manager.query(
    `insert into audit_entry (at, capacity, person_id, service_account_id, organisation_id, request_id, address, action, subject, subject_id, reason, changes)
     select $1, capacity, person_id, service_account_id, organisation_id, request_id, address, action, subject, subject_id, reason, changes
     from jsonb_to_recordset($2::jsonb) as e(capacity text, person_id uuid, service_account_id uuid, organisation_id uuid, request_id text, address text,
       action text, subject text, subject_id text, reason text, changes jsonb)`,
    [at, JSON.stringify(entries.map(row))],
  );
}

function row({ actor, subjectId, ...entry }: SignedEntry): object {
  const { capacity, personId, serviceAccountId, organisationId, requestId, address } = actor;
  return { ...entry, subject_id: subjectId, capacity, person_id: personId, service_account_id: serviceAccountId, organisation_id: organisationId, request_id: requestId, address: capacity === 'staff' ? address : undefined };
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
