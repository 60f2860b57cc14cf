import type Stripe from 'stripe';
import { badRequest } from '../http/errors';

/** Checks Stripe's limits on metadata (50 keys of 40 letters, values of 500) and drops empty values, which unset a key. */
export function metadataOf(given: Stripe.MetadataParam | '' | null | undefined, param = 'metadata'): Stripe.Metadata {
  if (given === undefined || given === null || given === '') return {};
  const entries = Object.entries(given).map(([key, value]) => [key, String(value ?? '')] as const);
  if (entries.length > 50) throw badRequest(undefined, 'You can only have up to 50 metadata keys.', param);
  for (const [key, value] of entries) {
    if (key.length > 40) throw badRequest(undefined, `Metadata keys can be at most 40 characters long, and '${key}' is ${key.length} characters long.`, `${param}[${key}]`);
    if (value.length > 500) throw badRequest(undefined, `Metadata values can be at most 500 characters, but you passed in a value that is ${value.length} characters. Invalid value: ${value.slice(0, 40)}...`, `${param}[${key}]`);
  }
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
