import { createCipheriv, createDecipheriv } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { keyFor, SealBroken } from './sealing';

/** Bytes of plain text in a segment; only the last one may be shorter. */
export const segmentBytes = 64 * 1024;
const tagBytes = 16;

/**
 * Seals a stream of any length, segment by segment: AES-256-GCM with the segment's number and a last-segment flag in the
 * nonce, so that bytes which were changed, swapped, left out or cut off do not open. One key for each salt and place.
 */
export function sealStream(key: Buffer, salt: Buffer, place: string): Transform {
  const own = keyFor(key, salt, place);
  return new Segments(segmentBytes, (segment, number, isLast) => {
    const cipher = createCipheriv('aes-256-gcm', own, nonce(number, isLast));
    return Buffer.concat([cipher.update(segment), cipher.final(), cipher.getAuthTag()]);
  });
}

/** Opens what `sealStream` sealed; lets nothing through before its segment was checked. Fails with SealBroken. */
export function unsealStream(key: Buffer, salt: Buffer, place: string): Transform {
  const own = keyFor(key, salt, place);
  return new Segments(segmentBytes + tagBytes, (segment, number, isLast) => {
    if (segment.length < tagBytes) throw new SealBroken();
    const decipher = createDecipheriv('aes-256-gcm', own, nonce(number, isLast));
    decipher.setAuthTag(segment.subarray(-tagBytes));
    try {
      return Buffer.concat([decipher.update(segment.subarray(0, -tagBytes)), decipher.final()]);
    } catch {
      throw new SealBroken();
    }
  });
}

/** How many bytes `size` bytes of content take on disk. */
export function sealedSize(size: number): number {
  return size + Math.max(1, Math.ceil(size / segmentBytes)) * tagBytes;
}

function nonce(number: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(number, 7);
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

/** Cuts a stream into segments of `size`, always holding one back, because only the end tells which is the last. */
class Segments extends Transform {
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private number = 0;

  constructor(
    private readonly size: number,
    private readonly apply: (segment: Buffer, number: number, isLast: boolean) => Buffer,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.waiting.push(chunk);
    this.waitingBytes += chunk.length;
    if (this.waitingBytes <= this.size) return done();
    let rest = Buffer.concat(this.waiting, this.waitingBytes);
    try {
      for (; rest.length > this.size; rest = rest.subarray(this.size)) this.push(this.apply(rest.subarray(0, this.size), this.number++, false));
    } catch (error) {
      return done(error as Error);
    }
    this.waiting = [rest];
    this.waitingBytes = rest.length;
    done();
  }

  override _flush(done: TransformCallback): void {
    try {
      this.push(this.apply(Buffer.concat(this.waiting, this.waitingBytes), this.number, true));
      done();
    } catch (error) {
      done(error as Error);
    }
  }
}
