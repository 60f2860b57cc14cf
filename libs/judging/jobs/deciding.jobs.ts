import { Injectable } from '@nestjs/common';
import { Db, Due, eachDue, type Tx } from '@app/platform';
import { Challenges } from '@app/challenges';
import { Eligibility, Submissions } from '@app/submissions';
import { isRankingFinal, isRankingReady, placesByRanking } from '../decision.rules';
import { Decisions, type Judged } from '../decisions.service';
import { judgingExtended, sponsorReminded, sponsorsTurn } from '../judging.events';
import { silenceAt } from '../silence.rules';
import { Silence } from '../silence.service';

const duePanels = `select phase_id as id from panel where state = 'scoring' and due_at <= app_now()
  and not exists (select from challenge c where c.id = panel.challenge_id and c.paused_at is not null)`;

/** Decides by the clock: when all scores are in, when the deadline has passed, or when a sponsor was silent for too long. */
@Injectable()
export class DecidingJobs {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly submissions: Submissions,
    private readonly eligibility: Eligibility,
    private readonly decisions: Decisions,
    private readonly silence: Silence,
  ) {}

  /** Looks at every panel whose time has come: decides, or says when to look again. */
  @Due('judging.deciding')
  async decideDue(limit: number): Promise<number> {
    return eachDue<{ id: string }>(this.db, 'judging.deciding', duePanels, limit, (tx, { id }) => this.decideIfTime(tx, id));
  }

  private async decideIfTime(tx: Tx, phaseId: string): Promise<boolean> {
    const judged = await this.decisions.judged(tx, phaseId);
    if (judged.challenge.state !== 'open' || judged.challenge.pausedAt || judged.panel.state !== 'scoring' || judged.panel.dueAt! > tx.now) return false;
    const { challenge, panel, progress, ranking, prizes } = judged;

    const waitsUntil = await this.eligibility.waitsUntil(tx, phaseId);
    if (waitsUntil) {
      panel.dueAt = waitsUntil;
      await tx.save(panel);
    } else if (progress.submissions === 0) {
      await this.decisions.decide(tx, judged, (await this.submissions.wasRefusedIn(tx, phaseId)) ? 'nobody_eligible' : 'nothing_submitted', [], null, new Map());
    } else if (challenge.decisionRule === 'by_ranking' && isRankingFinal(progress, tx.now)) {
      await this.decisions.decide(tx, judged, 'by_ranking', placesByRanking(ranking.ranked, prizes, challenge.passMark), null, new Map());
    } else if (tx.now < progress.judgingEndsAt) {
      this.announceTurn(tx, judged);
      panel.dueAt = progress.judgingEndsAt;
      await tx.save(panel);
    } else {
      await this.waitForSponsor(tx, judged);
    }
    return true;
  }

  /** The clock of a silent sponsor: reminders, then the no-award rule, which may extend judging once before it decides. */
  private async waitForSponsor(tx: Tx, judged: Judged): Promise<void> {
    const { challenge, phase, panel } = judged;
    const about = { challengeId: challenge.id, phaseId: phase.id };
    const { isOver, reminders, nextAt } = silenceAt(tx.now, await this.silence.beginsAt(phase, tx), await this.challenges.numbersOf(challenge.id, tx));
    if (isOver) {
      const isExtended = (await this.silence.mayExtend(challenge, tx)) && (await this.challenges.extendJudging(tx, challenge, phase));
      if (!isExtended) return void (await this.decisions.decide(tx, judged, 'silence', [], null, new Map()));
      Object.assign(panel, { extendedAt: tx.now, remindersSent: 0, dueAt: phase.judgingEndsAt });
      tx.emit(judgingExtended, about);
    } else {
      this.announceTurn(tx, judged);
      if (reminders > panel.remindersSent) tx.emit(sponsorReminded, { ...about, number: reminders });
      Object.assign(panel, { remindersSent: reminders, dueAt: nextAt });
    }
    await tx.save(panel, { action: isOver ? 'panel.extend' : 'panel.wait' });
  }

  private announceTurn(tx: Tx, { challenge, phase, progress }: Judged): void {
    if (challenge.decisionRule !== 'sponsor_choice' || !isRankingReady('sponsor_choice', progress, tx.now)) return;
    tx.emit(sponsorsTurn, { challengeId: challenge.id, phaseId: phase.id, judgingEndsAt: progress.judgingEndsAt.toISOString() });
  }
}
