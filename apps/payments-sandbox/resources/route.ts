import type { Act } from '../act';

/** One call of an endpoint: parameters are checked against the table before a handler sees them. */
export interface Call<P = Record<string, unknown>> extends Act {
  params: P;
  /** What stands in the path: `:id` and the like. */
  path: Record<string, string>;
  url: string;
}

export interface Route {
  /** As in `params/endpoints.ts`. */
  route: string;
  /** May be asked with `Stripe-Account`, about the objects of a connected account. */
  connected?: true;
  /** Runs inside one change of the world; throws `Refusal`. */
  handle: (call: Call<never>) => unknown;
}
