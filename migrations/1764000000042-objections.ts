import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing goes back to a sponsor while the results may be objected to; what was announced before has its time from its own results. */
export class Objections1764000000042 implements MigrationInterface {
  name = 'Objections1764000000042';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger announcement_stays on announcement;
      alter table announcement add object_by timestamptz(3), add due_at timestamptz(3);
      update announcement a set object_by = p.results_at + (c.numbers->>'appealHours')::int * interval '1 hour'
        from phase p, challenge c where p.id = a.phase_id and c.id = a.challenge_id and not a.is_empty;
      update announcement a set due_at = object_by from challenge c where c.id = a.challenge_id and c.state <> 'completed';
      alter table announcement add constraint objectable_unless_empty check (is_empty = (object_by is null));
      create index announcement_due on announcement (due_at) where due_at is not null;
      create trigger announcement_stays before update on announcement for each row
        when ((new.phase_id, new.challenge_id, new.decision_id, new.is_empty, new.at, new.object_by) is distinct from (old.phase_id, old.challenge_id, old.decision_id, old.is_empty, old.at, old.object_by))
        execute function refuse_change();
      create trigger announcement_is_kept before delete on announcement for each row execute function refuse_change();
      grant update (due_at) on announcement to guildhall_app;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger announcement_stays on announcement;
      drop trigger announcement_is_kept on announcement;
      revoke update (due_at) on announcement from guildhall_app;
      alter table announcement drop constraint objectable_unless_empty, drop object_by, drop due_at;
      create trigger announcement_stays before update or delete on announcement for each row execute function refuse_change();`);
  }
}
