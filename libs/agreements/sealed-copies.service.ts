import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { type Actor, type PayloadOf, showId, systemActor } from '@app/kernel';
import { CONFIG, type Config, Db, DoesOutside } from '@app/platform';
import { type FileDetails, Files, type StoredFile } from '@app/files';
import { People } from '@app/identity';
import { contentDigest, Provenance } from '@app/provenance';
import { m } from '@app/messages';
import { Agreement } from './agreement.entity';
import { agreementManifest } from './agreement.record';
import { agreementSealed, sealAgreement } from './agreements.events';
import { problems } from './agreements.problems';
import { Agreements } from './agreements.service';
import { requireValid, type SealCertificate, sealCertificate } from './pdf/certificate';
import { agreementPdf } from './pdf/document';
import { seal } from './pdf/seal';

export interface SealedCopy {
  details: FileDetails;
  size: number;
  content: Readable;
}

/** The copy that both sides keep: a PDF with the text, who signed it, and the platform's seal. */
@Injectable()
export class SealedCopies {
  private certificate: SealCertificate | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly files: Files,
    private readonly people: People,
    private readonly agreements: Agreements,
    private readonly provenance: Provenance,
  ) {
    // a wrong certificate is found at the start, not at the first agreement
    if (config.pdfCertificate !== undefined) this.certificate = sealCertificate(config);
  }

  /** Made once; a copy that a second worker made meanwhile is dropped again. */
  @DoesOutside(sealAgreement)
  async make({ agreementId }: PayloadOf<typeof sealAgreement>): Promise<void> {
    const agreement = (await this.db.findOne(Agreement, agreementId))!;
    if (agreement.fileId) return;
    this.certificate ??= sealCertificate(this.config);
    requireValid(this.certificate, new Date());
    const bytes = await seal(await this.write(agreement), this.certificate);
    const actor = systemActor('agreements.seal');
    const name = `agreement-${showId('agreement', agreement.id)}.pdf`;
    const file = await this.db.change(actor, (tx) => this.files.begin(tx, agreement.id, { name, size: bytes.length, allowed: ['application/pdf'] }));
    const received = await this.files.receive(file, Readable.from([bytes]));
    await this.db.change(actor, async (tx) => {
      const current = (await tx.lock(Agreement, agreement.id))!;
      if (current.fileId) return this.files.drop(tx, [file]);
      const { id } = await this.files.keep(tx, file, received);
      Object.assign(current, { fileId: id, fileHash: Buffer.from(received.sha256, 'hex') });
      tx.emit(agreementSealed, { challengeId: current.challengeId, awardId: current.awardId, agreementId: current.id });
      await this.agreements.hint(tx, current);
      const manifest = agreementManifest(current, { name, size: received.size, sha256: received.sha256 });
      current.recordSeq = (await this.provenance.append(tx, { type: 'agreement', subject: showId('agreement', current.id), digest: contentDigest(manifest) })).seq;
      await tx.save(current, { action: 'agreement.seal' });
    });
  }

  /** For both sides. @throws notFound, notSealedYet */
  async open(actor: Actor, id: string): Promise<SealedCopy> {
    const { agreement } = await this.agreements.get(actor, id);
    if (!agreement.fileId) throw problems.notSealedYet();
    const file = (await this.files.find(agreement.fileId)) as StoredFile;
    return { details: await this.files.details(file), size: file.size, content: await this.files.content(file) };
  }

  private async write(agreement: Agreement): Promise<Buffer> {
    const signatures = await this.agreements.signaturesOf(agreement.id);
    const { terms, text, inForceAt } = agreement;
    return agreementPdf({
      id: terms.agreement, title: m.agreement_title({ challenge: terms.challenge.title }), text, hash: agreement.hash.toString('hex'), inForceAt: inForceAt!, platform: terms.platform, sponsor: terms.sponsor.name,
      signatures: await Promise.all(
        signatures.map(async ({ side, name, personId, signedAt, hash, recordSeq }) => ({
          side, organisation: terms[side].name, name, account: (await this.people.find(this.db, personId))!.name, signedAt, hash: hash.toString('hex'), record: recordSeq,
        })),
      ),
    });
  }
}
