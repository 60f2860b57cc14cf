import { type ApiClient, createApiClient } from '@app/api-client';
import { data, type RouterContextProvider } from 'react-router';
import { visitContext } from './context';
import { unavailable } from './problems';

export interface PageArgs {
  request: Request;
  context: Readonly<RouterContextProvider>;
}

/**
 * The API as this visitor may use it: over loopback to the same server, with their cookie, language and address, and
 * nothing else of their request. The portal has no other door. Throws a 503 page when the API cannot be reached.
 */
export function apiFor({ request, context }: PageArgs): ApiClient {
  const { apiOrigin, ip, secret } = context.get(visitContext);
  const headers: Record<string, string> = { 'x-guildhall-visitor': ip, 'x-guildhall-portal': secret };
  for (const name of ['cookie', 'accept-language']) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return createApiClient({
    baseUrl: apiOrigin,
    headers,
    redirect: 'manual',
    signal: request.signal,
    fetch: async (call: Request) => {
      try {
        return await fetch(call);
      } catch (error) {
        if (request.signal.aborted) throw error;
        throw data(unavailable, { status: 503 });
      }
    },
  });
}

/** The cookies an answer of the API sets, for the page that hands them on. */
export function cookiesOf(response: Response): Headers {
  const headers = new Headers();
  for (const cookie of response.headers.getSetCookie()) headers.append('Set-Cookie', cookie);
  return headers;
}
