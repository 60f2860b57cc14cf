import { Controller, Get, Header, Param, ParseIntPipe } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import { Access, Act, Fails, requestProblems } from '@app/platform';
import { FullReceiptView, Provenance } from '@app/provenance';
import { challengeProblems } from '../challenges.problems';
import { Challenges } from '../challenges.service';
import { ruleCardManifest } from '../rule-card';
import type { RuleCard } from '../rule-card.entity';
import { RuleCardsView, RuleCardView } from './about.view';
import { ChallengeReader } from './challenge-reader';
import { RuleCardSummaryView } from './challenge.view';

/** The frozen terms of a challenge, and the proof of each version */
@Controller('api/v1/challenges/:id')
export class RuleCardsController {
  constructor(
    private readonly reader: ChallengeReader,
    private readonly challenges: Challenges,
    private readonly provenance: Provenance,
  ) {}

  /** The frozen terms in force */
  @Get('rule-card')
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound, challengeProblems.noRuleCard)
  async readRuleCard(@Act() actor: Actor, @Param('id') id: string): Promise<RuleCardView> {
    return RuleCardView.of(await this.card(actor, id));
  }

  /** Proof of the terms in force, to keep and to check without us */
  @Get('rule-card/receipt')
  @Header('content-disposition', 'attachment; filename="rule-card-receipt.json"')
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound, challengeProblems.noRuleCard)
  async readRuleCardReceipt(@Act() actor: Actor, @Param('id') id: string): Promise<FullReceiptView> {
    return this.receipt(await this.card(actor, id));
  }

  /** All versions of the terms, oldest first */
  @Get('rule-cards')
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound)
  async listRuleCards(@Act() actor: Actor, @Param('id') id: string): Promise<RuleCardsView> {
    return { items: (await this.cards(actor, id)).map((card) => RuleCardSummaryView.of(card)) };
  }

  /** Proof of one version of the terms; it carries them */
  @Get('rule-cards/:version/receipt')
  @Header('content-disposition', 'attachment; filename="rule-card-receipt.json"')
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound, challengeProblems.noRuleCard)
  async readRuleCardVersionReceipt(@Act() actor: Actor, @Param('id') id: string, @Param('version', ParseIntPipe) version: number): Promise<FullReceiptView> {
    const card = (await this.cards(actor, id)).find((one) => one.version === version);
    if (!card) throw challengeProblems.noRuleCard();
    return this.receipt(card);
  }

  private async receipt({ recordSeq, terms }: RuleCard): Promise<FullReceiptView> {
    return FullReceiptView.of(await this.provenance.receiptWith(recordSeq, ruleCardManifest(terms)));
  }

  private async card(actor: Actor, id: string): Promise<RuleCard> {
    const card = (await this.cards(actor, id)).at(-1);
    if (!card) throw challengeProblems.noRuleCard();
    return card;
  }

  private async cards(actor: Actor, id: string): Promise<RuleCard[]> {
    const { challenge } = await this.reader.read(actor, id);
    return this.challenges.ruleCardsOf(challenge.id);
  }
}
