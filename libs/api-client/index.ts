/**
 * The API as its description says, for clients: `paths` for openapi-fetch, and every view and input by name.
 * `schema.ts` is made from `openapi.json` by `npm run build:client`, never by hand.
 */
export type { paths } from './schema';
import type { components } from './schema';

/** A view or input of the API, such as `View<'ChallengeView'>`. */
export type View<Name extends keyof components['schemas']> = components['schemas'][Name];
