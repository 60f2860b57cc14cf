import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in characters that need no quoting in an address or a cookie. */
export function newSecret(prefix = ''): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a secret. Secrets are random, so a plain hash cannot be searched. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
