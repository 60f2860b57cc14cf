import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, type EntryId, isMember, type OrganisationId } from '@app/kernel';
import { Challenge, Challenges, mayRead, Phase, refusePaused, RuleCard } from '@app/challenges';
import { Organisation, Organisations, Person } from '@app/identity';
import { Payees } from '@app/payments';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Authors, requireInTime } from './authors.service';
import { Contents } from './contents.service';
import { Entry, EntryMember } from './entry.entity';
import { entryLifecycle } from './entry.lifecycle';
import { joiningObstacle, monthOf, stateAtJoining } from './entry.rules';
import { Rivals } from './rivals.service';
import { Submission } from './submission.entity';
import { submissionLifecycle } from './submission.lifecycle';
import { entryAdmitted, entryJoined, entryWithdrawn } from './submissions.events';
import { leavesAtAnyTime, mayWithdraw } from './submissions.policy';
import { entryProblems as problems } from './submissions.problems';

const wholeShare = 10_000;

/** Solvers in challenges: who takes part, under which rules, and until when they may leave. */
@Injectable()
export class Entries {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly organisations: Organisations,
    private readonly authors: Authors,
    private readonly contents: Contents,
    private readonly payees: Payees,
    private readonly rivals: Rivals,
  ) {}

  /** One person for one organisation, under the rules as they stand. `ruleCardHash`: hex. @throws notMember, notFound, paused, and every obstacle of `joiningObstacle` */
  join(actor: Actor, challengeId: string, { organisationId, ruleCardHash }: { organisationId: OrganisationId; ruleCardHash: string }): Promise<Entry> {
    if (!isMember(actor, organisationId)) throw problems.notMember();
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => {
      // Somebody who enters twice at once, here or elsewhere, waits: the quota counts what is committed.
      await tx.lock(Person, actor.personId!);
      const seen = await tx.findOne(Challenge, challengeId);
      if (!seen || !mayRead(actor, seen)) throw requestProblems.notFound();
      const challenge = await this.challenges.lock(tx, challengeId, seen.entry === 'capped' ? 'update' : 'share');
      refusePaused(challenge);
      const card = (await tx.find(RuleCard, { challengeId: challenge.id })).sort((a, b) => b.version - a.version)[0];
      const obstacle = await this.obstacle(tx, actor, challenge, organisationId, card?.hash.toString('hex') === ruleCardHash);
      if (obstacle) throw problems[obstacle]();

      const places = await count(tx, `select count(*) from entry where challenge_id = $1 and state = 'joined'`, [challengeId]);
      const entry = Entry.of({
        challengeId: challenge.id,
        organisationId,
        state: stateAtJoining(challenge.entry, challenge.capacity, places),
        ruleCardVersion: card!.version,
        isPayable: challenge.currency && (await this.payees.payability(organisationId)).isPayable,
        joinedAt: tx.now,
      });
      await tx.save(entry, { action: 'entry.join' });
      await tx.save(EntryMember.of(entry, actor.personId!, wholeShare));
      tx.emit(entryJoined, { challengeId, entryId: entry.id });
      return entry;
    });
  }

  /** Until the first phase closes; what was written is erased, what was proven stays provable. @throws notFound, forbidden, late */
  withdraw(actor: Actor, entryId: string): Promise<Entry> {
    return this.db.change(actor, async (tx) => {
      const { entry: seen, side } = await this.authors.entry(actor, entryId, tx);
      if (!mayWithdraw(side)) throw requestProblems.forbidden();
      const challenge = await this.challenges.lock(tx, seen.challengeId, 'update');
      // who waited may have got a place before the lock; from here on nobody does
      if (!leavesAtAnyTime((await tx.findOne(Entry, entryId))!)) await this.requireFirstPhase(tx, seen);
      const entry = (await tx.lock(Entry, entryId))!;
      const hadPlace = entry.state === 'joined';
      entry.state = entryLifecycle.next(entry.state, 'withdraw');
      await tx.save(entry, { action: 'entry.withdraw' });
      if (hadPlace && challenge.entry === 'capped') await this.admitNext(tx, challenge);
      for (const submission of await tx.lockAll(Submission, { entryId: entry.id })) {
        if (!submissionLifecycle.allows(submission.state, 'withdraw')) continue;
        submission.state = submissionLifecycle.next(submission.state, 'withdraw');
        await tx.save(submission, { action: 'submission.withdraw' });
        await this.contents.erase(tx, [submission]);
      }
      tx.emit(entryWithdrawn, { challengeId: entry.challengeId, entryId });
      return entry;
    });
  }

  private async obstacle(tx: Tx, actor: Actor, challenge: Challenge, organisationId: OrganisationId, isCurrentRuleCard: boolean) {
    const phases = await tx.find(Phase, { challengeId: challenge.id });
    const organisation = await tx.findOne(Organisation, { id: organisationId });
    const facts = {
      challengeState: challenge.state,
      phase: phases.find(({ state }) => state === 'open'),
      entryKind: challenge.entry,
      organisationCountry: organisation!.country,
      countries: challenge.countries,
      isJudge: await this.rivals.isJudgedBy(tx, challenge.id, actor.personId!, organisationId),
      isRelated: await this.organisations.areRelated(tx, organisationId, challenge.sponsorId),
      isCurrentRuleCard,
      entriesPerMonth: (await this.challenges.numbersOf(challenge.id, tx)).entriesPerMonth,
      isAlreadyIn: (await tx.findOne(EntryMember, { challengeId: challenge.id, personId: actor.personId! })) !== undefined,
      entriesThisMonth: await count(tx, 'select count(*) from entry_member m join entry e on e.id = m.entry_id where m.person_id = $1 and e.joined_at >= $2', [actor.personId, monthOf(tx.now)]),
      wasFoundEligible: (await count(tx, `select count(*) from submission s join entry_member m on m.entry_id = s.entry_id where m.person_id = $1 and s.state = 'judged'`, [actor.personId])) > 0,
    };
    return joiningObstacle(facts, tx.now);
  }

  /** Whoever waited longest gets the place. */
  private async admitNext(tx: Tx, challenge: Challenge): Promise<void> {
    const [longest] = await tx.query<{ id: EntryId }>(`select id from entry where challenge_id = $1 and state = 'waitlisted' order by joined_at, id limit 1`, [challenge.id]);
    if (!longest) return;
    const next = (await tx.lock(Entry, longest.id))!;
    next.state = entryLifecycle.next(next.state, 'admit');
    await tx.save(next, { action: 'entry.admit' });
    tx.emit(entryAdmitted, { challengeId: challenge.id, entryId: next.id });
  }

  /** @throws late once the first phase has closed */
  private async requireFirstPhase(tx: Tx, { challengeId }: Entry): Promise<void> {
    const first = (await tx.findOne(Phase, { challengeId, position: 1 }))!;
    requireInTime(await this.challenges.lockPhase(tx, first.id, 'share'), await this.challenges.clockOf(tx, challengeId));
  }
}

async function count(tx: Tx, sql: string, params: unknown[]): Promise<number> {
  const [row] = await tx.query<{ count: string }>(sql, params);
  return Number(row!.count);
}
