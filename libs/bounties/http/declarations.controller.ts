import { Body, Controller, Get, Header, Param, Put, Query } from '@nestjs/common';
import { type Actor, type ChallengeId, pageOf } from '@app/kernel';
import { Access, Act, Fails, IdParam, PageQuery, positionOf, requestProblems } from '@app/platform';
import { SignatureDto } from '@app/agreements';
import { identityProblems } from '@app/identity';
import { FullReceiptView } from '@app/provenance';
import { problems } from '../bounties.problems';
import { Declarations } from '../declarations.service';
import { NonUseDeclarationDetailView, NonUseDeclarationPageView, UnsignedNonUseDeclarationPageView, UnsignedNonUseDeclarationView, WaitingNonUseDeclarationView } from './declaration.view';

/** A sponsor who has opened a submission declares that it does not use what was handed in, before money goes back to it. */
@Controller('api/v1')
export class DeclarationsController {
  constructor(private readonly declarations: Declarations) {}

  /** Non-use declarations that wait for your signature, the longest waiting first */
  @Get('me/non-use-declarations')
  @Access('person', { whileSuspended: true })
  async listMyNonUseDeclarations(@Act() actor: Actor, @Query() page: PageQuery): Promise<NonUseDeclarationPageView> {
    const rows = await this.declarations.waitingFor(actor.personId!, positionOf(page, 2), page.limit);
    return pageOf(rows, page.limit, ({ declaration }) => [declaration.askedAt.toISOString(), declaration.id], (row) => WaitingNonUseDeclarationView.withRest(row));
  }

  /** Non-use declarations that no sponsor has signed yet, with the money that waits for them, the nearest to its hold limit first */
  @Get('admin/non-use-declarations')
  @Access('staff', { roles: ['finance', 'moderator', 'support'] })
  @Fails(requestProblems.invalid)
  async listUnsignedNonUseDeclarations(@Query() page: PageQuery): Promise<UnsignedNonUseDeclarationPageView> {
    const rows = await this.declarations.unsigned(positionOf(page, 2), page.limit);
    return pageOf(rows, page.limit, ({ heldUntil, declaration }) => [heldUntil?.toISOString() ?? 'infinity', declaration.id], (row) => UnsignedNonUseDeclarationView.withAmount(row));
  }

  /** The non-use declaration of a challenge: for its sponsor and staff, and once it is signed for everybody who handed something in */
  @Get('challenges/:id/non-use-declaration')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readNonUseDeclaration(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<NonUseDeclarationDetailView> {
    return NonUseDeclarationDetailView.withText(await this.declarations.get(actor, id));
  }

  /** Sign it for the sponsor: the hash says which text you read. What waited for it goes back. Asks you to have proved just now who you are (`PUT /session`) */
  @Put('challenges/:id/non-use-declaration/signature')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.forbidden, identityProblems.proveAgain, problems.declarationSigned, problems.otherDeclaration)
  async signNonUseDeclaration(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @Body() signature: SignatureDto): Promise<NonUseDeclarationDetailView> {
    await this.declarations.sign(actor, id, signature);
    return this.readNonUseDeclaration(actor, id);
  }

  /** Proof that it was signed and when, to keep and to check without us; for everybody who may read it */
  @Get('challenges/:id/non-use-declaration/receipt')
  @Header('content-disposition', 'attachment; filename="non-use-declaration-receipt.json"')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readNonUseDeclarationReceipt(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<FullReceiptView> {
    return FullReceiptView.of(await this.declarations.receipt(actor, id));
  }
}
