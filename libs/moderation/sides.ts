import { Injectable } from '@nestjs/common';
import { type Actor, isMember, type StaffRole } from '@app/kernel';
import { staffRoleLasts } from '@app/identity';
import type { Db, Tx } from '@app/platform';

/** Who is concerned by what is reported or decided: a person, an organisation, or everybody in an entry. */
export interface Hit {
  personId: string | null;
  organisationId: string | null;
  entryId: string | null;
}

export interface Matter extends Hit {
  challengeId: string | null;
  reportedBy: string | null;
}

/** Staff among `$1` who are on nobody's side: neither those concerned, nor with an organisation of theirs, nor sponsor or entrant of the challenge. */
const neutral = `
  with people as (
    select $2::uuid as id union select $6::uuid union select person_id from entry_member where entry_id = $4::uuid),
  bodies as (
    select $3::uuid as id union select sponsor_id from challenge where id = $5::uuid
    union select organisation_id from entry where id = $4::uuid union select payee_organisation_id from entry_member where entry_id = $4::uuid
    union select m.organisation_id from member m join people p on p.id = m.person_id
    union select e.organisation_id from entry e where e.challenge_id = $5::uuid and e.state <> 'withdrawn'
    union select em.payee_organisation_id from entry e join entry_member em on em.entry_id = e.id where e.challenge_id = $5::uuid and e.state <> 'withdrawn')
  select s.id from unnest($1::uuid[]) as s (id)
  where not exists (select from people p where p.id = s.id)
    and not exists (select from entry_member em join entry e on e.id = em.entry_id and e.state <> 'withdrawn' where em.challenge_id = $5::uuid and em.person_id = s.id)
    and not exists (select from member m join bodies b on b.id = m.organisation_id where m.person_id = s.id)`;

/** Who stands where in a matter of moderation. */
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

  private async neutralOf(from: Db | Tx, people: readonly string[], { personId, organisationId, entryId, challengeId, reportedBy }: Matter): Promise<string[]> {
    const rows = await from.query<{ id: string }>(neutral, [people, personId, organisationId, entryId, challengeId, reportedBy]);
    return rows.map(({ id }) => id);
  }
}
