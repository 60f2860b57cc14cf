import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { actingAs, type Actor, type Currency, type PersonId, showId } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Challenges } from '@app/challenges';
import { identityProblems, isFreshlyProved } from '@app/identity';
import { contentDigest, type ContentManifest, Provenance, type Receipt } from '@app/provenance';
import { Fundings } from '@app/payments';
import { Authors } from '@app/submissions';
import { declarationSigned } from './bounties.events';
import { mayReadRest, mayReadUnsigned, maySignDeclaration } from './bounties.policy';
import { problems } from './bounties.problems';
import { NonUseDeclaration } from './declaration.entity';
import { declarationManifest } from './declaration.record';
import { type Rest, Rests } from './rests.service';
import { NonUse } from './non-use.service';
import { Settlement } from './settlement.service';

/** A declaration with the names around it. */
export interface DeclarationRow {
  declaration: NonUseDeclaration;
  challengeTitle: string;
  challengeSlug: string;
  organisationName: string;
}

/** One that is not signed, with what waits for it: in minor units, fee included. */
export interface UnsignedDeclaration extends DeclarationRow {
  /** When the provider lets the platform hold it no longer. */
  heldUntil: Date | null;
  isOverLimit: boolean;
  waiting: { amount: bigint; currency: Currency };
}

/** One that waits for a signature, with what goes back then. */
export interface WaitingDeclaration extends DeclarationRow {
  rest: Rest | undefined;
}

/** What somebody may read of it; the rest while it waits. */
export interface ReadDeclaration extends WaitingDeclaration {
  maySign: boolean;
  knowsWhoSigned: boolean;
}

/** When the money of a challenge has been held for as long as its rule card says it may be. */
const heldUntil = `c.funded_at + make_interval(hours => 24 * (c.numbers ->> 'holdLimitDays')::int)`;

