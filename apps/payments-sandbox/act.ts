import type { Owner } from './store/rows';
import type { World } from './store/world';

/** One thing being done: by an API request, by a person on a page, by the control API, or by the clock (then `request` is null). */
export interface Act {
  world: World;
  /** Where people's browsers reach the stand-in's pages. */
  publicUrl: string;
  /** ISO country of the platform's account: decides where transfers may go. */
  country: string;
  request: { id: string | null; idempotency_key: string | null } | null;
  /** Whose objects are looked at: the platform's, or those of the account in `Stripe-Account`. */
  owner: Owner;
}

export const API_VERSION = '2026-10-28.endive';
