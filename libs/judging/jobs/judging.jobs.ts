import { Inject, Injectable } from '@nestjs/common';
import { instantText, type PayloadOf, type PhaseId, showId } from '@app/kernel';
import { CONFIG, type Config, Db, DoesOutside, Mailer, On, type Tx } from '@app/platform';
import { type Challenge, challengeApproved, challengeCancelled, challengeDecided, Challenges } from '@app/challenges';
import { memberAdded } from '@app/identity';
import { m } from '@app/messages';
import { eligibilityDecided, phaseUnsealed, Submissions } from '@app/submissions';
import { Conflicts } from '../conflicts.service';
import { conflictSuspected, sendInvitationOff, sendJudgeInvitation } from '../judging.events';
import { maySpeakOf } from '../judging.policy';
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
    private readonly conflicts: Conflicts,
  ) {}

  @On(phaseUnsealed)
  async beginJudging({ challengeId, phaseId }: { challengeId: string; phaseId: string }, tx: Tx): Promise<void> {
    const challenge = await this.challenges.lock(tx, challengeId, 'share');
    if (challenge.state === 'cancelled') return;
    const submitted = await this.submissions.submittedIn(tx, phaseId);
    await this.panels.begin(tx, phaseId, submitted.length === 0);
  }

  /** Nothing is waited for any more, or one submission less: all scores may be in. */
  @On(eligibilityDecided)
  async lookAgain({ challengeId, phaseId }: { challengeId: string; phaseId: string }, tx: Tx): Promise<void> {
    await this.challenges.lock(tx, challengeId, 'share');
    await this.panels.lookAgain(tx, await this.panels.lockedPanel(tx, await this.challenges.lockPhase(tx, phaseId, 'share')));
  }

  /** Whoever judges, and belongs to that organisation now, is looked at again in every panel that is not decided. */
  @On(memberAdded)
  async suspect({ organisationId }: { organisationId: string }, tx: Tx): Promise<void> {
    const panels = await tx.query<{ challengeId: string; phaseId: string }>(
      `select distinct p.challenge_id as "challengeId", p.phase_id as "phaseId" from panel p join panel_seat s on s.phase_id = p.phase_id join member m on m.person_id = s.person_id
       where p.state in ('waiting', 'scoring') and m.organisation_id = $1 order by 1, 2`,
      [organisationId],
    );
    for (const panel of panels) tx.emit(conflictSuspected, panel);
  }

  @On(conflictSuspected)
  async settle({ challengeId, phaseId }: { challengeId: string; phaseId: string }, tx: Tx): Promise<void> {
    await this.challenges.lock(tx, challengeId, 'share');
    const phase = await this.challenges.lockPhase(tx, phaseId, 'share');
    const panel = await this.panels.lockedPanel(tx, phase);
    if ((panel.state === 'waiting' || panel.state === 'scoring') && (await this.conflicts.settle(tx, phase))) await this.panels.lookAgain(tx, panel);
  }

  @On(challengeApproved)
  async askJudges({ challengeId }: PayloadOf<typeof challengeApproved>, tx: Tx): Promise<void> {
    await this.panels.askInvited(tx, challengeId);
  }

  @On(challengeCancelled)
  async stopCancelled(event: PayloadOf<typeof challengeCancelled>, tx: Tx): Promise<void> {
    await this.panels.tellAsked(tx, await this.stop(event, tx));
  }

  /** Later phases that nobody reached have judges too. */
  @On(challengeDecided)
  async stopDecided(event: PayloadOf<typeof challengeDecided>, tx: Tx): Promise<void> {
    await this.stop(event, tx);
  }

  private async stop({ challengeId }: { challengeId: string }, tx: Tx): Promise<PhaseId[]> {
    await this.challenges.lock(tx, challengeId, 'share');
    return this.panels.stop(tx, challengeId);
  }

  @DoesOutside(sendJudgeInvitation)
  async invite({ seatId }: { seatId: string }): Promise<void> {
    const seat = await this.db.findOne(PanelSeat, seatId);
    if (!seat || seat.state !== 'invited') return;
    const challenge = (await this.challenges.find(seat.challengeId))!;
    if (challenge.state === 'decided' || challenge.state === 'completed') return;
    if (!maySpeakOf(challenge)) return this.panels.askLater(seat.id);
    const [panel] = await this.db.query<{ sponsor: string; closes_at: Date | null; judging_ends_at: Date | null }>(
      'select o.name as sponsor, p.closes_at, p.judging_ends_at from phase p join challenge c on c.id = p.challenge_id join organisation o on o.id = c.sponsor_id where p.id = $1',
      [seat.phaseId],
    );
    const { sponsor, closes_at: from, judging_ends_at: by } = panel!;
    await this.mailer.send({
      to: seat.email,
      subject: m.mail_judge_invitation_subject({ title: subjectTitle(challenge) }),
      paragraphs: [m.mail_judge_invitation_text({ title: challenge.title, sponsor }), ...(from && by ? [m.mail_judge_invitation_when({ from: instantText(from), by: instantText(by) })] : []), m.mail_judge_invitation_how()],
      action: { label: m.mail_judge_invitation_action(), url: `${this.config.publicUrl}/judging?seat=${showId('panel', seat.id)}` },
      reason: m.mail_judge_invitation_reason(),
    });
  }

  /** Who was asked may have no account: this goes to the address. */
  @DoesOutside(sendInvitationOff)
  async callOff({ seatId }: { seatId: string }): Promise<void> {
    const seat = await this.db.findOne(PanelSeat, seatId);
    if (seat?.state !== 'invited') return;
    const challenge = (await this.challenges.find(seat.challengeId))!;
    // of what was edited since staff approved it nobody outside is told a word
    const title = challenge.numbers === null ? m.mail_judging_unnamed() : challenge.title;
    await this.mailer.send({
      to: seat.email,
      subject: m.mail_judging_cancelled_subject({ title: challenge.numbers === null ? title : subjectTitle(challenge) }),
      paragraphs: [m.mail_judging_cancelled_invited({ title }), m.mail_judging_cancelled_then()],
      action: { label: m.mail_judging_action(), url: `${this.config.publicUrl}/judging` },
      reason: m.mail_judging_cancelled_reason(),
    });
  }
}

/** As in notifications: what is not listed is not named on a locked screen. */
function subjectTitle({ title, visibility }: Pick<Challenge, 'title' | 'visibility'>): string {
  return visibility === 'public' ? title : m.notification_private();
}
