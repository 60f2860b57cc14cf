import { Injectable } from '@nestjs/common';
import { Db, Due, eachDue, type Tx } from '@app/platform';
import { type Challenge, Challenges, type Phase } from '@app/challenges';
import { Award } from '../award.entity';
import { phaseNeverPaid, phaseUnpaid } from '../bounties.events';
import { Settlement } from '../settlement.service';

/** Due, everything before it decided and announced, and its prizes not captured, or over before it could open: it does not open. */
const unpaid = `
  select p.id, p.challenge_id from phase p join challenge c on c.id = p.challenge_id
  where p.state = 'planned' and p.position > 1 and c.state = 'open' and c.paused_at is null and p.opens_at <= app_now()
    and (p.closes_at <= app_now() or p.payment_reminded_at is null
      and c.funded < (select coalesce(sum(z.amount), 0) from prize z join phase f on f.id = z.phase_id where z.challenge_id = c.id and f.position <= p.position))
    and not exists (select from phase b left join announcement n on n.phase_id = b.id where b.challenge_id = c.id and b.position < p.position and n.phase_id is null)`;

interface UnpaidPhase {
  id: string;
  challenge_id: string;
}

/** Later phases nobody pays for: their sponsor is reminded when they are due, and they open as soon as they are paid; when they would have closed the challenge ends with what was decided. */
@Injectable()
export class UnpaidPhases {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly settlement: Settlement,
  ) {}

  @Due('bounties.unpaid_phases')
  async takeDue(limit: number): Promise<number> {
    return eachDue<UnpaidPhase>(this.db, 'bounties.unpaid_phases', unpaid, limit, (tx, { id, challenge_id }) => this.step(tx, id, challenge_id));
  }

  /** Looks again under the locks: another worker, or the payment, may have been faster. */
  private async step(tx: Tx, id: string, challengeId: string): Promise<boolean> {
    const challenge = await this.challenges.lock(tx, challengeId);
    const phase = await this.challenges.lockPhase(tx, id);
    const [row] = await tx.query(`${unpaid} and p.id = $1`, [id]);
    if (!row) return false;
    if (phase.closesAt! <= tx.now) await this.end(tx, challenge, phase);
    else await this.remind(tx, phase);
    return true;
  }

  private async remind(tx: Tx, phase: Phase): Promise<void> {
    phase.paymentRemindedAt = tx.now;
    await tx.save(phase, { action: 'phase.remind_payment' });
    tx.emit(phaseUnpaid, { challengeId: phase.challengeId, phaseId: phase.id });
  }

  /** Finalists keep their band and are told why nothing follows; what is left goes back, with the fee as where nobody is awarded more. */
  private async end(tx: Tx, challenge: Challenge, phase: Phase): Promise<void> {
    const { phases, prizes } = await this.challenges.partsOf(challenge.id, tx);
    const isDue = new Set(phases.filter(({ position }) => position <= phase.position).map(({ id }) => id));
    const isPaid = challenge.funded >= prizes.reduce((sum, prize) => (isDue.has(prize.phaseId) ? sum + prize.amount : sum), 0n);
    const isAwarded = (await tx.find(Award, { challengeId: challenge.id })).some(({ isLive }) => isLive);
    await this.challenges.decided(tx, challenge.id, tx.now, isAwarded ? 'awarded' : 'unawarded');
    tx.emit(phaseNeverPaid, { challengeId: challenge.id, phaseId: phase.id, isPaid });
    await this.settlement.settle(tx, challenge.id);
  }
}
