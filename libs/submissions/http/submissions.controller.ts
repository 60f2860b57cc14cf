import { Body, Controller, Get, Header, Param, Put, Query } from '@nestjs/common';
import type { Actor, SubmissionId } from '@app/kernel';
import { challengeProblems } from '@app/challenges';
import { Access, Act, Fails, IdParam, PageQuery, requestProblems } from '@app/platform';
import { ManifestView, ReceiptView } from '@app/provenance';
import { Eligibility } from '../eligibility.service';
import { HandingIn } from '../handing-in.service';
import { Openings } from '../openings.service';
import { submissionProblems as problems } from '../submissions.problems';
import { SubmitDto } from './submission.dto';
import { OpeningPageView, OpeningView, SubmissionView } from './submission.view';

/** What was handed in, for its author's side; for everybody else it is not there. */
@Controller('api/v1/submissions/:id')
export class SubmissionsController {
  constructor(
    private readonly handingIn: HandingIn,
    private readonly openings: Openings,
    private readonly eligibility: Eligibility,
  ) {}

  /** What was handed in last, its state and its result */
  @Get()
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readSubmission(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId): Promise<SubmissionView> {
    return SubmissionView.of(await this.handingIn.read(actor, id), await this.eligibility.decisionOn(id));
  }

  /** Hand in the working version. The last one before the phase closes counts; `closesAt` itself is late */
  @Put('submission')
  @Access('person')
  @Fails(
    challengeProblems.paused,
    problems.late, problems.incomplete, problems.notOpen, problems.notInPhase, problems.entryNotActive,
    requestProblems.notFound, requestProblems.forbidden, requestProblems.preconditionFailed, requestProblems.wrongState, requestProblems.invalid,
  )
  async submitSubmission(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId, @Body() { draftVersion }: SubmitDto): Promise<SubmissionView> {
    await this.handingIn.submit(actor, id, draftVersion);
    return SubmissionView.of(await this.handingIn.read(actor, id));
  }

  /** Withdraw while the phase is open: the content is erased for good, the receipts stay good */
  @Put('withdrawal')
  @Access('person', { whileSuspended: true })
  @Fails(problems.late, problems.notOpen, problems.entryNotActive, requestProblems.notFound, requestProblems.forbidden, requestProblems.wrongState)
  async withdrawSubmission(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId): Promise<SubmissionView> {
    await this.handingIn.withdraw(actor, id);
    return SubmissionView.of(await this.handingIn.read(actor, id));
  }

  /** Proof of what was handed in last and when, to keep and to check without us; to programs of the solver's organisation once the phase has closed */
  @Get('receipt')
  @Header('content-disposition', 'attachment; filename="receipt.json"')
  @Access('person', { scope: 'submission:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readReceipt(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId): Promise<ReceiptView> {
    return this.handingIn.receipt(actor, id);
  }

  /** The content the receipt is about, as it was hashed */
  @Get('manifest')
  @Header('content-disposition', 'attachment; filename="content.json"')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readManifest(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId): Promise<ManifestView> {
    const { fields, files } = await this.handingIn.manifest(actor, id);
    return { fields, files: [...files] };
  }

  /** Who read it, what and when; the newest first */
  @Get('openings')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async listOpenings(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId, @Query() page: PageQuery): Promise<OpeningPageView> {
    const { items, next } = await this.openings.page(actor, id, page);
    return { items: items.map((row) => OpeningView.of(row)), next };
  }
}
