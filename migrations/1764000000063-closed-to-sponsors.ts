import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From when on a sponsor's people read nothing more that was not awarded, and why: said by who gives money back or hears the declaration, and asked by who hands out what was handed in. */
export class ClosedToSponsors1764000000063 implements MigrationInterface {
  name = 'ClosedToSponsors1764000000063';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table challenge
        add closed_to_sponsor_at timestamptz(3),
        add closed_to_sponsor_because text check (closed_to_sponsor_because in ('refund', 'declaration')),
        add constraint challenge_closed_for_a_reason check ((closed_to_sponsor_at is null) = (closed_to_sponsor_because is null));
      update challenge c set closed_to_sponsor_at = f.at, closed_to_sponsor_because = f.because
        from (select distinct on (challenge_id) challenge_id, at, because
          from (select challenge_id, signed_at as at, 'declaration' as because from non_use_declaration where state = 'signed'
            union all
            select subject_id, created_at, 'refund' from refund where reason not in ('paid_twice', 'payment_failed', 'terms_changed')) all_of_them
          order by challenge_id, at, because) f
        where f.challenge_id = c.id`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table challenge drop closed_to_sponsor_because, drop closed_to_sponsor_at');
  }
}
