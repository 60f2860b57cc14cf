import { Injectable } from '@nestjs/common';
import type { Id, OrganisationId, PersonId } from '@app/kernel';
import { Db, Due, eachDue, requestProblems, sendHint, suspendedProblem, type Tx } from '@app/platform';
import { organisationSuspended, personSuspended, suspensionLifted } from './identity.events';
import { suspensionLifecycle } from './identity.lifecycle';
import { maySuspend } from './identity.policy';
import { problems } from './identity.problems';
import { Organisation } from './organisation.entity';
import { Person } from './person.entity';
import { staffRoleLasts } from './staff.rules';
import { type Suspendable, Suspension, type SuspensionTerms } from './suspension.entity';

/** Stops people and organisations from acting, and lets them act again. Who decides calls it in the transaction of the decision. */
@Injectable()
export class Suspensions {
  constructor(private readonly db: Db) {}

  /** In force on their next request, and for open connections at once. @throws notFound, suspendsOwn, alreadySuspended, lastOperator, invalid */
  async suspend(tx: Tx, terms: SuspensionTerms): Promise<Suspension> {
    const { subject, until } = terms;
    if (!maySuspend(tx.actor, subject)) throw problems.suspendsOwn();
    if (until && until <= tx.now) throw requestProblems.invalid({ errors: [{ pointer: '/until', code: 'not_future', detail: 'must be in the future' }] });
    await this.requireSubject(tx, subject);
    const [current] = await tx.lockAll(Suspension, { ...columnOf(subject), state: 'in_force' });
    if (current && !isOver(current, tx.now)) throw problems.alreadySuspended();
    if (current) await this.end(tx, current);
    if (subject.kind === 'person') await this.keepAnOperator(tx, subject.id);

    const suspension = await tx.save(Suspension.of(terms, tx.actor.personId!, tx.now), { action: `${subject.kind}.suspend`, reason: terms.reason });
    if (subject.kind === 'person') tx.emit(personSuspended, { personId: subject.id, suspensionId: suspension.id });
    else tx.emit(organisationSuspended, { organisationId: subject.id, suspensionId: suspension.id });
    await this.hint(tx, suspension);
    return suspension;
  }

  /** @throws notFound, suspendsOwn, wrongState */
  async lift(tx: Tx, id: Id<'suspension'>, { reason }: { reason: string }): Promise<Suspension> {
    const suspension = await tx.lock(Suspension, id);
    if (!suspension) throw requestProblems.notFound();
    if (!maySuspend(tx.actor, subjectOf(suspension))) throw problems.suspendsOwn();
    suspension.state = suspensionLifecycle.next(suspension.state, 'lift');
    Object.assign(suspension, { endedAt: tx.now, liftedBy: tx.actor.personId! });
    await tx.save(suspension, { action: 'suspension.lift', reason });
    await this.freed(tx, suspension, 'lifted');
    return suspension;
  }

  /** Where somebody speaks or hands in for an organisation without acting as its member. @throws suspended */
  async refuse(from: Db | Tx, organisationId: string): Promise<void> {
    const [found] = await from.query<{ since: Date; until: Date | null }>('select since, until from suspended where organisation_id = $1', [organisationId]);
    if (found) throw suspendedProblem('organisation', { since: found.since.toISOString(), until: found.until?.toISOString() ?? null });
  }

  /** What has run out does not count any more already; here it is said. */
  @Due('identity.suspensions')
  async endDue(limit: number): Promise<number> {
    return eachDue<{ id: string }>(this.db, 'identity.suspensions', `select id from suspension where state = 'in_force' and until <= app_now()`, limit, async (tx, { id }) => {
      const suspension = await tx.lock(Suspension, id);
      if (suspension?.state !== 'in_force' || !isOver(suspension, tx.now)) return false;
      await this.end(tx, suspension);
      return true;
    });
  }

  private async end(tx: Tx, suspension: Suspension): Promise<void> {
    suspension.state = suspensionLifecycle.next(suspension.state, 'end');
    suspension.endedAt = suspension.until;
    await tx.save(suspension, { action: 'suspension.end' });
    await this.freed(tx, suspension, 'ended');
  }

  private async freed(tx: Tx, suspension: Suspension, how: 'lifted' | 'ended'): Promise<void> {
    const { id, personId, organisationId } = suspension;
    tx.emit(suspensionLifted, { suspensionId: id, personId, organisationId, how });
    await this.hint(tx, suspension);
  }

  private async hint(tx: Tx, { id, personId, organisationId }: Suspension): Promise<void> {
    const members = await tx.query<{ id: string }>('select person_id as id from member where organisation_id = $1 order by id', [organisationId]);
    tx.enqueue(sendHint, { people: personId ? [personId] : members.map((one) => one.id), type: 'suspension', id });
  }

  /** @throws notFound */
  private async requireSubject(tx: Tx, { kind, id }: Suspendable): Promise<void> {
    const found = kind === 'person' ? await tx.findOne(Person, { id, state: 'active' }) : await tx.findOne(Organisation, { id, state: 'active' });
    if (!found) throw requestProblems.notFound();
  }

  /** Two operators who are suspended at once meet at the rows of that role. @throws lastOperator */
  private async keepAnOperator(tx: Tx, personId: string): Promise<void> {
    const operators = await tx.query<{ personId: string; counts: boolean }>(
      `select g.person_id as "personId", g.confirmed_at > $1::timestamptz - make_interval(days => $2) as counts from staff_grant g where g.role = 'operator' order by g.id for update`,
      [tx.now, staffRoleLasts],
    );
    if (!operators.some((one) => one.personId === personId && one.counts)) return;
    const others = operators.filter((one) => one.personId !== personId && one.counts).map((one) => one.personId);
    const free = await tx.query(`select from person p where p.id = any($1) and p.state = 'active' and not exists (select from suspended u where u.person_id = p.id) limit 1`, [others]);
    if (free.length === 0) throw problems.lastOperator();
  }
}

function columnOf({ kind, id }: Suspendable): { personId: PersonId } | { organisationId: OrganisationId } {
  return kind === 'person' ? { personId: id } : { organisationId: id };
}

function subjectOf({ personId, organisationId }: Suspension): Suspendable {
  return personId ? { kind: 'person', id: personId } : { kind: 'organisation', id: organisationId! };
}

function isOver({ until }: Suspension, now: Date): boolean {
  return until !== null && until <= now;
}
