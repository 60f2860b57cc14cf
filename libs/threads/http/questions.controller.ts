import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import type { Actor, ChallengeId, Id } from '@app/kernel';
import { challengeProblems } from '@app/challenges';
import { Access, Act, Fails, IdParam, IfMatch, requestProblems } from '@app/platform';
import { Questions } from '../questions.service';
import { QuestionsQueries } from '../questions.queries';
import { questionProblems as problems } from '../threads.problems';
import { AnswerQuestionDto, AskDto, QuestionQuery } from './question.dto';
import { PublicQuestionPageView, PublicQuestionView } from './question.view';

/** Public questions about a challenge */
@Controller('api/v1')
export class QuestionsController {
  constructor(
    private readonly questions: Questions,
    private readonly queries: QuestionsQueries,
  ) {}

  /** Questions about a challenge and their answers, the newest first */
  @Get('challenges/:id/questions')
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound, requestProblems.invalid)
  async listQuestions(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @Query() query: QuestionQuery): Promise<PublicQuestionPageView> {
    return PublicQuestionPageView.of(await this.queries.page(actor, id, query.state, query));
  }

  /** Ask in public. Your name is shown to nobody, the sponsor included */
  @Post('challenges/:id/questions')
  @Access('person')
  @Fails(challengeProblems.paused, requestProblems.notFound, requestProblems.invalid, problems.ownChallenge, problems.closed, problems.tooManyOpen)
  async askQuestion(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @Body() { text }: AskDto): Promise<PublicQuestionView> {
    const question = await this.questions.ask(actor, id, text);
    return PublicQuestionView.of(await this.queries.one(actor, question.id));
  }

  /** One question */
  @Get('questions/:id')
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound)
  async readQuestion(@Act() actor: Actor, @Param('id', IdParam('question')) id: Id<'question'>): Promise<PublicQuestionView> {
    return PublicQuestionView.of(await this.queries.one(actor, id));
  }

  /** Answer it, for the sponsor; an informal answer may be given anew, a binding one stands */
  @Put('questions/:id/answer')
  @Access('person')
  @Fails(
    requestProblems.notFound, requestProblems.forbidden, requestProblems.invalid, requestProblems.preconditionFailed, requestProblems.wrongState,
    problems.closed, problems.isHidden, problems.bindingStands, problems.bindingTooLate,
  )
  async answerQuestion(@Act() actor: Actor, @Param('id', IdParam('question')) id: Id<'question'>, @IfMatch() version: number, @Body() answer: AnswerQuestionDto): Promise<PublicQuestionView> {
    await this.questions.answer(actor, id, version, answer);
    return PublicQuestionView.of(await this.queries.one(actor, id));
  }

  /** Take your own question back while it waits for an answer; its text is gone for good */
  @Delete('questions/:id')
  @HttpCode(204)
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.preconditionFailed, requestProblems.wrongState)
  async withdrawQuestion(@Act() actor: Actor, @Param('id', IdParam('question')) id: Id<'question'>, @IfMatch() version: number): Promise<void> {
    await this.questions.withdraw(actor, id, version);
  }
}