/** Reading and signing non-use declarations. */
@Injectable()
export class Declarations {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly authors: Authors,
    private readonly fundings: Fundings,
    private readonly nonUse: NonUse,
    private readonly settlement: Settlement,
    private readonly rests: Rests,
    private readonly provenance: Provenance,
  ) {}

  /** For the sponsor's people who manage or sign, and staff; once it is signed also for everybody who handed something in. @throws notFound */
  async get(actor: Actor, challengeId: string): Promise<ReadDeclaration> {
    const row = await this.readable(actor, challengeId);
    const { organisationId, state } = row.declaration;
    const knowsWhoSigned = mayReadUnsigned(actor, organisationId);
    return { ...row, knowsWhoSigned, rest: state === 'asked' && mayReadRest(actor, organisationId) ? await this.rests.of(challengeId) : undefined, maySign: state === 'asked' && maySignDeclaration(actor, organisationId) };
  }

  /** Those that wait for the signature of this person, the longest waiting first; one more than `limit` where there is more. */
  async waitingFor(personId: PersonId, after: readonly (string | number)[] | undefined, limit: number): Promise<WaitingDeclaration[]> {
    const rows = await this.rows(
      `where d.state = 'asked' and d.organisation_id in (select organisation_id from member where person_id = $1 and roles && '{owner,signatory}')
         and ($2::timestamptz is null or (d.asked_at, d.id) > ($2, $3::uuid)) order by d.asked_at, d.id limit $4`,
      [personId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    const rests = await this.rests.ofAll(rows.slice(0, limit).map(({ declaration }) => declaration.challengeId));
    return rows.map((row) => ({ ...row, rest: rests.get(row.declaration.challengeId) }));
  }

  /** For staff: all that are not signed, the nearest to the hold limit first; one more than `limit` where there is more. */
  async unsigned(after: readonly (string | number)[] | undefined, limit: number): Promise<UnsignedDeclaration[]> {
    const rows = await this.rows(
      `where d.state = 'asked' and ($1::timestamptz is null or (coalesce(${heldUntil}, 'infinity'), d.id) > ($1, $2::uuid)) order by coalesce(${heldUntil}, 'infinity'), d.id limit $3`,
      [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    const waiting = await this.fundings.unreserved(rows.map(({ declaration }) => declaration.challengeId));
    return rows.map((row) => ({ ...row, waiting: waiting.get(row.declaration.challengeId)! }));
  }

  /** The sponsor accepts exactly this text; what waited for it goes back in the same change. @throws notFound, forbidden, proveAgain, declarationSigned, otherDeclaration */
  async sign(actor: Actor, challengeId: string, { hash, name }: { hash: string; name: string }): Promise<void> {
    const { declaration: seen } = await this.readable(actor, challengeId);
    if (!maySignDeclaration(actor, seen.organisationId)) throw requestProblems.forbidden();
    if (seen.state === 'signed') throw problems.declarationSigned();
    if (!isFreshlyProved(actor, new Date())) throw identityProblems.proveAgain();
    await this.db.change(actingAs(actor, 'member', seen.organisationId), async (tx) => {
      await this.challenges.lock(tx, challengeId);
      const declaration = (await tx.findOne(NonUseDeclaration, seen.id))!;
      if (declaration.state === 'signed') throw problems.declarationSigned();
      if (hash !== declaration.hash.toString('hex')) throw problems.otherDeclaration();
      declaration.sign(actor.personId!, name, tx.now);
      await tx.save(declaration, { action: 'declaration.sign' });
      tx.emit(declarationSigned, { challengeId, declarationId: declaration.id });
      await this.challenges.closeToSponsor(tx, challengeId, 'declaration');
      await this.nonUse.hint(tx, declaration);
      await this.settlement.settle(tx, challengeId);
      await this.record(tx, declaration);
    });
  }

  /** Proof of the signature, for everybody who may read it. @throws notFound */
  async receipt(actor: Actor, challengeId: string): Promise<Receipt & { content: ContentManifest }> {
    const { declaration } = await this.readable(actor, challengeId);
    if (declaration.recordSeq === null) throw requestProblems.notFound();
    return this.provenance.receiptWith(declaration.recordSeq, declarationManifest(declaration));
  }

  private async readable(actor: Actor, challengeId: string): Promise<Omit<UnsignedDeclaration, 'waiting'>> {
    const [row] = await this.rows('where d.challenge_id = $1', [challengeId]);
    if (!row || !(await this.mayRead(actor, row.declaration))) throw requestProblems.notFound();
    return row;
  }

  private async mayRead(actor: Actor, { challengeId, organisationId, state }: NonUseDeclaration): Promise<boolean> {
    return mayReadUnsigned(actor, organisationId) || (state === 'signed' && (await this.authors.handedIn(actor, challengeId)));
  }

  private async rows(which: string, params: unknown[]): Promise<Omit<UnsignedDeclaration, 'waiting'>[]> {
    const rows = await this.db.query<Omit<UnsignedDeclaration, 'declaration' | 'waiting'> & { id: NonUseDeclaration['id'] }>(
      `select d.id, c.title as "challengeTitle", c.slug as "challengeSlug", o.name as "organisationName", ${heldUntil} as "heldUntil",
         coalesce(${heldUntil} <= app_now(), false) as "isOverLimit"
       from non_use_declaration d join challenge c on c.id = d.challenge_id join organisation o on o.id = d.organisation_id ${which}`,
      params,
    );
    const declarations = new Map((await this.db.find(NonUseDeclaration, { id: In(rows.map(({ id }) => id)) })).map((one) => [one.id, one]));
    return rows.map(({ id, ...names }) => ({ ...names, declaration: declarations.get(id)! }));
  }

  /** The log is locked last, after all money. */
  private async record(tx: Tx, declaration: NonUseDeclaration): Promise<void> {
    const { seq } = await this.provenance.append(tx, { type: 'declaration', subject: showId('declaration', declaration.id), digest: contentDigest(declarationManifest(declaration)) });
    declaration.recordSeq = seq;
    await tx.save(declaration, { action: 'declaration.record' });
  }
}
