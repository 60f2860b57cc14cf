import { Inject, Injectable } from '@nestjs/common';
import { showId } from '@app/kernel';
import { CONFIG, type Config, Db, DoesOutside, Mailer, On, type Tx } from '@app/platform';
import { Challenges } from '@app/challenges';
import { m } from '@app/messages';
import { phaseUnsealed, submissionRefused, Submissions } from '@app/submissions';
import { sendJudgeInvitation } from '../judging.events';
import { PanelSeat } from '../panel.entity';
import { Panels } from '../panels.service';

/** What judging does when something happened elsewhere, and the mail it sends. */
@Injectable()
export class JudgingJobs {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly mailer: Mailer,
    private readonly challenges: Challenges,
    private readonly panels: Panels,
    private readonly submissions: Submissions,
  ) {}

  @On(phaseUnsealed)
  async beginJudging({ challengeId, phaseId }: { challengeId: string; phaseId: string }, tx: Tx): Promise<void> {
    await this.challenges.lock(tx, challengeId, 'share');
    const submitted = await this.submissions.submittedIn(tx, phaseId);
    await this.panels.begin(tx, phaseId, submitted.length === 0);
  }

  /** One submission less may mean that all scores are in. */
  @On(submissionRefused)
  async lookAgain({ challengeId, phaseId }: { challengeId: string; phaseId: string }, tx: Tx): Promise<void> {
    await this.challenges.lock(tx, challengeId, 'share');
    await this.panels.lookAgain(tx, await this.challenges.lockPhase(tx, phaseId, 'share'));
  }

  @DoesOutside(sendJudgeInvitation)
  async invite({ seatId }: { seatId: string }): Promise<void> {
    const seat = await this.db.findOne(PanelSeat, seatId);
    if (!seat || seat.state !== 'invited') return;
    const challenge = (await this.challenges.find(seat.challengeId))!;
    await this.mailer.send({
      to: seat.email,
      subject: m.mail_judge_invitation_subject({ title: challenge.title }),
      paragraphs: [m.mail_judge_invitation_text({ title: challenge.title }), m.mail_judge_invitation_how()],
      action: { label: m.mail_judge_invitation_action(), url: `${this.config.publicUrl}/judging?seat=${showId('panel', seat.id)}` },
      reason: m.mail_judge_invitation_reason(),
    });
  }
}
