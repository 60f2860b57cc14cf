import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, WrongState } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { type ContentManifest, Provenance, type Receipt } from '@app/provenance';
import { clockOf } from '@app/challenges';
import { Rivals } from '@app/submissions';
import { Agreeing } from './agreeing.service';
import { Announcing } from './announcing.service';
import { Award } from './award.entity';
import { awardManifest } from './award.record';
import { awardLifecycle } from './award.lifecycle';
import { AwardLists, type AwardRow } from './awards.queries';
import { awardAccepted, awardAnnounced, awardLost } from './bounties.events';
import { mayAnswer, mayDecideContest, mayReadAward } from './bounties.policy';
import { problems } from './bounties.problems';
import { Recipients } from './recipients.service';
import { type Standing, Standings } from './standings.service';

/** What people do with awards: take them, give them up, and look at what was contested. */
@Injectable()
export class Awards {
  constructor(
    private readonly db: Db,
    private readonly standings: Standings,
    private readonly announcing: Announcing,
    private readonly agreeing: Agreeing,
    private readonly recipients: Recipients,
    private readonly lists: AwardLists,
    private readonly provenance: Provenance,
    private readonly rivals: Rivals,
  ) {}

  /** @throws notFound for all but its recipients, the sponsor's people and staff */
  async get(actor: Actor, id: string): Promise<AwardRow> {
    const row = await this.lists.find(id);
    if (!row || !mayReadAward(actor, row)) throw requestProblems.notFound();
    return row;
  }

  /** Proof of what was awarded, for both sides. @throws notFound */
  async receipt(actor: Actor, id: string): Promise<Receipt & { content: ContentManifest }> {
    await this.get(actor, id);
    const award = (await this.db.findOne(Award, id))!;
    return this.provenance.receiptWith(award.recordSeq!, awardManifest(award));
  }

  /** What both sides sign is made in the same change. Taking it twice is harmless. @throws notFound, forbidden, responseTooLate, WrongState */
  accept(actor: Actor, id: string): Promise<void> {
    return this.answer(actor, id, async (tx, award, standing) => {
      if (award.state === 'accepted') return;
      requireInTime(award, clockOf(standing.challenge, tx.now), 'accept');
      award.state = awardLifecycle.next(award.state, 'accept');
      Object.assign(award, { acceptedAt: tx.now, acceptedBy: actor.personId! });
      award.schedule(standing.numbers);
      await tx.save(award, { action: 'award.accept' });
      tx.emit(awardAccepted, { challengeId: award.challengeId, awardId: award.id });
      await this.agreeing.agree(tx, standing, award);
    });
  }

  /** Gives it up for good: the next in line is offered it. Repeating it is harmless. @throws notFound, forbidden, responseTooLate, WrongState */
  decline(actor: Actor, id: string, reason: string | null): Promise<void> {
    return this.answer(actor, id, async (tx, award, standing) => {
      if (award.state === 'declined') return;
      requireInTime(award, clockOf(standing.challenge, tx.now), 'decline');
      await this.lose(tx, standing, award, 'decline', reason);
    });
  }

  /** Staff put a contested award back, or annul it. @throws notFound, ownOrganisation, WrongState */
  async decideContest(actor: Actor, id: string, { outcome, reason }: { outcome: 'put_back' | 'annul'; reason: string }): Promise<void> {
    const row = await this.get(actor, id);
    if (!mayDecideContest(actor, row) || !(await this.rivals.isNeutral(this.db, actor, { id: row.challengeId, sponsorId: row.sponsorId }))) throw problems.ownOrganisation();
    await this.db.change(actingAs(actor, 'staff'), async (tx) => {
      const { award, standing } = await this.locked(tx, row);
      if (outcome === 'annul') return this.lose(tx, standing, award, 'annul', reason);
      award.putBack(standing.numbers, tx.now);
      await tx.save(award, { action: 'award.put_back', reason });
      if (award.state !== 'announced') return;
      tx.emit(awardAnnounced, { challengeId: row.challengeId, awardId: award.id });
      this.announcing.hint(tx, award, await this.recipients.of(tx, award.entryId));
    });
  }

  /** The award is lost and what it held goes on. The caller has locked what `standing` holds. */
  async lose(tx: Tx, standing: Standing, award: Award, verb: 'decline' | 'lapse' | 'annul', reason: string | null): Promise<void> {
    award.lose(verb, reason, tx.now);
    await tx.save(award, { action: `award.${verb}`, reason: reason ?? undefined });
    await this.agreeing.end(tx, award);
    tx.emit(awardLost, { challengeId: award.challengeId, awardId: award.id });
    await this.announcing.passOn(tx, standing, award);
  }

  private async answer(actor: Actor, id: string, work: (tx: Tx, award: Award, standing: Standing) => Promise<void>): Promise<void> {
    const row = await this.get(actor, id);
    if (!mayAnswer(actor, row)) throw requestProblems.forbidden();
    await this.db.change(actingAs(actor, 'member', row.organisationId), async (tx) => {
      const { award, standing } = await this.locked(tx, row);
      await work(tx, award, standing);
    });
  }

  private async locked(tx: Tx, { id, phaseId, challengeId }: AwardRow): Promise<{ award: Award; standing: Standing }> {
    const standing = await this.standings.lock(tx, challengeId, phaseId);
    return { standing, award: standing.awards.find((award) => award.id === id)! };
  }
}

/** Only who is asked can answer, and only in time. @throws responseTooLate, WrongState */
function requireInTime({ state, respondBy }: Award, now: Date, verb: 'accept' | 'decline'): void {
  if (!respondBy) throw new WrongState('award', state, verb, []);
  if (state === 'announced' && now >= respondBy) throw problems.responseTooLate({ serverTime: now.toISOString(), respondBy: respondBy.toISOString() });
}
