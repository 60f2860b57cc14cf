import { API_VERSION } from '../act';
import type { Match } from '../resources';
import { PLATFORM } from '../store/rows';
import type { ApiRequest, Shared } from './api';
import { badRequest, Refusal, unauthorised, unknownRoute } from './errors';

/** Whose request this is; throws 401 for a wrong key, 400 for another API version, 404 (loudly) for what is not modelled. */
export function admit(request: ApiRequest, match: Match | undefined, shared: Shared): { owner: string; match: Match } {
  const { headers, method, pathname } = request;
  requireKey(headers.authorization as string | undefined, shared.secretKey);
  const version = headers['stripe-version'];
  if (version !== undefined && version !== API_VERSION) throw badRequest(undefined, `Invalid Stripe API version: ${String(version)}. The stand-in speaks ${API_VERSION} only.`);

  if (!match) return refuseUnknown(method, pathname, '', shared);
  const account = (headers['stripe-account'] ?? headers['stripe-context']) as string | undefined;
  if (account === undefined) return { owner: PLATFORM, match };
  if (!shared.world.get('account', account)) {
    throw new Refusal(403, { code: 'account_invalid', message: `The provided key does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`, type: 'invalid_request_error' });
  }
  if (!match.route.connected && !pathname.startsWith('/v2/')) return refuseUnknown(method, pathname, ' for a connected account', shared);
  return { owner: account, match };
}

function refuseUnknown(method: string, pathname: string, how: string, { counts, log }: Shared): never {
  counts.unknown(`${method} ${pathname}${how}`);
  log(`NOT MODELLED by the payments sandbox: ${method} ${pathname}${how}`);
  throw unknownRoute(method, pathname);
}

function requireKey(header: string | undefined, secretKey: string): void {
  if (header === undefined) {
    throw unauthorised("You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
  }
  const [scheme, value = ''] = header.split(' ');
  const given = scheme === 'Basic' ? Buffer.from(value, 'base64').toString().split(':')[0]! : value;
  if (given !== secretKey) throw unauthorised(`Invalid API Key provided: ${given.slice(0, 8)}${'*'.repeat(Math.max(0, Math.min(given.length, 30) - 12))}${given.slice(8).slice(-4)}`);
}
