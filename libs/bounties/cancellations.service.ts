import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, sum } from '@app/kernel';
import { Db, type Tx } from '@app/platform';
import { type CancelReason, type Challenge, challengeLifecycle, Challenges, Phase, Prize } from '@app/challenges';
import { Fundings } from '@app/payments';
import { type LastSubmission, Rivals, Submissions } from '@app/submissions';
import { Announcement } from './announcement.entity';
import { Announcing } from './announcing.service';
import { problems } from './bounties.problems';
import { type CancellationEffect, effectOf, isInTheRunning } from './cancellation.rules';

/** What cancelling a challenge does, before or after it was done. */
export interface Cancellation {
  challenge: Challenge;
  /** Who is compensated, in the order of the shares. */
  entries: readonly LastSubmission[];
  /** Null once it cannot be cancelled any more. */
  effect: CancellationEffect | null;
}

/** Staff end a challenge before it is decided: who handed in is compensated, the rest goes back. */
@Injectable()
export class Cancellations {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly submissions: Submissions,
    private readonly rivals: Rivals,
    private readonly fundings: Fundings,
    private readonly announcing: Announcing,
  ) {}

  /** What would happen now. @throws notFound */
  preview(actor: Actor, id: string): Promise<Cancellation> {
    return this.db.change(actor, async (tx) => this.planned(tx, await this.challenges.lock(tx, id, 'share'), await this.phases(tx, id, 'share')));
  }

  /** @throws notFound, ownOrganisation, WrongState */
  cancel(actor: Actor, id: string, reason: CancelReason, note: string): Promise<Cancellation> {
    return this.db.change(actingAs(actor, 'staff'), async (tx) => {
      const found = await this.challenges.lock(tx, id);
      const { entries, effect } = await this.planned(tx, found, await this.phases(tx, id, 'update'));
      if (!(await this.rivals.isNeutral(tx, actor, found))) throw problems.ownOrganisation();
      const challenge = await this.challenges.cancel(tx, id, reason, note);
      await this.announcing.compensate(tx, challenge, effect!.shares.map((amount, at) => ({ ...entries[at]!, amount })));
      return { challenge, entries, effect };
    });
  }

  /** Decided phases whose awards are not announced yet keep what these may need. */
  private async planned(tx: Tx, challenge: Challenge, phases: readonly Phase[]): Promise<Cancellation> {
    if (!challengeLifecycle.allows(challenge.state, 'cancel')) return { challenge, entries: [], effect: null };
    const lastClosed = Math.max(0, ...phases.filter(({ state }) => state === 'judging' || state === 'decided').map(({ position }) => position));
    const entries = (await this.submissions.lastOfEach(tx, challenge.id)).filter((last) => isInTheRunning(last, lastClosed));

    const announced = new Set<string>((await tx.find(Announcement, { challengeId: challenge.id })).map(({ phaseId }) => phaseId));
    const waiting = phases.filter(({ id, state }) => state === 'decided' && !announced.has(id)).map(({ id }) => id as string);
    const prizes = (await tx.find(Prize, { challengeId: challenge.id })).filter(({ phaseId }) => waiting.includes(phaseId));
    const { bounty, fee, reserved } = await this.fundings.held(tx, challenge.id);
    const money = { bountyTotal: challenge.bountyTotal, held: bounty, reserved: reserved + sum(prizes.map(({ amount }) => amount)), fee, entries: entries.length };
    const { cancellationShareBasisPoints } = await this.challenges.numbersOf(challenge.id);
    return { challenge, entries, effect: effectOf(money, cancellationShareBasisPoints) };
  }

  private phases(tx: Tx, challengeId: string, mode: 'share' | 'update'): Promise<Phase[]> {
    return tx.lockAll(Phase, { challengeId: challengeId as Challenge['id'] }, mode);
  }
}
