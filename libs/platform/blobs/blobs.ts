import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config';

/** Bytes under a key, in a local directory. What is confidential arrives here encrypted already. */
@Injectable()
export class Blobs {
  private readonly root: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.root = join(config.dataDir, 'files');
  }

  /** Stores all of `content`, or nothing: it is written beside and renamed. */
  async put(key: string, content: Readable): Promise<void> {
    const path = this.path(key);
    const temporary = `${path}.${randomUUID()}.part`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await pipeline(content, createWriteStream(temporary, { flush: true }));
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  get(key: string): Readable {
    return createReadStream(this.path(key));
  }

  async delete(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  private path(key: string): string {
    if (!/^[0-9a-z][0-9a-z-]{7,80}$/.test(key)) throw new Error('a blob key is made of lower-case letters, digits and dashes');
    return join(this.root, key.slice(0, 2), key);
  }
}
