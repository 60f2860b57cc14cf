import { Body, Controller, Get, Header, Param, Put, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, type AgreementId, pageOf } from '@app/kernel';
import { Access, Act, Fails, IdParam, PageQuery, positionOf, requestProblems } from '@app/platform';
import { attachment } from '@app/files';
import { identityProblems } from '@app/identity';
import { FullReceiptView } from '@app/provenance';
import { AgreementLists } from '../agreements.queries';
import { problems } from '../agreements.problems';
import { Agreements } from '../agreements.service';
import { SealedCopies } from '../sealed-copies.service';
import { AgreementDetailView, AgreementPageView, AgreementView } from './agreement.view';
import { SignatureDto } from './agreements.dto';

/** What both sides of an award sign. */
@Controller('api/v1')
export class AgreementsController {
  constructor(
    private readonly agreements: Agreements,
    private readonly lists: AgreementLists,
    private readonly copies: SealedCopies,
  ) {}

  /** Agreements about your work, or of organisations you answer for; newest first */
  @Get('me/agreements')
  @Access('person', { whileSuspended: true })
  async listMyAgreements(@Act() actor: Actor, @Query() page: PageQuery): Promise<AgreementPageView> {
    const rows = await this.lists.ofPerson(actor.personId!, positionOf(page, 2), page.limit);
    return pageOf(rows, page.limit, ({ agreement }) => [agreement.madeAt.toISOString(), agreement.id], ({ agreement, signatures }) => AgreementView.of(agreement, signatures, actor));
  }

  /** One agreement with its full text: for both sides and staff */
  @Get('agreements/:id')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readAgreement(@Act() actor: Actor, @Param('id', IdParam('agreement')) id: AgreementId): Promise<AgreementDetailView> {
    const { agreement, signatures } = await this.agreements.get(actor, id);
    return AgreementDetailView.withText(agreement, signatures, actor);
  }

  /** Sign it for your side: the hash says which text you read. Asks you to have proved just now who you are (`PUT /session`) */
  @Put('agreements/:id/signature')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.forbidden, requestProblems.wrongState, identityProblems.proveAgain, problems.signedAlready, problems.otherText, problems.signedTooLate)
  async signAgreement(@Act() actor: Actor, @Param('id', IdParam('agreement')) id: AgreementId, @Body() signature: SignatureDto): Promise<AgreementDetailView> {
    await this.agreements.sign(actor, id, signature);
    return this.readAgreement(actor, id);
  }

  /** The sealed copy to keep, a PDF */
  @Get('agreements/:id/document')
  @Access('person', { whileSuspended: true })
  @ApiOkResponse({ description: 'The bytes', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } })
  @Fails(requestProblems.notFound, problems.notSealedYet)
  async readAgreementDocument(@Act() actor: Actor, @Param('id', IdParam('agreement')) id: AgreementId, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const { details, size, content } = await this.copies.open(actor, id);
    void reply.headers({ 'x-content-type-options': 'nosniff', 'content-security-policy': 'sandbox', 'cache-control': 'no-store' });
    return new StreamableFile(content, { type: details.mediaType, disposition: attachment(details.name), length: size });
  }

  /** Proof of one side's signature, to keep and to check without us */
  @Get('agreements/:id/signatures/:side/receipt')
  @Header('content-disposition', 'attachment; filename="signature-receipt.json"')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readSignatureReceipt(@Act() actor: Actor, @Param('id', IdParam('agreement')) id: AgreementId, @Param('side') side: string): Promise<FullReceiptView> {
    return FullReceiptView.of(await this.agreements.receipt(actor, id, side));
  }
}
