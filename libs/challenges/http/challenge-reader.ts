import { Injectable } from '@nestjs/common';
import { type Actor, readId } from '@app/kernel';
import { requestProblems } from '@app/platform';
import { mayRead, mayReadAll } from '../challenges.policy';
import { ChallengeLists } from '../challenges.queries';
import { Challenges } from '../challenges.service';
import { ruleSentences } from '../rule-sentences';
import type { FullChallenge } from '../full-challenge';
import { ChallengeView } from './challenge.view';

/** Finds the challenge of a path for whoever asks: drafts are not there for strangers. */
@Injectable()
export class ChallengeReader {
  constructor(
    private readonly challenges: Challenges,
    private readonly lists: ChallengeLists,
  ) {}

  /** By public id or by slug. @throws notFound */
  async read(actor: Actor, idOrSlug: string): Promise<FullChallenge> {
    const full = await this.find(idOrSlug);
    if (!full || !mayRead(actor, full.challenge)) throw requestProblems.notFound();
    return full;
  }

  /** For the sponsor's people and staff. @throws notFound, or forbidden where its existence is known anyway */
  async readAll(actor: Actor, idOrSlug: string): Promise<FullChallenge> {
    const full = await this.read(actor, idOrSlug);
    if (!mayReadAll(actor, full.challenge)) throw requestProblems.forbidden();
    return full;
  }

  /** The view of a challenge as this actor sees it. */
  async view(actor: Actor, full: FullChallenge): Promise<ChallengeView> {
    const { id, sponsorId } = full.challenge;
    const sponsor = await this.lists.sponsor(sponsorId);
    const card = await this.challenges.ruleCardOf(id);
    const numbers = await this.challenges.numbersOf(id);
    const rules = card?.terms.rules ?? ruleSentences(full.challenge, numbers);
    return ChallengeView.of(actor, full, sponsor, numbers, card, rules);
  }

  /** After a change: as it is now. */
  async viewOf(actor: Actor, id: string): Promise<ChallengeView> {
    return this.view(actor, (await this.challenges.full(id))!);
  }

  private async find(idOrSlug: string): Promise<FullChallenge | undefined> {
    const id = readId('challenge', idOrSlug) ?? (/^[a-z0-9-]{1,100}$/.test(idOrSlug) ? await this.lists.idOfSlug(idOrSlug) : undefined);
    return id === undefined ? undefined : this.challenges.full(id);
  }
}
