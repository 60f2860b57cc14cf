import { Inject, Injectable } from '@nestjs/common';
import { instantText, type PayloadOf } from '@app/kernel';
import { CONFIG, type Config, Db, DoesOutside, type Mail, Mailer } from '@app/platform';
import { type Challenge, Challenges, type Phase } from '@app/challenges';
import { m } from '@app/messages';
import { Submissions } from '@app/submissions';
import { mailJudge } from '../judging.events';
import { PanelSeat } from '../panel.entity';

/** The mails to judges about the phase they judge: how much there is, and until when; never whose it is. */
@Injectable()
export class JudgeMails {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly mailer: Mailer,
    private readonly challenges: Challenges,
    private readonly submissions: Submissions,
  ) {}

  @DoesOutside(mailJudge)
  async tell({ seatId, what }: PayloadOf<typeof mailJudge>): Promise<void> {
    const seat = (await this.db.findOne(PanelSeat, seatId))!;
    const phase = (await this.challenges.findPhase(seat.phaseId))!;
    const challenge = (await this.challenges.find(seat.challengeId))!;
    const words = what === 'begun' ? await this.begun(seat, challenge, phase) : cancelled(seat, challenge);
    if (words) await this.mailer.send({ to: seat.email, action: { label: m.mail_judging_action(), url: `${this.config.publicUrl}/judging` }, ...words });
  }

  private async begun({ state }: PanelSeat, { title, state: challengeState }: Challenge, phase: Phase): Promise<Omit<Mail, 'to'> | undefined> {
    if ((state !== 'accepted' && state !== 'ready') || challengeState !== 'open' || phase.state !== 'judging') return undefined;
    const { length: count } = await this.submissions.submittedIn(this.db, phase.id);
    const about = { title, count, by: instantText(phase.judgingEndsAt!) };
    return { subject: m.mail_judging_begun_subject(about), paragraphs: [m.mail_judging_begun_text(about), m.mail_judging_begun_how(about)], reason: m.mail_judging_begun_reason() };
  }
}

/** Of what was edited since staff approved it nobody outside is told a word. */
function cancelled({ state }: PanelSeat, challenge: Challenge): Omit<Mail, 'to'> | undefined {
  if (!['invited', 'accepted', 'ready'].includes(state)) return undefined;
  const title = challenge.numbers === null ? m.mail_judging_unnamed() : challenge.title;
  const text = state === 'invited' ? m.mail_judging_cancelled_invited({ title }) : m.mail_judging_cancelled_judge({ title });
  return { subject: m.mail_judging_cancelled_subject({ title }), paragraphs: [text, m.mail_judging_cancelled_then()], reason: m.mail_judging_cancelled_reason() };
}
