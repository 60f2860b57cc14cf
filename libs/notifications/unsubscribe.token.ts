import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SecretsKey } from '@app/platform';

/** Which mails somebody wants no more: of one kind, or the digest. */
export interface Unwanted {
  personId: string;
  what: string;
}

/** For the link in a mail: it turns mails off and does nothing else, so it needs no session and does not end. */
export function unsubscribeToken({ personId, what }: Unwanted, keys: readonly SecretsKey[]): string {
  const body = `${personId.replaceAll('-', '')}.${what}`;
  return `${body}.${signature(body, keys[0]!.key)}`;
}

/** Undefined when we did not make it. Tokens of keys that only unwrap any more are good too. */
export function readUnsubscribeToken(token: string, keys: readonly SecretsKey[]): Unwanted | undefined {
  const [, person, what, signed] = /^([0-9a-f]{32})\.([a-z_]{1,60})\.([A-Za-z0-9_-]{43})$/.exec(token) ?? [];
  if (!person || !what || !signed) return undefined;
  const isOurs = keys.some(({ key }) => timingSafeEqual(Buffer.from(signature(`${person}.${what}`, key)), Buffer.from(signed)));
  return isOurs ? { personId: person.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), what } : undefined;
}

function signature(body: string, key: Buffer): string {
  const own = Buffer.from(hkdfSync('sha256', key, '', 'guildhall unsubscribe', 32));
  return createHmac('sha256', own).update(body).digest('base64url');
}
