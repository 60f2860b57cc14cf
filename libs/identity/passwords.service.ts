import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@app/platform';

const blockSize = 8;
const keyLength = 32;
const atOnce = 2;

interface Stored {
  cost: number;
  salt: Buffer;
  key: Buffer;
}

/** Hashes and checks passwords by scrypt (r = 8, p = 1), the cost kept beside each hash so that it can rise. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'passwordCost'>) {}

  /** `scrypt$cost$salt$key` */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const key = await this.derive(password, salt, this.config.passwordCost);
    return ['scrypt', this.config.passwordCost, salt.toString('base64url'), key.toString('base64url')].join('$');
  }

  /** Takes as long for somebody unknown (null) as for somebody known, also for one whose hash is of a time when it cost less. */
  async isRight(password: string, stored: string | null): Promise<boolean> {
    const { cost, salt, key } = this.read(stored);
    const derived = await this.derive(password, salt, cost);
    const isRight = timingSafeEqual(derived, key) && stored !== null;
    // each step up doubles what was done so far: at the end it is what somebody unknown costs
    if (!isRight) for (let done = cost; done < this.config.passwordCost; done++) await this.derive(password, salt, done);
    return isRight;
  }

  /** True for a hash made at another cost than today's: make a new one while the password is at hand. */
  isDated(stored: string): boolean {
    return this.read(stored).cost !== this.config.passwordCost;
  }

  private read(stored: string | null): Stored {
    if (stored === null) return { cost: this.config.passwordCost, salt: randomBytes(16), key: randomBytes(keyLength) };
    const [, cost, salt, key] = stored.split('$') as [string, string, string, string];
    return { cost: Number(cost), salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') };
  }

  /** Each takes 128 MB and a thread for a while: a crowd at the door waits outside. */
  private async derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
    if (this.running >= atOnce) await new Promise<void>((go) => this.waiting.push(go));
    else this.running++;
    try {
      const N = 2 ** cost;
      return await new Promise<Buffer>((done, fail) =>
        scrypt(password.normalize('NFKC'), salt, keyLength, { N, r: blockSize, p: 1, maxmem: 256 * N * blockSize }, (error, key) => (error ? fail(error) : done(key))),
      );
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}
