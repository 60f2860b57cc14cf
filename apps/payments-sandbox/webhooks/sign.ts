import { createHmac } from 'node:crypto';

/**
 * The `Stripe-Signature` of a body: `t=<unix seconds>,v1=<hex>`, one `v1` per secret, each HMAC-SHA256 over `t.body`.
 * The time is wall time whatever the stand-in's clock says, since the receiver compares it with its own.
 */
export function signature(body: string, secrets: string[], at = Math.floor(Date.now() / 1000)): string {
  const hashes = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`);
  return [`t=${at}`, ...hashes].join(',');
}
