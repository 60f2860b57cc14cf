import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { readId, showId, systemActor } from '@app/kernel';
import { Blobs, Db } from '@app/platform';
import { fileLimits } from './file.limits';
import { Files, partPlace } from './files.service';
import { seal } from './sealing';
import { Seals } from './seals.service';
import { StoredFile } from './stored-file.entity';

const partBytes = 1024 * 1024;

/**
 * Where resumable uploads put their bytes: each megabyte that has arrived is sealed in memory and stored as a part, so an
 * upload that broke off goes on where it was and is never plain on a disk. Announcing, finishing and who may is the
 * caller's business. An append is taken only at the offset the row says, whichever process it comes to.
 */
@Injectable()
export class PartStore extends DataStore {
  constructor(
    private readonly db: Db,
    private readonly blobs: Blobs,
    private readonly seals: Seals,
    private readonly files: Files,
  ) {
    super();
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const file = await this.file(id);
    const key = await this.seals.open(file.dataKeyId);
    let waiting: Buffer[] = [];
    let waitingBytes = 0;
    let at = offset;
    const append = async () => {
      if (waitingBytes === 0) return;
      await this.append(file, key, at, Buffer.concat(waiting, waitingBytes));
      at += waitingBytes;
      waiting = [];
      waitingBytes = 0;
    };
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        waiting.push(chunk);
        waitingBytes += chunk.length;
        if (waitingBytes >= partBytes) await append();
      }
    } finally {
      // What had arrived when the line broke is kept.
      await append();
    }
    return at;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, received, createdAt } = await this.file(id);
    return new Upload({ id, size, offset: received, creation_date: createdAt.toISOString() });
  }

  override async remove(id: string): Promise<void> {
    const file = await this.file(id);
    await this.db.change(systemActor('files.remove'), async (tx) => this.files.drop(tx, await tx.find(StoredFile, { id: file.id, state: 'receiving' })));
  }

  private async append(file: StoredFile, key: Buffer, startsAt: number, bytes: Buffer): Promise<void> {
    const blobKey = randomUUID();
    await this.blobs.put(blobKey, Readable.from([seal(key, bytes, partPlace(file.id, startsAt))]));
    const isNext = await this.db.change(systemActor('files.append'), async (tx) => {
      const rows = await tx.query(
        `with moved as (
           update stored_file set received = received + $3
           where id = $1 and state = 'receiving' and received = $2 and received + $3 <= size
             and (select count(*) from file_part where file_id = $1) < $5
           returning id)
         insert into file_part (file_id, starts_at, size, blob_key) select id, $2, $3, $4 from moved returning file_id`,
        [file.id, startsAt, bytes.length, blobKey, fileLimits.parts],
      );
      return rows.length === 1;
    });
    if (isNext) return;
    await this.blobs.delete(blobKey);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the tus server knows its refusals as plain objects
    throw ERRORS.INVALID_OFFSET;
  }

  private async file(id: string): Promise<StoredFile> {
    const file = await this.db.findOne(StoredFile, { id: readId('file', id) ?? '' } as never);
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- as above
    if (!file) throw ERRORS.FILE_NOT_FOUND;
    return file;
  }
}

/** The name of an upload in its address. */
export const uploadName = (file: StoredFile) => showId('file', file.id);
