import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Judges who are taken off a panel are told, questions have numbers, and whoever leaves an organisation loses what they were told for being in it. */
export class MoreOfInboxesNotifications1764000000044 implements MigrationInterface {
  name = 'MoreOfInboxesNotifications1764000000044';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into notification_choice values ('judge_replaced', 'at_once');
      update notification n set facts = n.facts || jsonb_build_object('questionId', q.id, 'askedAt', q.asked_at,
          'number', (select count(*) from question o where o.challenge_id = q.challenge_id and (o.asked_at, o.id) <= (q.asked_at, q.id)))
        from question q where q.id = n.subject_id and n.kind in ('question_asked', 'question_answered', 'rules_clarified');
      grant delete on inbox_item to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke delete on inbox_item from guildhall_app;
      delete from notification_choice where kind = 'judge_replaced';
    `);
  }
}
