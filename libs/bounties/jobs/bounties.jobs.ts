import { Injectable } from '@nestjs/common';
import type { PayloadOf } from '@app/kernel';
import { On, type Tx } from '@app/platform';
import { agreementSigned } from '@app/agreements';
import { challengeCancelled, challengeReopened, challengeResumed, Challenges } from '@app/challenges';
import { decisionMade } from '@app/judging';
import { fundingCaptured } from '@app/payments';
import { Agreeing } from '../agreeing.service';
import { Announcing } from '../announcing.service';
import { Award } from '../award.entity';
import { ChallengeFundings } from '../challenge-fundings.service';
import { Settlement } from '../settlement.service';
import { Standings } from '../standings.service';

/** What bounties does when something happened elsewhere. */
@Injectable()
export class BountyJobs {
  constructor(
    private readonly challenges: Challenges,
    private readonly fundings: ChallengeFundings,
    private readonly announcing: Announcing,
    private readonly standings: Standings,
    private readonly agreeing: Agreeing,
    private readonly settlement: Settlement,
  ) {}

  @On(fundingCaptured, { queue: 'money' })
  async countFunding({ subjectId }: PayloadOf<typeof fundingCaptured>, tx: Tx): Promise<void> {
    // a funding may be of something else than a challenge
    if (await this.challenges.find(subjectId)) await this.fundings.recount(tx, subjectId);
  }

  @On(challengeReopened, { queue: 'money' })
  async closeFundings({ challengeId }: PayloadOf<typeof challengeReopened>, tx: Tx): Promise<void> {
    await this.fundings.close(tx, challengeId);
  }

  @On(decisionMade, { queue: 'money' })
  async announceAwards({ challengeId, phaseId }: PayloadOf<typeof decisionMade>, tx: Tx): Promise<void> {
    await this.announcing.announce(tx, challengeId, phaseId);
  }

  @On(agreementSigned, { queue: 'money' })
  async followAgreement({ awardId }: PayloadOf<typeof agreementSigned>, tx: Tx): Promise<void> {
    const { challengeId, phaseId } = (await tx.findOne(Award, awardId))!;
    const standing = await this.standings.lock(tx, challengeId, phaseId);
    await this.agreeing.follow(tx, standing, standing.awards.find(({ id }) => id === awardId)!);
  }

  @On(challengeResumed, { queue: 'money' })
  async resumeAwards({ challengeId }: PayloadOf<typeof challengeResumed>, tx: Tx): Promise<void> {
    await this.standings.resume(tx, challengeId);
  }

  @On(challengeCancelled, { queue: 'money' })
  async returnEverything({ challengeId }: PayloadOf<typeof challengeCancelled>, tx: Tx): Promise<void> {
    await this.challenges.lock(tx, challengeId);
    await this.settlement.settle(tx, challengeId);
  }
}
