import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './schema';

/**
 * The API as its description says, for programs: a client whose calls and answers are typed, and every view and input by
 * name. `schema.ts` is made from `openapi.json` by `npm run build:client`, never by hand.
 */
export type ApiClient = Client<paths>;

/** A view or input of the API, such as `View<'ChallengeView'>`. */
export type View<Name extends keyof components['schemas']> = components['schemas'][Name];

/**
 * `createApiClient({ baseUrl: 'https://guildhall.example', headers: { authorization: 'Bearer …' } })`, then
 * `await api.GET('/api/v1/challenges/{id}', { params: { path: { id } } })` gives `{ data, error, response }`: `data` is the
 * view, `error` a problem with a stable `code`. Throws only when the server cannot be reached.
 */
export function createApiClient(options: ClientOptions & { baseUrl: string }): ApiClient {
  return createClient<paths>(options);
}
