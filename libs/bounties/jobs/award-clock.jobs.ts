import { Injectable } from '@nestjs/common';
import { Db, Due, eachDue, type Tx } from '@app/platform';
import { Challenges } from '@app/challenges';
import { Agreeing } from '../agreeing.service';
import { Announcement } from '../announcement.entity';
import { Announcing } from '../announcing.service';
import { nextStep } from '../award.clock.rules';
import type { Award } from '../award.entity';
import { Awards } from '../awards.service';
import { awardReminded } from '../bounties.events';
import { Recipients } from '../recipients.service';
import { Release } from '../release.service';
import { Settlement } from '../settlement.service';
import { type Standing, Standings } from '../standings.service';

/** While their challenge is paused they wait. */
const dueAwards = `
  select a.id, a.phase_id, a.challenge_id from award a join challenge c on c.id = a.challenge_id
  where a.due_at <= app_now() and c.paused_at is null`;

const dueAnnouncements = 'select phase_id as id, challenge_id from announcement where due_at <= app_now()';

/** Decided, announced, nobody may object and nobody has to act or declare any more: where nobody was awarded; else the last award has normally completed it. */
const overButOpen = `
  select c.id from challenge c where c.state = 'decided'
    and not exists (select from award a where a.challenge_id = c.id and a.state in ('announced', 'accepted', 'signed', 'delivered', 'contested'))
    and not exists (select from phase p left join announcement n on n.phase_id = p.id where p.challenge_id = c.id and p.state = 'decided' and n.phase_id is null)
    and not exists (select from announcement n where n.challenge_id = c.id and n.object_by > app_now())
    and not exists (select from non_use_declaration d where d.challenge_id = c.id and d.state = 'asked')`;

interface DueAward {
  id: string;
  phase_id: string;
  challenge_id: string;
}

/** Awards and challenges by the platform's clock: reminders, lapsing, sponsors who do not sign, release after the appeal window, completion. */
@Injectable()
export class AwardClock {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly standings: Standings,
    private readonly agreeing: Agreeing,
    private readonly announcing: Announcing,
    private readonly awards: Awards,
    private readonly recipients: Recipients,
    private readonly release: Release,
    private readonly settlement: Settlement,
  ) {}

  @Due('bounties.awards')
  async takeDue(limit: number): Promise<number> {
    return eachDue<DueAward>(this.db, 'bounties.awards', dueAwards, limit, (tx, { id, phase_id, challenge_id }) => this.step(tx, id, phase_id, challenge_id));
  }

  /** Nobody may object to results any more: what was kept back for that goes back, whatever the challenge still waits for. */
  @Due('bounties.objections')
  async settleObjected(limit: number): Promise<number> {
    return eachDue<{ id: string; challenge_id: string }>(this.db, 'bounties.objections', dueAnnouncements, limit, async (tx, { id, challenge_id }) => {
      await this.challenges.lock(tx, challenge_id);
      const announcement = (await tx.findOne(Announcement, { phaseId: id as Announcement['phaseId'] }))!;
      if (!announcement.dueAt || announcement.dueAt > tx.now) return false;
      announcement.dueAt = null;
      await tx.save(announcement, { action: 'announcement.stand' });
      await this.settlement.settle(tx, challenge_id);
      return true;
    });
  }

  @Due('bounties.settle')
  async settleRest(limit: number): Promise<number> {
    return eachDue<{ id: string }>(this.db, 'bounties.settle', overButOpen, limit, async (tx, { id }) => {
      await this.challenges.lock(tx, id);
      return this.settlement.settle(tx, id);
    });
  }

  /** Looks again under the locks: somebody may have acted meanwhile. */
  private async step(tx: Tx, id: string, phaseId: string, challengeId: string): Promise<boolean> {
    const standing = await this.standings.lock(tx, challengeId, phaseId);
    if (standing.challenge.pausedAt) return false;
    const award = standing.awards.find((one) => one.id === id)!;
    const next = nextStep(award, standing.numbers);
    if (!next || next.at > tx.now) return false;
    // a signature may have come that this did not hear of yet
    if (award.state === 'accepted' && (await this.agreeing.follow(tx, standing, award))) return true;
    if (next.step === 'remind') await this.remind(tx, standing, award);
    if (next.step === 'lapse') await this.awards.lose(tx, standing, award, 'lapse', null);
    if (next.step === 'bind') await this.agreeing.bind(tx, standing, award);
    if (next.step === 'release') await this.release.release(tx, standing, award);
    return true;
  }

  private async remind(tx: Tx, { numbers }: Standing, award: Award): Promise<void> {
    award.remindedAt = tx.now;
    award.schedule(numbers);
    await tx.save(award, { action: 'award.remind' });
    tx.emit(awardReminded, { challengeId: award.challengeId, awardId: award.id });
    this.announcing.hint(tx, award, await this.recipients.of(tx, award.entryId));
  }
}
