import { Injectable } from '@nestjs/common';
import { type Actor, type ChallengeId, isMember, type OrganisationId, type PersonId, type PhaseId } from '@app/kernel';
import type { Db, Tx } from '@app/platform';
import { ChallengeJudge } from './challenge-judge.entity';

/** SQL: whether somebody is in one of these entries, or belongs to an organisation that one of them is for or pays. */
export function takesPart(person: string, entries: string): string {
  return `exists (select from entry e left join entry_member em on em.entry_id = e.id where e.id in (${entries})
    and (em.person_id = ${person} or exists (select from member m where m.person_id = ${person} and m.organisation_id in (e.organisation_id, em.payee_organisation_id))))`;
}

/**
 * Nobody judges rivals. Somebody takes part in a challenge who is in one of its entries, or belongs to an organisation an
 * entry is for or pays; a withdrawn entry takes no part. Judging asks before a seat is taken, and says who sits.
 */
@Injectable()
export class Rivals {
  /** This person judges now. The caller holds the challenge alone, so that nobody of theirs enters at the same moment. */
  async sit(tx: Tx, { phaseId, challengeId }: { phaseId: PhaseId; challengeId: ChallengeId }, personId: PersonId): Promise<void> {
    await tx.save(ChallengeJudge.of({ phaseId, challengeId, personId }));
  }

  /** This person judges no more, and may enter as anybody. */
  async stand(tx: Tx, phaseId: PhaseId, personId: PersonId | null): Promise<void> {
    const seat = personId && (await tx.findOne(ChallengeJudge, { phaseId, personId }));
    if (seat) await tx.remove(seat);
  }

  /** Whether this person, or anybody of the organisation, judges the challenge. */
  async isJudgedBy(from: Db | Tx, challengeId: string, personId: string, organisationId: string): Promise<boolean> {
    const rows = await from.query(
      `select from challenge_judge j where j.challenge_id = $1
         and (j.person_id = $2 or exists (select from member m where m.organisation_id = $3 and m.person_id = j.person_id)) limit 1`,
      [challengeId, personId, organisationId],
    );
    return rows.length > 0;
  }

  /** Who of these people takes part in the challenge. */
  async among(from: Db | Tx, challengeId: string, personIds: readonly string[]): Promise<string[]> {
    const rows = await from.query<{ id: string }>(
      `select distinct p.id from unnest($2::uuid[]) as p (id) where ${takesPart('p.id', `select id from entry where challenge_id = $1 and state <> 'withdrawn'`)}`,
      [challengeId, personIds],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Whether staff may decide here: they belong to nobody's side, neither the sponsor's nor that of anybody who takes part. In a matter of
   * moderation more people have a side, so there `Sides` tells it, by the same `takesPart`.
   */
  async isNeutral(from: Db | Tx, actor: Actor, challenge: { id: string; sponsorId: string }): Promise<boolean> {
    return !isMember(actor, challenge.sponsorId) && (await this.among(from, challenge.id, [actor.personId!])).length === 0;
  }

  /** Solvers of this phase with one of whose people one of these persons shares another organisation: a tie to them alone. */
  colleaguesOf(from: Db | Tx, phaseId: string, personIds: readonly string[]): Promise<{ personId: PersonId; organisationId: OrganisationId }[]> {
    return from.query(
      `select distinct own.person_id as "personId", e.organisation_id as "organisationId" from submission s join entry e on e.id = s.entry_id join entry_member em on em.entry_id = e.id
         join member theirs on theirs.person_id = em.person_id join member own on own.organisation_id = theirs.organisation_id and own.person_id = any($2)
       where s.phase_id = $1 and s.state in ('under_review', 'judged')`,
      [phaseId, personIds],
    );
  }
}
