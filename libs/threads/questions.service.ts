import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, type ChallengeId, type Id } from '@app/kernel';
import { type Challenge, Challenges, Clarifications, mayRead, Phase, refusePaused } from '@app/challenges';
import { Organisations, Person } from '@app/identity';
import { Db, requestProblems, requireVersion, sendHint, type Tx } from '@app/platform';
import { Question } from './question.entity';
import { type AnswerKind, questionLifecycle } from './question.lifecycle';
import { askingEnd, mostOpenQuestions, takesBinding } from './question.rules';
import { questionAnswered, questionAsked } from './threads.events';
import { mayAnswer, mayAsk } from './threads.policy';
import { questionProblems as problems } from './threads.problems';

type QuestionId = Id<'question'>;

/** Asking and answering in public: the one conversation there is about a challenge before its results. */
@Injectable()
export class Questions {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly clarifications: Clarifications,
    private readonly organisations: Organisations,
  ) {}

  /** @throws notFound, ownChallenge, paused, closed, tooManyOpen */
  ask(actor: Actor, challengeId: ChallengeId, text: string): Promise<Question> {
    return this.db.change(actingAs(actor, 'person'), async (tx) => {
      const person = (await tx.lock(Person, actor.personId!))!;
      const { challenge } = await this.asking(tx, actor, challengeId, 'share');
      if (!mayAsk(actor, challenge)) throw problems.ownChallenge();
      refusePaused(challenge);
      const waiting = await tx.find(Question, { challengeId, askedBy: person.id, state: 'open' });
      if (waiting.length >= mostOpenQuestions) throw problems.tooManyOpen({ most: mostOpenQuestions });

      const question = await tx.save(Question.asked({ challengeId, askedBy: person.id, askedAt: tx.now, text }), { action: 'question.ask' });
      tx.emit(questionAsked, { challengeId, questionId: question.id });
      const sponsors = await this.organisations.membersWith(challenge.sponsorId, 'owner', 'manager');
      tx.enqueue(sendHint, { people: sponsors.map(({ personId }) => personId), type: 'question', id: question.id });
      return question;
    });
  }

  /** An informal answer may be given anew, or made binding. @throws notFound, forbidden, preconditionFailed, closed, isHidden, bindingStands, bindingTooLate, wrongState */
  async answer(actor: Actor, id: QuestionId, version: number, { text, kind }: { text: string; kind: AnswerKind }): Promise<Question> {
    const { challengeId, sponsorId } = await this.seen(actor, id);
    if (!mayAnswer(actor, { sponsorId })) throw requestProblems.forbidden();
    return this.db.change(actingAs(actor, 'member', sponsorId), async (tx) => {
      const { challenge, phases } = await this.asking(tx, actor, challengeId, 'update');
      const question = (await tx.lock(Question, id))!;
      requireVersion(question, version);
      if (question.hiddenAt) throw problems.isHidden();
      if (question.clarificationId) throw problems.bindingStands();
      question.state = questionLifecycle.next(question.state, 'answer');
      if (kind === 'binding' && !takesBinding(challenge.state, phases, tx.now)) throw problems.bindingTooLate();

      Object.assign(question, { answer: text, answeredBy: actor.personId!, answeredAt: tx.now } satisfies Partial<Question>);
      if (kind === 'binding') question.clarificationId = (await this.clarifications.add(tx, challenge, { question: question.text!, answer: text })).id;
      await tx.save(question, { action: `question.answer_${kind}` });
      tx.emit(questionAnswered, { challengeId, questionId: id, kind });
      tx.enqueue(sendHint, { people: [question.askedBy], type: 'question', id });
      return question;
    });
  }

  /** Its text is gone for good. @throws notFound, preconditionFailed, wrongState */
  async withdraw(actor: Actor, id: QuestionId, version: number): Promise<void> {
    await this.db.change(actingAs(actor, 'person'), async (tx) => {
      const question = await tx.lock(Question, { id, askedBy: actor.personId! });
      if (!question) throw requestProblems.notFound();
      requireVersion(question, version);
      question.state = questionLifecycle.next(question.state, 'withdraw');
      question.text = null;
      await tx.save(question, { action: 'question.withdraw' });
    });
  }

  /** Moderation decided: it is taken from everybody's view, with a reason that all can read, or put back. @throws bindingStands */
  async hide(tx: Tx, id: QuestionId, isHidden: boolean, reason: string): Promise<void> {
    const seen = (await tx.findOne(Question, id))!;
    await this.challenges.lock(tx, seen.challengeId, 'share');
    const question = (await tx.lock(Question, id))!;
    if (question.clarificationId) throw problems.bindingStands();
    Object.assign(question, isHidden ? { hiddenAt: question.hiddenAt ?? tx.now, hiddenBecause: reason } : { hiddenAt: null, hiddenBecause: null });
    await tx.save(question, { action: isHidden ? 'question.hide' : 'question.show', reason });
  }

  /** The challenge of a question for whoever may read it. @throws notFound */
  private async seen(actor: Actor, id: QuestionId): Promise<{ challengeId: ChallengeId; sponsorId: Challenge['sponsorId'] }> {
    const question = await this.db.findOne(Question, id);
    const challenge = question && question.state !== 'withdrawn' && (await this.challenges.find(question.challengeId));
    if (!challenge || !mayRead(actor, challenge)) throw requestProblems.notFound();
    return { challengeId: challenge.id, sponsorId: challenge.sponsorId };
  }

  /** Locks challenge and phases, so that nobody opens an order meanwhile. @throws notFound, closed */
  private async asking(tx: Tx, actor: Actor, challengeId: ChallengeId, mode: 'update' | 'share'): Promise<{ challenge: Challenge; phases: Phase[] }> {
    const challenge = await this.challenges.lock(tx, challengeId, mode);
    if (!mayRead(actor, challenge)) throw requestProblems.notFound();
    const phases = (await tx.lockAll(Phase, { challengeId }, 'share')).sort((one, other) => one.position - other.position);
    const why = askingEnd(challenge.state, phases);
    if (why) throw problems.closed({ why });
    return { challenge, phases };
  }
}
