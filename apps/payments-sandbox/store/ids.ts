import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Ids as Stripe's look: the prefix and letters after it. With a seed the n-th id is always the same,
 * so that a failing run can be told again; without one they are random.
 */
export class Ids {
  given = 0;

  constructor(private seed?: string) {}

  /** @param length letters after the prefix */
  next(prefix: string, length = 24): string {
    this.given += 1;
    const bytes = this.seed === undefined ? randomBytes(length) : seededBytes(`${this.seed}:${this.given}`, length);
    return `${prefix}_${Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
  }

  restart(seed?: string): void {
    this.seed = seed;
    this.given = 0;
  }
}

function seededBytes(text: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let i = 0; i * 32 < length; i += 1) blocks.push(createHash('sha256').update(`${text}:${i}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}
