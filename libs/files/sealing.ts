import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const saltBytes = 32;
const format = 1;

/** Thrown when sealed bytes do not open: another key, another place, cut short or changed. */
export class SealBroken extends Error {
  constructor() {
    super('sealed bytes do not open with this key at this place');
  }
}

export function newKey(): Buffer {
  return randomBytes(keyBytes);
}

export function newSalt(): Buffer {
  return randomBytes(saltBytes);
}

/**
 * A key for one purpose and one place: the same bytes moved elsewhere do not open. Without the salt nobody gets the key
 * again, so whoever deletes the salt has erased what was sealed under it.
 */
export function keyFor(key: Buffer, salt: Buffer, place: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `guildhall ${place}`, keyBytes));
}

/** AES-256-GCM of a few bytes: format, salt, ciphertext, tag. Each value has a key of its own, used once, so the nonce is zero. */
export function seal(key: Buffer, plain: Buffer, place: string): Buffer {
  const salt = newSalt();
  const cipher = createCipheriv('aes-256-gcm', keyFor(key, salt, place), Buffer.alloc(nonceBytes));
  return Buffer.concat([Buffer.of(format), salt, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws SealBroken */
export function unseal(key: Buffer, sealed: Buffer, place: string): Buffer {
  if (sealed.length < 1 + saltBytes + tagBytes || sealed[0] !== format) throw new SealBroken();
  const salt = sealed.subarray(1, 1 + saltBytes);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(key, salt, place), Buffer.alloc(nonceBytes));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + saltBytes, -tagBytes)), decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}

export function sealJson(key: Buffer, value: unknown, place: string): Buffer {
  return seal(key, Buffer.from(JSON.stringify(value)), place);
}

/** @throws SealBroken */
export function unsealJson<T>(key: Buffer, sealed: Buffer, place: string): T {
  return JSON.parse(unseal(key, sealed, place).toString()) as T;
}
