import { Inject, Injectable } from '@nestjs/common';
import { actingAs, type Actor, type AgreementId, type AwardId, type ChallengeId, newId, type OrganisationId, type PersonId, showId } from '@app/kernel';
import { CONFIG, type Config, Db, requestProblems, sendHint, type Tx } from '@app/platform';
import { Challenge, clockOf, endAfterPauses, Pause, type RuleCard } from '@app/challenges';
import { Seals } from '@app/files';
import { identityProblems, isFreshlyProved, Organisation, Organisations } from '@app/identity';
import { contentDigest, type ContentManifest, Provenance, type Receipt } from '@app/provenance';
import { Agreement, type Side, Signature } from './agreement.entity';
import { agreementLifecycle, isOpen } from './agreement.lifecycle';
import { signatureManifest } from './agreement.record';
import type { AgreementTerms } from './agreement.text';
import { agreementInForce, agreementReady, agreementSigned, sealAgreement } from './agreements.events';
import { mayRead, signsFor } from './agreements.policy';
import { problems } from './agreements.problems';

/** An award that was accepted, with what its agreement names. */
export interface AgreedAward {
  awardId: AwardId;
  challengeId: ChallengeId;
  sponsorId: OrganisationId;
  recipientId: OrganisationId;
  authors: readonly { id: PersonId; name: string }[];
  prize: AgreementTerms['prize'];
  submission: AgreementTerms['submission'];
  ruleCard: RuleCard;
  sponsorSignsDays: number | null;
  /** The first instant that is too late for the recipient to sign; null where there is none. */
  signBy: Date | null;
}

/** How far an agreement has come. */
export interface AgreementProgress {
  recipientSignedAt: Date | null;
  isInForce: boolean;
}

