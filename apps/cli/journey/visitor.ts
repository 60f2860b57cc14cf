import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** An answer that was not a success, as RFC 9457 tells it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    request: string,
    body: string,
  ) {
    super(`${request} answered ${status}: ${body.slice(0, 1000)}`);
  }
}

interface Request {
  body?: unknown;
  /** For `If-Match`. */
  version?: number;
}

/** How long a server that is away or busy is asked again. */
const patience = 120_000;
const conflict = 'request_conflict';
const mostConflicts = 10;
const away = new Set([429, 502, 503, 504]);
/** Of the block kept for documentation (RFC 3849): a network of its own for everybody. */
let networks = 0;
const addressOfItsOwn = (): string => `2001:db8:0:${(++networks).toString(16)}::1`;

/**
 * Somebody with a browser of their own: keeps cookies, speaks JSON, and asks again while the server is away, for two
 * minutes. A POST carries a key, so asking again makes nothing twice.
 */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  /** `secret`: what the portal and the API share; who knows it comes from an address of their own, as all do who come through the portal. */
  constructor(
    private readonly origin: string,
    private readonly secret?: string,
    private readonly address = addressOfItsOwn(),
  ) {}

  /** Another browser in the same place, where nobody is signed in yet. */
  another = (): Visitor => new Visitor(this.origin, this.secret, this.address);

  get = <T>(path: string): Promise<T> => this.ask<T>('GET', path);
  post = <T>(path: string, body: unknown = {}): Promise<T> => this.ask<T>('POST', path, { body });
  put = <T>(path: string, body: unknown = {}, version?: number): Promise<T> => this.ask<T>('PUT', path, { body, version });
  patch = <T>(path: string, body: unknown, version: number): Promise<T> => this.ask<T>('PATCH', path, { body, version });

  /** Every item of a list, page by page. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let after: string | undefined;
    do {
      const page = await this.get<{ items: T[]; next?: string }>(`${path}${path.includes('?') ? '&' : '?'}limit=100${after ? `&after=${after}` : ''}`);
      items.push(...page.items);
      after = page.next;
    } while (after);
    return items;
  }

  /** Takes over a session that was begun elsewhere. */
  useCookie(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  private async ask<T>(method: string, path: string, request: Request = {}): Promise<T> {
    const headers = this.headersFor(method, path, request);
    const stop = Date.now() + patience;
    for (let wait = 100, conflicts = 0; ; wait = Math.min(wait * 2, 2000)) {
      const answer = await this.once(method, path, headers, request.body).catch((error: Error) => error);
      if (answer instanceof Error) {
        if (Date.now() > stop) throw new Error(`${method} ${path}: the server is away`, { cause: answer });
      } else if (answer.status < 300) {
        return (answer.text === '' ? undefined : JSON.parse(answer.text)) as T;
      } else {
        const refused = new Refused(answer.status, codeOf(answer.text), `${method} ${path}`, answer.text);
        const mayPass = away.has(answer.status) || (refused.code === conflict && ++conflicts < mostConflicts);
        if (!mayPass || Date.now() > stop) throw refused;
        if (answer.retryAfter > 0) await sleep(Math.min(answer.retryAfter * 1000, 60_000));
      }
      await sleep(wait);
    }
  }

  private async once(method: string, path: string, headers: Record<string, string>, body: unknown) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: cookie ? { ...headers, cookie } : headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(60_000),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      this.cookies.set(name!, value!);
    }
    return { status: response.status, text: await response.text(), retryAfter: Number(response.headers.get('retry-after') ?? 0) };
  }

  /** Some operations keep no key, and a secret is shown once only: asking again for it would show nothing. */
  private headersFor(method: string, path: string, { body, version }: Request): Record<string, string> {
    const mayHaveKey = method === 'POST' && !/\/(people|sessions|onboarding-links|files|tokens)$/.test(path);
    return {
      accept: 'application/json',
      ...(this.secret ? { 'x-guildhall-visitor': this.address, 'x-guildhall-portal': this.secret } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      ...(mayHaveKey ? { 'idempotency-key': randomUUID() } : {}),
    };
  }
}

function codeOf(text: string): string {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? '';
  } catch {
    return '';
  }
}
