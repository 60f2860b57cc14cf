import { Injectable } from '@nestjs/common';
import { type Actor, isMember, type StaffRole } from '@app/kernel';
import { staffRoleLasts } from '@app/identity';
import type { Db, Tx } from '@app/platform';
import { takesPart } from '@app/submissions';

/** Who is concerned by what is reported or decided: a person, an organisation, or everybody in an entry. */
export interface Hit {
  personId: string | null;
  organisationId: string | null;
  entryId: string | null;
}

export interface Matter extends Hit {
  challengeId: string | null;
  reportedBy: string | null;
  /** The receipt a report names: it may be from another challenge, whose sides are sides here too. */
  recordSeq: number | null;
}

/** SQL: whether somebody is concerned, or reported it, or is with an organisation of theirs, or with the sponsor of a challenge it is about, or takes part there. */
export function isOnASide(staff: string, of: Record<keyof Matter, string>): string {
  return `exists (
    with people as (
      select ${of.personId} as id union select ${of.reportedBy} union select person_id from entry_member where entry_id = ${of.entryId}),
    challenges as (
      select ${of.challengeId} as id union select s.challenge_id from submission_version v join submission s on s.id = v.submission_id where v.record_seq = ${of.recordSeq}),
    bodies as (
      select ${of.organisationId} as id union select sponsor_id from challenge where id in (select id from challenges)
      union select m.organisation_id from member m join people p on p.id = m.person_id)
    select from people where id = ${staff}
    union all select from member m join bodies b on b.id = m.organisation_id where m.person_id = ${staff}
    union all select where ${takesPart(staff, `select ${of.entryId} union select e.id from challenges c join entry e on e.challenge_id = c.id where e.state <> 'withdrawn'`)})`;
}

const neutral = `select s.id from unnest($1::uuid[]) as s (id)
  where not ${isOnASide('s.id', { personId: '$2::uuid', organisationId: '$3::uuid', entryId: '$4::uuid', challengeId: '$5::uuid', reportedBy: '$6::uuid', recordSeq: '$7::bigint' })}`;

/** Who stands where in a matter of moderation: the sides of its challenge, as `Rivals` knows them, and those it is about, who reported it and their colleagues. */
@Injectable()
export class Sides {
  /** Whether staff may decide here. */
  async isNeutral(from: Db | Tx, actor: Actor, matter: Matter): Promise<boolean> {
    return (await this.neutralOf(from, [actor.personId!], matter)).length === 1;
  }

  /** Staff of a role who may decide here; none who is suspended. */
  async eligible(from: Db | Tx, role: StaffRole, matter: Matter): Promise<string[]> {
    const staff = await from.query<{ id: string }>(
      `select g.person_id as id from staff_grant g join person p on p.id = g.person_id and p.state = 'active' where g.role = $1 and g.confirmed_at > app_now() - make_interval(days => $2)
         and not exists (select from suspended u where u.person_id = p.id)`,
      [role, staffRoleLasts],
    );
    return this.neutralOf(from, staff.map(({ id }) => id), matter);
  }

  /** Whether this person is on the side that is concerned, and speaks for it. */
  async isHit(from: Db | Tx, actor: Actor, { personId, organisationId, entryId }: Hit): Promise<boolean> {
    if (actor.personId === undefined) return false;
    if (personId !== null) return personId === actor.personId;
    if (organisationId !== null) return isMember(actor, organisationId, 'owner', 'manager', 'treasurer');
    return (await from.query('select from entry_member where entry_id = $1 and person_id = $2', [entryId, actor.personId])).length > 0;
  }

  private async neutralOf(from: Db | Tx, people: readonly string[], { personId, organisationId, entryId, challengeId, reportedBy, recordSeq }: Matter): Promise<string[]> {
    const rows = await from.query<{ id: string }>(neutral, [people, personId, organisationId, entryId, challengeId, reportedBy, recordSeq]);
    return rows.map(({ id }) => id);
  }
}