/** Making agreements of rule cards, and signing them. */
@Injectable()
export class Agreements {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly organisations: Organisations,
    private readonly seals: Seals,
    private readonly provenance: Provenance,
  ) {}

  /** Makes the agreement about an award, ready to be signed, and tells both sides. */
  async make(tx: Tx, award: AgreedAward): Promise<Agreement> {
    const id = newId('agreement');
    const { awardId, challengeId, sponsorId, recipientId, authors, signBy } = award;
    const agreement = Agreement.of(id, { awardId, challengeId, sponsorId, recipientId, authorIds: authors.map((author) => author.id), terms: await this.termsOf(tx, id, award), madeAt: tx.now, signBy });
    await tx.save(agreement, { action: 'agreement.make' });
    await this.seals.create(tx, id, id);
    tx.emit(agreementReady, { challengeId, awardId, agreementId: id });
    await this.hint(tx, agreement);
    return agreement;
  }

  /** One side accepts exactly this text; the second signature puts it in force. @throws notFound, forbidden, signedAlready, proveAgain, WrongState, otherText, signedTooLate */
  async sign(actor: Actor, id: string, { hash, name }: { hash: string; name: string }): Promise<void> {
    const { agreement: seen, signatures } = await this.get(actor, id);
    const side = signsFor(actor, seen);
    if (!side) throw requestProblems.forbidden();
    requireUnsigned(seen, signatures, side);
    if (!isFreshlyProved(actor, new Date())) throw identityProblems.proveAgain();
    await this.db.change(actingAs(actor, 'member', side === 'sponsor' ? seen.sponsorId : seen.recipientId), async (tx) => {
      const agreement = (await tx.lock(Agreement, id))!;
      const earlier = await tx.find(Signature, { agreementId: agreement.id });
      requireUnsigned(agreement, earlier, side);
      agreement.state = agreementLifecycle.next(agreement.state, earlier.length === 0 ? 'sign' : 'complete');
      if (hash !== agreement.hash.toString('hex')) throw problems.otherText();
      if (side === 'recipient') await this.requireInTime(tx, agreement);
      if (agreement.state === 'in_force') agreement.inForceAt = tx.now;
      await tx.save(agreement, { action: `agreement.sign_for_${side}` });
      await this.record(tx, Signature.given({ agreementId: agreement.id, side, personId: actor.personId!, name, hash: agreement.hash, signedAt: tx.now }));
      await this.announce(tx, agreement, side);
    });
  }

  /** How far the agreement about an award has come; it is locked, so that nobody signs meanwhile. Undefined where there is none. */
  async progressOf(tx: Tx, awardId: AwardId): Promise<AgreementProgress | undefined> {
    const agreement = await tx.lock(Agreement, { awardId });
    if (!agreement) return undefined;
    const signature = await tx.findOne(Signature, { agreementId: agreement.id, side: 'recipient' });
    return { recipientSignedAt: signature?.signedAt ?? null, isInForce: agreement.inForceAt !== null };
  }

  /** The recipient has until then to sign. */
  async renew(tx: Tx, awardId: AwardId, signBy: Date | null): Promise<void> {
    const agreement = await tx.lock(Agreement, { awardId });
    if (!agreement?.signBy || !isOpen(agreement.state)) return;
    Object.assign(agreement, { signBy, renewedAt: tx.now });
    await tx.save(agreement, { action: 'agreement.renew' });
  }

  /** The sponsor let the time to sign pass: the rule card binds it. */
  async bind(tx: Tx, awardId: AwardId): Promise<void> {
    const agreement = (await tx.lock(Agreement, { awardId }))!;
    agreement.state = agreementLifecycle.next(agreement.state, 'bind');
    agreement.inForceAt = tx.now;
    await tx.save(agreement, { action: 'agreement.bind' });
    await this.comesIntoForce(tx, agreement);
    await this.hint(tx, agreement);
  }

  /** The award is lost: what was not in force lapses, what was ends. */
  async end(tx: Tx, awardId: AwardId): Promise<void> {
    const agreement = await tx.lock(Agreement, { awardId });
    if (!agreement || !(isOpen(agreement.state) || agreement.state === 'in_force')) return;
    agreement.state = agreementLifecycle.next(agreement.state, agreement.state === 'in_force' ? 'terminate' : 'lapse');
    agreement.endedAt = tx.now;
    await tx.save(agreement, { action: agreement.state === 'lapsed' ? 'agreement.lapse' : 'agreement.terminate' });
    await this.hint(tx, agreement);
  }

  /** @throws notFound for all but the two sides and staff */
  async get(actor: Actor, id: string): Promise<{ agreement: Agreement; signatures: Signature[] }> {
    const agreement = await this.db.findOne(Agreement, id);
    if (!agreement || !mayRead(actor, agreement)) throw requestProblems.notFound();
    return { agreement, signatures: await this.signaturesOf(agreement.id) };
  }

  signaturesOf(id: AgreementId): Promise<Signature[]> {
    return this.db.find(Signature, { agreementId: id }, { recordSeq: 'ASC' });
  }

  /** Proof of one side's signature, for both. @throws notFound */
  async receipt(actor: Actor, id: string, side: string): Promise<Receipt & { content: ContentManifest }> {
    const { signatures } = await this.get(actor, id);
    const signature = signatures.find((one) => one.side === side);
    if (!signature) throw requestProblems.notFound();
    return this.provenance.receiptWith(signature.recordSeq, signatureManifest(signature));
  }

  /** Open pages of both sides are read again. */
  async hint(tx: Tx, agreement: Agreement): Promise<void> {
    tx.enqueue(sendHint, { people: await this.peopleOf(agreement), type: 'agreement', id: agreement.id });
  }

  /**
   * A pause that is over counts in full before the event of its end has moved `signBy`: nobody is refused for the moment between.
   * @throws signedTooLate
   */
  private async requireInTime(tx: Tx, { challengeId, madeAt, signBy, renewedAt }: Agreement): Promise<void> {
    if (!signBy) return;
    const clock = clockOf((await tx.findOne(Challenge, challengeId))!, tx.now);
    const since = (await tx.find(Pause, { challengeId, state: 'resumed' })).filter(({ endedAt }) => endedAt! > (renewedAt ?? madeAt));
    const end = endAfterPauses(signBy, new Date(0), since.sort((one, other) => one.since.getTime() - other.since.getTime()));
    if (clock >= end) throw problems.signedTooLate({ serverTime: tx.now.toISOString(), signBy: end.toISOString() });
  }

  private async termsOf(tx: Tx, id: AgreementId, award: AgreedAward): Promise<AgreementTerms> {
    const { terms: card, version, hash } = award.ruleCard;
    const party = async (organisationId: OrganisationId) => {
      const { name, country } = (await tx.findOne(Organisation, organisationId))!;
      return { id: showId('organisation', organisationId), name, country };
    };
    return {
      format: 'guildhall-award-agreement-2', agreement: showId('agreement', id), award: showId('award', award.awardId), madeAt: tx.now.toISOString(), platform: new URL(this.config.publicUrl).host,
      sponsor: await party(award.sponsorId), recipient: { ...(await party(award.recipientId)), authors: award.authors.map(({ name }) => name) },
      challenge: { id: card.challenge.id, title: card.challenge.title }, prize: award.prize, ruleCard: { version, hash: hash.toString('hex') }, submission: award.submission,
      ip: card.ip, eligibility: card.eligibility.map(({ text }) => text), sponsorSignsDays: award.sponsorSignsDays,
    };
  }

  /** The log is locked last. */
  private async record(tx: Tx, signature: Signature): Promise<void> {
    const { seq } = await this.provenance.append(tx, { type: 'signature', subject: showId('signature', signature.id), digest: contentDigest(signatureManifest(signature)) });
    signature.recordSeq = seq;
    await tx.save(signature, { action: 'signature.give' });
  }

  private async announce(tx: Tx, agreement: Agreement, side: Side): Promise<void> {
    const ids = { challengeId: agreement.challengeId, awardId: agreement.awardId, agreementId: agreement.id };
    tx.emit(agreementSigned, { ...ids, side });
    await this.hint(tx, agreement);
    if (agreement.state === 'in_force') await this.comesIntoForce(tx, agreement);
  }

  private async comesIntoForce(tx: Tx, { id, challengeId, awardId }: Agreement): Promise<void> {
    tx.emit(agreementInForce, { challengeId, awardId, agreementId: id });
    tx.enqueue(sealAgreement, { agreementId: id });
  }

  /** Who made the work, and who signs for either side. */
  private async peopleOf({ sponsorId, recipientId, authorIds }: Agreement): Promise<PersonId[]> {
    const signing = await Promise.all([sponsorId, recipientId].map((id) => this.organisations.membersWith(id, 'owner', 'signatory')));
    return [...new Set([...authorIds, ...signing.flat().map(({ personId }) => personId)])];
  }
}

/** In force without its signature, that side is bound all the same. @throws signedAlready */
function requireUnsigned({ state }: Agreement, signatures: readonly Signature[], side: Side): void {
  if (state === 'in_force' || signatures.some((one) => one.side === side)) throw problems.signedAlready();
}
