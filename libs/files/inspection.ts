import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { type AcceptedType, bytesAre, headBytes, TextCheck } from './file.types';
import type { Scan } from './file.scan';
import { fileProblems } from './files.problems';

/**
 * Lets the bytes of one file pass and finds out about them. Fails, at the latest at the end, when they are too many, none,
 * not of the type the name says, or refused by a scan; what comes behind it must therefore store all or nothing.
 */
export class Inspection extends Transform {
  size = 0;
  private readonly hash = createHash('sha256');
  private readonly text: TextCheck | undefined;
  private head: Buffer[] = [];
  private headSize = 0;

  constructor(
    private readonly type: AcceptedType,
    private readonly mostBytes: number,
    private readonly scans: readonly Scan[],
  ) {
    super();
    if (type.isText) this.text = new TextCheck();
  }

  /** SHA-256 of everything that passed, lowercase hex; once, at the end. */
  sha256(): string {
    return this.hash.digest('hex');
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.look(chunk).then(() => done(null, chunk), done);
  }

  override _flush(done: TransformCallback): void {
    this.conclude().then(() => done(), done);
  }

  private async look(chunk: Buffer): Promise<void> {
    this.size += chunk.length;
    if (this.size > this.mostBytes) throw fileProblems.tooLarge({ mostBytes: this.mostBytes });
    if (this.text && !this.text.isText(chunk)) throw fileProblems.contentRefused();
    this.hash.update(chunk);
    for (const scan of this.scans) await scan.push(chunk);

    const isHeadFull = this.headSize >= headBytes;
    if (isHeadFull) return;
    this.head.push(chunk);
    this.headSize += chunk.length;
    if (this.headSize >= headBytes) await this.checkHead();
  }

  private async conclude(): Promise<void> {
    if (this.size === 0) throw fileProblems.empty();
    if (this.headSize < headBytes) await this.checkHead();
    if (this.text && !this.text.isText(Buffer.alloc(0), true)) throw fileProblems.contentRefused();
    for (const scan of this.scans) if ((await scan.verdict()) !== 'clean') throw fileProblems.scanRefused();
  }

  private async checkHead(): Promise<void> {
    if (!(await bytesAre(this.type, Buffer.concat(this.head, this.headSize)))) throw fileProblems.contentRefused();
    this.head = [];
  }
}
