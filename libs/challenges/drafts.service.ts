import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, moneyText, type OrganisationId } from '@app/kernel';
import { Db, requestProblems, requireVersion, type Tx } from '@app/platform';
import { neededForPhase } from './challenge.cost';
import { Challenge } from './challenge.entity';
import { emptyForm } from './challenge.form';
import { challengeLifecycle } from './challenge.lifecycle';
import { type Finding, type Readiness, readinessOf } from './challenge.readiness';
import type { CancelReason } from './challenge.values';
import { challengeReopened, challengeScheduled, challengeSubmittedForReview } from './challenges.events';
import { mayDraft, mayManage, mayRead } from './challenges.policy';
import { challengeProblems } from './challenges.problems';
import { Challenges } from './challenges.service';
import { applyEdits, contentOf, derive, editErrors, type Parts, planParts, refuse } from './draft.edits';
import type { FullChallenge } from './full-challenge';
import type { EditChallengeDto } from './http/challenge.dto';
import { PlatformRules } from './rule-settings.service';
import { Phase } from './phase.entity';

/** What a sponsor does with its challenge until it opens. */
@Injectable()
export class Drafts {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly rules: PlatformRules,
  ) {}

  /** @throws notFound for an organisation one does not belong to */
  create(actor: Actor, organisationId: OrganisationId, title: string): Promise<Challenge> {
    this.requireDrafter(actor, organisationId);
    return this.db.change(actingAs(actor, 'member', organisationId), async (tx) => this.insert(tx, Challenge.draft(organisationId, actor.personId, title, await this.rules.numbers(tx), tx.now)));
  }

  /** A new draft has one phase, so that there is a place for criteria, prizes and dates. */
  async insert(tx: Tx, challenge: Challenge, given?: Parts): Promise<Challenge> {
    const parts = given ?? { phases: [firstPhase(challenge)], criteria: [], prizes: [] };
    derive(challenge, parts);
    await tx.save(challenge, { action: 'challenge.create' });
    await tx.saveAll([...parts.phases, ...parts.criteria, ...parts.prizes]);
    return challenge;
  }

  requireDrafter(actor: Actor, organisationId: string): void {
    if (!actor.memberships.some((one) => one.organisationId === organisationId)) throw requestProblems.notFound();
    if (!mayDraft(actor, organisationId)) throw requestProblems.forbidden();
  }

  /** Saving what stands already changes nothing; what is approved keeps its approval then. */
  async edit(actor: Actor, id: string, version: number, edits: EditChallengeDto): Promise<Challenge> {
    const member = await this.memberOf(actor, id, mayDraft);
    return this.db.change(member, async (tx) => {
      const challenge = await this.challenges.lock(tx, id);
      requireVersion(challenge, version);
      if (challenge.funded > 0n) throw challengeProblems.alreadyFunded();
      const state = challengeLifecycle.next(challenge.state, 'edit');

      const { currency } = challenge;
      const old = await this.challenges.partsOf(challenge.id, tx);
      const before = contentOf(challenge, old);
      applyEdits(challenge, edits);
      refuse(editErrors({ currency }, challenge, old, edits));
      const parts = edits.phases ? planParts(challenge, old, edits.phases) : old;
      if (challenge.bounty === 'money' && challenge.currency === null && parts.prizes.some(({ amount }) => amount > 0n)) {
        refuse([{ pointer: '/currency', code: 'currency_missing', detail: 'must be there while prizes have amounts' }]);
      }
      derive(challenge, parts);
      if (challenge.state === 'approved') {
        if (isDeepStrictEqual(contentOf(challenge, parts), before)) return challenge;
        tx.emit(challengeReopened, { challengeId: id });
      }
      Object.assign(challenge, { state, numbers: null });

      await this.challenges.touch(tx, challenge, 'challenge.edit');
      await this.replace(tx, old, parts);
      return challenge;
    });
  }

  async readiness(full: FullChallenge): Promise<Readiness> {
    const numbers = full.challenge.numbers ?? (await this.challenges.presentNumbers());
    return readinessOf(full, numbers, await this.db.now());
  }

  async requestReview(actor: Actor, id: string): Promise<Challenge> {
    const member = await this.memberOf(actor, id, mayManage);
    return this.db.change(member, async (tx) => {
      const challenge = await this.challenges.lock(tx, id);
      challenge.state = challengeLifecycle.next(challenge.state, 'requestReview');
      const { missing } = readinessOf(await this.challenges.fullOf(challenge, tx), await this.challenges.presentNumbers(tx), tx.now);
      if (missing.length > 0) throw challengeProblems.notReady({ missing });

      challenge.reviewRequestedAt = tx.now;
      await this.challenges.touch(tx, challenge, 'challenge.request_review');
      tx.emit(challengeSubmittedForReview, { challengeId: id });
      return challenge;
    });
  }

  async schedule(actor: Actor, id: string): Promise<Challenge> {
    const member = await this.memberOf(actor, id, mayManage);
    return this.db.change(member, async (tx) => {
      const challenge = await this.challenges.lock(tx, id);
      challenge.state = challengeLifecycle.next(challenge.state, 'schedule');
      const full = await this.challenges.fullOf(challenge, tx);
      const blockers = [...readinessOf(full, challenge.numbers!, tx.now).missing, ...fundingBlockers(full)];
      if (blockers.length > 0) throw challengeProblems.notReadyToOpen({ blockers });

      challenge.listedAt = tx.now;
      await this.challenges.touch(tx, challenge, 'challenge.schedule');
      tx.emit(challengeScheduled, { challengeId: id });
      return challenge;
    });
  }

  /** Before anything is captured and before it opens; afterwards others are concerned, and staff decide. */
  async cancel(actor: Actor, id: string, reason: CancelReason, note: string | null): Promise<Challenge> {
    const member = await this.memberOf(actor, id, mayManage);
    return this.db.change(member, async (tx) => {
      const challenge = await this.challenges.lock(tx, id);
      if (challenge.funded > 0n) throw challengeProblems.alreadyFunded();
      if (challenge.state === 'open') throw requestProblems.forbidden({ detail: 'An open challenge is cancelled by staff.' });
      return this.challenges.cancel(tx, id, reason, note);
    });
  }

  /** The actor as a member of the sponsor. @throws notFound or forbidden */
  private async memberOf(actor: Actor, id: string, may: (actor: Actor, organisationId: string) => boolean): Promise<Actor> {
    const challenge = await this.challenges.find(id);
    if (!challenge || !mayRead(actor, challenge)) throw requestProblems.notFound();
    if (!may(actor, challenge.sponsorId)) throw requestProblems.forbidden();
    return actingAs(actor, 'member', challenge.sponsorId);
  }

  /** Leaves go first and come last, since they point at their phase. */
  private async replace(tx: Tx, old: Parts, parts: Parts): Promise<void> {
    for (const row of [...old.criteria, ...old.prizes]) if (!contains([...parts.criteria, ...parts.prizes], row)) await tx.remove(row);
    for (const row of old.phases) if (!contains(parts.phases, row)) await tx.remove(row);
    await tx.saveAll([...parts.phases, ...parts.criteria, ...parts.prizes]);
  }
}

/** Money before work: the first phase opens only when its own prizes are captured. */
export function fundingBlockers({ challenge, phases }: FullChallenge): Finding[] {
  const needed = neededForPhase(phases, 1);
  if (challenge.bounty === 'none' || challenge.funded >= needed) return [];
  const missing = needed - challenge.funded;
  const currency = challenge.currency!;
  const shown = (amount: bigint) => moneyText({ amount, currency });
  const values = { missingAmount: String(missing), neededAmount: String(needed), currency };
  return [{ section: 'prize', code: 'not_funded', pointer: '/funded', detail: `${shown(missing)} of ${shown(needed)} for the first phase are not paid yet.`, values }];
}

function firstPhase(challenge: Challenge): Phase {
  return Object.assign(Phase.planned(challenge.id, 1), { kind: 'proposal', opensAt: null, closesAt: null, form: emptyForm });
}

function contains(rows: readonly object[], row: object): boolean {
  return rows.some((one) => one === row);
}
