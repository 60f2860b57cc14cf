import { pipeline, Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { after, day, systemActor } from '@app/kernel';
import { Blobs, Db, DoesOutside, Due, type Tx } from '@app/platform';
import { anonymousCopy } from './anonymous-copy';
import { FILE_SCANNERS, type Scanner } from './file.scan';
import { fileLimits } from './file.limits';
import { cleanName, freeName } from './file.name';
import { typeByName } from './file.types';
import { deleteBlobs } from './files.jobs';
import { fileProblems } from './files.problems';
import { Inspection } from './inspection';
import { sealJson, unseal, unsealJson } from './sealing';
import { Seals } from './seals.service';
import { sealStream, unsealStream } from './segments';
import { type FileDetails, fileLifecycle, StoredFile } from './stored-file.entity';

/** What was found out about bytes that have been stored. */
export interface Received {
  size: number;
  sha256: string;
  mediaType: string;
}

interface Part {
  starts_at: number;
  blob_key: string;
}

const unfinishedAfter = day;
/** One that cannot be deleted holds up no more than these. */
const blobsPerJob = 100;

/**
 * Confidential files. Bytes are checked, offered to the scans and sealed before they touch a disk. Which thing a file
 * belongs to, who may do what and until when is the caller's business: a thing is known here by its data key.
 */
@Injectable()
export class Files {
  constructor(
    private readonly db: Db,
    private readonly blobs: Blobs,
    private readonly seals: Seals,
    @Inject(FILE_SCANNERS) private readonly scanners: readonly Scanner[],
  ) {}

  /** False: nothing looks for malware here, and pages that take files say so. */
  get isScanned(): boolean {
    return this.scanners.length > 0;
  }

  /**
   * Announces a file. The caller has locked the thing, so that the limits hold. `size` 0: not known yet.
   * @throws badName, typeRefused, tooLarge, tooMany
   */
  async begin(tx: Tx, dataKeyId: string, about: { name: string; size: number; allowed: readonly string[] }): Promise<StoredFile> {
    const wanted = cleanName(about.name);
    if (wanted === undefined) throw fileProblems.badName();
    const type = typeByName(wanted, about.allowed);
    if (!type) throw fileProblems.typeRefused({ allowed: about.allowed });
    if (about.size > fileLimits.fileBytes) throw fileProblems.tooLarge({ mostBytes: fileLimits.fileBytes });

    const others = await this.of(dataKeyId, tx);
    const key = await this.seals.open(dataKeyId, tx);
    requireRoom(others, about.size);
    const taken = others.map((other) => unsealJson<FileDetails>(key, other.details, detailsPlace(other.id)).name);
    const file = StoredFile.begun(dataKeyId, about.size, tx.now);
    file.details = sealJson(key, { name: freeName(wanted, taken), mediaType: type.mediaType, sha256: '' } satisfies FileDetails, detailsPlace(file.id));
    return tx.save(file, { action: 'file.begin' });
  }

  /** Stores the bytes, all or nothing; outside of any transaction, since people's lines are slow. @throws tooLarge, contentRefused, empty, scanRefused */
  async receive(file: StoredFile, content: Readable): Promise<Received> {
    const key = await this.seals.open(file.dataKeyId);
    const { name, mediaType } = unsealJson<FileDetails>(key, file.details, detailsPlace(file.id));
    const inspection = new Inspection(typeByName(name, [mediaType])!, fileLimits.fileBytes, this.scanners.map((begin) => begin({ mediaType })));
    const sealing = pipeline(content, inspection, sealStream(key, file.salt, filePlace(file.id)), () => undefined);
    await this.blobs.put(file.blobKey, sealing);
    return { size: inspection.size, sha256: inspection.sha256(), mediaType };
  }

  /** Stores the bytes that arrived in parts. @throws like `receive` */
  async assemble(file: StoredFile): Promise<Received> {
    return this.receive(file, Readable.from(this.contentOfParts(file), { objectMode: false }));
  }

  /** The file is whole. The caller has locked the thing. @throws tooMany when all together are too large */
  async keep(tx: Tx, file: StoredFile, { size, sha256 }: Received): Promise<StoredFile> {
    const row = await tx.findOne(StoredFile, file.id);
    if (!row) throw fileProblems.erased();
    requireRoom((await this.of(row.dataKeyId, tx)).filter(({ id }) => id !== row.id), size);
    const key = await this.seals.open(row.dataKeyId, tx);
    const details = unsealJson<FileDetails>(key, row.details, detailsPlace(row.id));
    row.state = fileLifecycle.next(row.state, 'keep');
    row.size = row.received = size;
    row.details = sealJson(key, { ...details, sha256 }, detailsPlace(row.id));
    await this.dropParts(tx, [row.id]);
    return tx.save(row, { action: 'file.keep' });
  }

  /** Gone for good: with the row goes the salt, without which nobody opens a copy of the blob. */
  async drop(tx: Tx, files: readonly StoredFile[]): Promise<void> {
    if (files.length === 0) return;
    await this.dropParts(tx, files.map(({ id }) => id));
    await tx.removeAll(files, { action: 'file.drop' });
    for (let at = 0; at < files.length; at += blobsPerJob) tx.enqueue(deleteBlobs, { keys: files.slice(at, at + blobsPerJob).map(({ blobKey }) => blobKey) });
  }

  /** Destroys the data keys of things and drops all their files. */
  async erase(tx: Tx, dataKeyIds: readonly string[]): Promise<void> {
    await this.drop(tx, await this.ofAll(dataKeyIds, tx));
    await this.seals.destroy(tx, dataKeyIds);
  }

  of(dataKeyId: string, from: Db | Tx = this.db): Promise<StoredFile[]> {
    return from.find(StoredFile, { dataKeyId });
  }

  /** Of several things. */
  ofAll(dataKeyIds: readonly string[], tx: Tx): Promise<StoredFile[]> {
    return tx.find(StoredFile, { dataKeyId: In([...dataKeyIds]) });
  }

  find(id: string): Promise<StoredFile | undefined> {
    return this.db.findOne(StoredFile, id);
  }

  /** Each with its name, type and hash, read all at once; what was erased is left out. */
  async described(ids: readonly StoredFile['id'][]): Promise<{ file: StoredFile; details: FileDetails }[]> {
    if (ids.length === 0) return [];
    const files = await this.db.find(StoredFile, { id: In([...ids]) });
    const keys = await this.seals.openAll(files.map(({ dataKeyId }) => dataKeyId));
    return files.flatMap((file) => {
      const key = keys.get(file.dataKeyId);
      return key ? [{ file, details: unsealJson<FileDetails>(key, file.details, detailsPlace(file.id)) }] : [];
    });
  }

  /** Name, type and hash. @throws erased */
  async details(file: StoredFile, key?: Buffer): Promise<FileDetails> {
    return unsealJson<FileDetails>(key ?? (await this.seals.open(file.dataKeyId)), file.details, detailsPlace(file.id));
  }

  /** The bytes, unsealed as they are read; the stream fails where they were touched. @throws erased */
  async content(file: StoredFile): Promise<Readable> {
    const key = await this.seals.open(file.dataKeyId);
    return pipeline(this.blobs.get(file.blobKey), unsealStream(key, file.salt, filePlace(file.id)), () => undefined);
  }

  /** The bytes without what tells who made them; undefined where that cannot be made sure. Held in memory: at most one file's. */
  async anonymousContent(file: StoredFile): Promise<Buffer | undefined> {
    const { mediaType } = await this.details(file);
    return anonymousCopy(mediaType, await whole(await this.content(file)));
  }

  /** Whether such a copy can be made. Kept contents never change, so it is found out once. */
  async canBeAnonymous(file: StoredFile): Promise<boolean> {
    if (file.canBeAnonymous !== null) return file.canBeAnonymous;
    const canBe = (await this.anonymousContent(file)) !== undefined;
    await this.db.change(systemActor('files.anonymous'), (tx) => tx.query('update stored_file set can_be_anonymous = $2 where id = $1', [file.id, canBe]));
    return canBe;
  }

  @DoesOutside(deleteBlobs)
  async deleteBlobs({ keys }: { keys: string[] }): Promise<void> {
    for (const key of keys) await this.blobs.delete(key);
  }

  /** An upload that nobody went on with for a day is forgotten. */
  @Due('files.unfinished')
  forgetUnfinished(limit: number): Promise<number> {
    return this.db.change(systemActor('files.unfinished'), async (tx) => {
      const rows = await tx.query<{ id: string }>(`select id from stored_file where state = 'receiving' and created_at < $1 order by created_at limit $2 for update skip locked`, [after(tx.now, -unfinishedAfter), limit]);
      for (const { id } of rows) await this.drop(tx, await tx.find(StoredFile, { id: id as StoredFile['id'] }));
      return rows.length;
    });
  }

  private async *contentOfParts(file: StoredFile): AsyncGenerator<Buffer> {
    const key = await this.seals.open(file.dataKeyId);
    const parts = await this.db.query<Part>('select starts_at, blob_key from file_part where file_id = $1 order by starts_at', [file.id]);
    for (const part of parts) yield unseal(key, await whole(this.blobs.get(part.blob_key)), partPlace(file.id, part.starts_at));
  }

  private async dropParts(tx: Tx, fileIds: readonly string[]): Promise<void> {
    const parts = await tx.query<Part>('delete from file_part where file_id = any($1) returning starts_at, blob_key', [fileIds]);
    if (parts.length > 0) tx.enqueue(deleteBlobs, { keys: parts.map((part) => part.blob_key) });
  }
}

export const partPlace = (fileId: string, startsAt: number) => `file part ${fileId} ${startsAt}`;
const filePlace = (fileId: string) => `file ${fileId}`;
const detailsPlace = (fileId: string) => `file details ${fileId}`;

function requireRoom(others: readonly StoredFile[], size: number): void {
  const used = others.reduce((sum, other) => sum + other.size, 0);
  if (others.length >= fileLimits.files || used + size > fileLimits.totalBytes) throw fileProblems.tooMany({ mostFiles: fileLimits.files, mostBytes: fileLimits.totalBytes });
}

async function whole(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
