import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretsKey } from '@app/platform';
import { SealBroken } from './sealing';

/** A key wrapped by a master key, and by which one. */
export interface Wrapped {
  keyId: string;
  wrapped: Buffer;
}

/** The master keys of SECRETS_KEYS: the first wraps, all of them unwrap, so that a new one can be put in front. */
export class KeyRing {
  constructor(private readonly keys: readonly SecretsKey[]) {}

  get current(): string {
    return this.keys[0]!.id;
  }

  get known(): string[] {
    return this.keys.map(({ id }) => id);
  }

  wrap(key: Buffer, place: string): Wrapped {
    return { keyId: this.current, wrapped: wrapKey(this.keys[0]!.key, key, place) };
  }

  /** @throws SealBroken, also when the master key was taken out of the settings. */
  unwrap({ keyId, wrapped }: Wrapped, place: string): Buffer {
    const master = this.keys.find(({ id }) => id === keyId);
    if (!master) throw new SealBroken();
    return unwrapKey(master.key, wrapped, place);
  }
}

/** Nonce, ciphertext, tag; the place is authenticated, so a wrapped key cannot be put where another one stood. */
export function wrapKey(by: Buffer, key: Buffer, place: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', by, nonce).setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** @throws SealBroken */
export function unwrapKey(by: Buffer, wrapped: Buffer, place: string): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', by, wrapped.subarray(0, 12)).setAAD(Buffer.from(place));
    decipher.setAuthTag(wrapped.subarray(-16));
    return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}
