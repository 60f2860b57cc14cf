import { Controller, Get, Header, Param, ParseIntPipe } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import { Access, Act, Fails, requestProblems } from '@app/platform';
import { FullReceiptView, Provenance } from '@app/provenance';
import { challengeProblems } from '../challenges.problems';
import { clarificationManifest } from '../clarification.entity';
import { Clarifications } from '../clarifications.service';
import { ChallengeReader } from './challenge-reader';
import { ClarificationsView, ClarificationView } from './clarification.view';

/** Binding answers, and the proof of each */
@Controller('api/v1/challenges/:id/clarifications')
export class ClarificationsController {
  constructor(
    private readonly reader: ChallengeReader,
    private readonly clarifications: Clarifications,
    private readonly provenance: Provenance,
  ) {}

  /** Binding answers of a challenge, in the order in which they were given */
  @Get()
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound)
  async listClarifications(@Act() actor: Actor, @Param('id') id: string): Promise<ClarificationsView> {
    const { challenge } = await this.reader.read(actor, id);
    return { items: (await this.clarifications.of(challenge.id)).map((one) => ClarificationView.of(one)) };
  }

  /** Proof of one, to keep and to check without us; it carries question and answer */
  @Get(':number/receipt')
  @Header('content-disposition', 'attachment; filename="clarification-receipt.json"')
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound, challengeProblems.noClarification)
  async readClarificationReceipt(@Act() actor: Actor, @Param('id') id: string, @Param('number', ParseIntPipe) number: number): Promise<FullReceiptView> {
    const { challenge } = await this.reader.read(actor, id);
    const clarification = (await this.clarifications.of(challenge.id)).find((one) => one.number === number);
    if (!clarification) throw challengeProblems.noClarification();
    return FullReceiptView.of(await this.provenance.receiptWith(clarification.recordSeq, clarificationManifest(clarification)));
  }
}
