import { Injectable } from '@nestjs/common';
import { showId } from '@app/kernel';
import { Db, Due, eachDue, type Tx } from '@app/platform';
import { Provenance } from '@app/provenance';
import { Challenge } from '../challenge.entity';
import { formOf } from '../challenge.form';
import { challengeLifecycle, phaseLifecycle } from '../challenge.lifecycle';
import { challengeOpened, phaseClosed, phaseOpened } from '../challenges.events';
import { neededSql } from '../challenge.cost';
import { Challenges } from '../challenges.service';
import { assemble } from '../full-challenge';
import { Criterion, Phase } from '../phase.entity';
import { termsOf } from '../rule-card';
import { RuleCard } from '../rule-card.entity';

/** What must be captured before a phase may open: its own prizes and those of the phases before it. */
const isPaid = `c.funded >= ${neededSql('p.position')}`;

/** Not while its sponsor is suspended. */
const toOpen = `
  select c.id from challenge c join phase p on p.challenge_id = c.id and p.position = 1
  where c.state = 'scheduled' and c.paused_at is null and c.opens_at <= app_now() and ${isPaid}
    and not exists (select from suspended u where u.organisation_id = c.sponsor_id)`;

/** It was never paid for, or its money went away, until its first phase would have closed: nobody can have entered. */
const neverPaid = `
  select c.id from challenge c join phase p on p.challenge_id = c.id and p.position = 1
  where c.state = 'scheduled' and c.paused_at is null and p.closes_at <= app_now() and not (${isPaid})`;

/** Later phases wait until the one before is decided; what is over already does not open. */
const phasesToOpen = `
  select p.id from phase p join challenge c on c.id = p.challenge_id
  where p.state = 'planned' and p.position > 1 and p.opens_at <= app_now() and p.closes_at > app_now() and c.state = 'open' and c.paused_at is null and ${isPaid}
    and not exists (select from phase b where b.challenge_id = c.id and b.position < p.position and b.state <> 'decided')`;

/** `closesAt` itself is late. */
const phasesToClose = `
  select p.id from phase p join challenge c on c.id = p.challenge_id
  where p.state = 'open' and p.closes_at <= app_now() and c.state = 'open' and c.paused_at is null`;

/** Opens and closes by the platform's clock. Opening freezes the rules. */
@Injectable()
export class PhaseClock {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly provenance: Provenance,
  ) {}

  @Due('challenges.open')
  openChallenges(limit: number): Promise<number> {
    return this.each('challenges.open', toOpen, 'c', limit, (tx, id) => this.open(tx, id));
  }

  @Due('challenges.never_paid')
  cancelUnpaid(limit: number): Promise<number> {
    return this.each('challenges.never_paid', neverPaid, 'c', limit, async (tx, id) => {
      await this.challenges.lock(tx, id);
      await this.challenges.cancel(tx, id, 'no_funding', null);
    });
  }

  @Due('challenges.open_phases')
  openPhases(limit: number): Promise<number> {
    return this.each('challenges.open_phases', phasesToOpen, 'p', limit, async (tx, id) => {
      const [challenge, phase] = await this.lockBoth(tx, id);
      await this.openPhase(tx, challenge, phase);
      await this.challenges.touch(tx, challenge, 'challenge.open_phase');
    });
  }

  @Due('challenges.close_phases')
  closePhases(limit: number): Promise<number> {
    return this.each('challenges.close_phases', phasesToClose, 'p', limit, async (tx, id) => {
      const [, phase] = await this.lockBoth(tx, id);
      phase.state = phaseLifecycle.next(phase.state, 'close');
      await tx.save(phase, { action: 'phase.close' });
      tx.emit(phaseClosed, { challengeId: phase.challengeId, phaseId: phase.id });
    });
  }

  private async open(tx: Tx, id: string): Promise<void> {
    const challenge = await this.challenges.lock(tx, id);
    challenge.state = challengeLifecycle.next(challenge.state, 'open');
    challenge.openedAt = tx.now;
    const phases = await tx.lockAll(Phase, { challengeId: challenge.id });
    const { criteria, prizes } = await this.challenges.partsOf(challenge.id, tx);
    for (const phase of phases) phase.form = formOf(phase.form, criteria.filter(({ phaseId }) => phaseId === phase.id).sort(byPosition));

    await this.openPhase(tx, challenge, phases.find(({ position }) => position === 1)!);
    await this.challenges.touch(tx, challenge, 'challenge.open');
    await tx.saveAll(phases);
    tx.emit(challengeOpened, { challengeId: id });

    const card = RuleCard.freeze(challenge.id, termsOf(assemble(challenge, phases, criteria, prizes), 1, challenge.numbers!), tx.now);
    card.recordSeq = (await this.provenance.append(tx, { type: 'rule_card', subject: showId('ruleCard', card.id), digest: card.hash })).seq;
    await tx.save(card);
  }

  private async openPhase(tx: Tx, challenge: Challenge, phase: Phase): Promise<void> {
    phase.state = phaseLifecycle.next(phase.state, 'open');
    challenge.closesAt = phase.closesAt;
    await tx.save(phase, { action: 'phase.open' });
    tx.emit(phaseOpened, { challengeId: challenge.id, phaseId: phase.id });
  }

  private async lockBoth(tx: Tx, phaseId: string): Promise<[Challenge, Phase]> {
    const { challengeId } = (await tx.findOne(Phase, phaseId))!;
    const challenge = await this.challenges.lock(tx, challengeId);
    return [challenge, await this.challenges.lockPhase(tx, phaseId)];
  }

  /**
   * Takes what `due` finds, each in its own change, which looks again under the challenge's lock; whoever else works on a
   * challenge now is left alone until the next tick. Returns how many were done.
   */
  private each(task: string, due: string, alias: 'c' | 'p', limit: number, work: (tx: Tx, id: string) => Promise<void>): Promise<number> {
    return eachDue<{ id: string }>(this.db, task, due, limit, async (tx, { id }) => {
      const [row] = await tx.query<{ id: string }>(`${due} and ${alias}.id = $1 for update of c skip locked`, [id]);
      if (row) await work(tx, id);
      return row !== undefined;
    });
  }
}

function byPosition(a: Criterion, b: Criterion): number {
  return a.position - b.position;
}
