import Stripe from 'stripe';

/**
 * What a failed call means for the money.
 * `unknown`: it may have happened. `stored`: the provider failed after it began and will repeat that answer under this key.
 * `later`: it did not happen, and the same call is right in a while. `refused`: it did not and will not happen as asked.
 */
export interface Failure {
  kind: 'unknown' | 'stored' | 'later' | 'refused';
  code: string;
  message: string;
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Stripe.errors.StripeError)) return { kind: 'unknown', code: 'internal', message: String(error) };
  const { statusCode, code, message } = error;
  if (error instanceof Stripe.errors.StripeConnectionError || statusCode === undefined) return { kind: 'unknown', code: 'connection', message };
  if (statusCode >= 500) return { kind: isReplay(error) ? 'stored' : 'unknown', code: 'provider_error', message };
  // 401 and 403 are our settings, never the payee's doing
  if ([401, 403, 409, 429].includes(statusCode)) return { kind: 'later', code: code ?? `status_${statusCode}`, message };
  return { kind: 'refused', code: code ?? error.rawType ?? error.type, message };
}

function isReplay(error: Stripe.errors.StripeError): boolean {
  return error.headers?.['idempotent-replayed'] === 'true';
}

/** Refusals that speak of the payee: the money stays payable until the payee's account is right. */
export const payeeRefusals: ReadonlySet<string> = new Set(['insufficient_capabilities_for_transfer', 'account_closed', 'account_invalid', 'transfers_not_allowed', 'resource_missing']);

export const isMissing = (error: unknown): boolean => error instanceof Stripe.errors.StripeError && error.statusCode === 404;
