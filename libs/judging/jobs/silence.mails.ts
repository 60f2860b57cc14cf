import { Inject, Injectable } from '@nestjs/common';
import { after, day, instantText, type PayloadOf } from '@app/kernel';
import { CONFIG, type Config, Db, DoesOutside, type Mail, Mailer } from '@app/platform';
import { type Challenge, Challenges, type Phase } from '@app/challenges';
import { Person } from '@app/identity';
import { m } from '@app/messages';
import { mailSilence } from '../judging.events';
import { Silence } from '../silence.service';

/** The mails about a sponsor who decides nothing. What was decided meanwhile needs no mail. */
@Injectable()
export class SilenceMails {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly mailer: Mailer,
    private readonly challenges: Challenges,
    private readonly silence: Silence,
  ) {}

  @DoesOutside(mailSilence)
  async tell({ phaseId, personId, what }: PayloadOf<typeof mailSilence>): Promise<void> {
    const phase = (await this.challenges.findPhase(phaseId))!;
    const challenge = (await this.challenges.find(phase.challengeId))!;
    const person = await this.db.findOne(Person, personId);
    if (phase.state !== 'judging' || challenge.state !== 'open' || person?.state !== 'active') return;
    const silentDays = (await this.challenges.numbersOf(challenge.id)).silentDays;
    const rule = ruleText(challenge, await this.silence.mayExtend(challenge));
    const ruleAt = after(await this.silence.beginsAt(phase), silentDays * day);
    await this.mailer.send({ to: person.email, ...this.wordsFor(what, challenge, phase, ruleAt, rule) });
  }

  private wordsFor(what: PayloadOf<typeof mailSilence>['what'], challenge: Challenge, phase: Phase, ruleAt: Date, rule: string): Omit<Mail, 'to'> {
    const about = { title: challenge.title, since: instantText(phase.judgingEndsAt!), on: instantText(ruleAt) };
    const manage = { label: m.mail_silence_action(), url: `${this.config.publicUrl}/manage/${challenge.slug}/results` };
    if (what === 'reminder') {
      const todo = challenge.decisionRule === 'by_ranking' ? m.mail_silence_scores() : m.mail_silence_decide();
      return { subject: m.mail_silence_subject(about), paragraphs: [m.mail_silence_text(about), todo, m.mail_silence_rule(about), rule], action: manage, reason: m.mail_silence_reason() };
    }
    const told = { subject: m.mail_extended_subject(about), paragraphs: [m.mail_extended_text(about), m.mail_extended_then(about), rule] };
    if (what === 'extended_sponsor') return { ...told, action: manage, reason: m.mail_silence_reason() };
    return { ...told, action: { label: m.mail_extended_action(), url: `${this.config.publicUrl}/challenges/${challenge.slug}` }, reason: m.mail_extended_reason() };
  }
}

function ruleText({ bounty, noAwardRule }: Challenge, mayExtend: boolean): string {
  if (mayExtend) return m.mail_silence_rule_extend();
  if (bounty === 'none') return m.mail_silence_rule_none();
  return noAwardRule === 'refund' ? m.mail_silence_rule_refund() : m.mail_silence_rule_split();
}
