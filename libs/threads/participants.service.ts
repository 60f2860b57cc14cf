import { Injectable } from '@nestjs/common';
import type { Actor, PersonId } from '@app/kernel';
import { Suspensions } from '@app/identity';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Thread } from './thread.entity';
import type { Side } from './thread.rules';

export interface Participant {
  personId: PersonId;
  name: string;
  side: Side;
}

/** The author's side: who is in the entry, and who approves for an institution behind it. The sponsor's: who manages its challenges. */
const people = `
  select em.person_id as id, 'solver' as side from entry_member em where em.entry_id = $1
  union all
  select m.person_id, 'solver' from entry_member em join member m on m.organisation_id = em.payee_organisation_id and 'approver' = any(m.roles)
    join organisation o on o.id = m.organisation_id and o.state = 'active' where em.entry_id = $1
  union all
  select m.person_id, 'sponsor' from challenge c join member m on m.organisation_id = c.sponsor_id and m.roles && array['owner', 'manager']
    join organisation o on o.id = m.organisation_id and o.state = 'active' where c.id = $2`;

/** Who takes part in a thread at this moment; for everybody else it is not there. */
@Injectable()
export class Participants {
  constructor(
    private readonly db: Db,
    private readonly suspensions: Suspensions,
  ) {}

  /** By name. Who stands on both sides counts as an author. */
  of({ entryId, challengeId }: Pick<Thread, 'entryId' | 'challengeId'>, from: Db | Tx = this.db): Promise<Participant[]> {
    return from.query<Participant>(
      `select p.id as "personId", p.name, min(s.side) as side from (${people}) s join person p on p.id = s.id and p.state = 'active' group by p.id, p.name order by p.name, p.id`,
      [entryId, challengeId],
    );
  }

  /** Which side this person is on; undefined for everybody else, staff and programs too. */
  async sideOf({ personId }: Pick<Actor, 'personId'>, about: Pick<Thread, 'entryId' | 'challengeId'>, from: Db | Tx = this.db): Promise<Side | undefined> {
    if (personId === undefined) return undefined;
    const [row] = await from.query<{ side: Side | null }>(
      `select min(s.side) as side from (${people}) s join person p on p.id = s.id and p.state = 'active' where s.id = $3`,
      [about.entryId, about.challengeId, personId],
    );
    return row?.side ?? undefined;
  }

  /** @throws notFound for everybody who takes no part */
  async thread(actor: Pick<Actor, 'personId'>, threadId: string, from: Db | Tx = this.db): Promise<{ thread: Thread; side: Side }> {
    const thread = await from.findOne(Thread, threadId);
    const side = thread && (await this.sideOf(actor, thread, from));
    if (!side) throw requestProblems.notFound();
    return { thread, side };
  }

  /** Nobody speaks for a side that is suspended. @throws suspended */
  async requireSpeaking(about: Pick<Thread, 'entryId' | 'challengeId'>, side: Side, from: Db | Tx = this.db): Promise<void> {
    await this.suspensions.refuse(from, await this.organisationOf(about, side, from));
  }

  /** Whether this person is suspended, or the side they are on. */
  async isStopped(personId: PersonId, about: Pick<Thread, 'entryId' | 'challengeId'>, side: Side): Promise<boolean> {
    const organisationId = await this.organisationOf(about, side, this.db);
    return (await this.db.query('select from suspended where person_id = $1 or organisation_id = $2', [personId, organisationId])).length > 0;
  }

  private async organisationOf({ entryId, challengeId }: Pick<Thread, 'entryId' | 'challengeId'>, side: Side, from: Db | Tx): Promise<string> {
    const [row] = await from.query<{ id: string }>(
      side === 'sponsor' ? 'select sponsor_id as id from challenge where id = $1' : 'select organisation_id as id from entry where id = $1',
      [side === 'sponsor' ? challengeId : entryId],
    );
    return row!.id;
  }
}
