import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import type { Actor, SubmissionId } from '@app/kernel';
import { Access, Act, Fails, IdParam, PageQuery, requestProblems } from '@app/platform';
import { challengeProblems } from '@app/challenges';
import { Eligibility } from '../eligibility.service';
import { submissionProblems as problems } from '../submissions.problems';
import { EligibilityDto, ProposalDto } from './submission.dto';
import { EligibilityReviewPageView, EligibilityReviewView, EligibilityView } from './submission.view';

/** Whether a submission may take part. */
@Controller('api/v1')
export class EligibilityController {
  constructor(private readonly eligibility: Eligibility) {}

  /** As the sponsor, question a submission against a clause of the rule card; once for each clause, until the judging deadline and until you have seen the judges' order. Staff decide; without an answer from them it takes part */
  @Put('submissions/:id/eligibility-proposal')
  @HttpCode(202)
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.invalid, requestProblems.wrongState, challengeProblems.paused, problems.alreadyProposed, problems.askedBefore, problems.askedTooLate, problems.askedOfOrder)
  async proposeIneligibility(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId, @Body() body: ProposalDto): Promise<EligibilityView> {
    await this.eligibility.propose(actor, id, body);
    return EligibilityView.of(id, 'under_review');
  }

  /** Submissions whose eligibility staff must decide, the oldest first */
  @Get('admin/eligibility-reviews')
  @Access('staff', { roles: ['moderator'] })
  async listEligibilityReviews(@Query() page: PageQuery): Promise<EligibilityReviewPageView> {
    const { items, next } = await this.eligibility.waiting(page);
    return { items: items.map((row) => EligibilityReviewView.of(row)), next };
  }

  /** Decide; an ineligible submission needs a ground and a statement for its author */
  @Put('admin/submissions/:id/eligibility')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.notFound, requestProblems.invalid, requestProblems.wrongState, problems.nothingProposed, problems.ownOrganisation)
  async decideEligibility(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId, @Body() { outcome, ground, statement }: EligibilityDto): Promise<EligibilityView> {
    if (outcome === 'eligible') return EligibilityView.of(id, (await this.eligibility.decide(actor, id, { outcome })).state);
    if (ground === undefined) throw missing('/ground');
    if (statement === undefined) throw missing('/statement');
    return EligibilityView.of(id, (await this.eligibility.decide(actor, id, { outcome, ground, statement })).state);
  }
}

function missing(pointer: string) {
  return requestProblems.invalid({ errors: [{ pointer, code: 'required', detail: 'must be given with `ineligible`' }] });
}
