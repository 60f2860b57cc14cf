import { type ApiClient, createApiClient, type View } from '@app/api-client';
import type { Agent } from './agent';

/** The client that outside programs use, in the hands of somebody with a browser (and its cookies). */
export function client(who: Agent | { agent: Agent }): ApiClient {
  const agent = 'agent' in who ? who.agent : who;
  return createApiClient({ baseUrl: agent.url, fetch: agent.fetch });
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What a call answers. @throws when it was refused, with the problem */
export async function ok<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new Error(`${new URL(response.url).pathname} answered ${response.status} ${JSON.stringify(error)}`);
  return data as T;
}

/** How a call is refused, which is all a program may rely on: `409 challenge_not_ready`. @throws when it is not */
export async function refused(call: Promise<Answer<unknown>>): Promise<string> {
  const { error, response } = await call;
  if (response.ok) throw new Error(`${new URL(response.url).pathname} was not refused but answered ${response.status}`);
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  return `${response.status} ${isProblem ? (error as View<'Problem'>).code : 'without a problem'}`;
}

/** The header of an edit. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });
