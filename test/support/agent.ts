import supertest, { type Response as Received, type Test } from 'supertest';
import { differences, type ReceivedAnswer } from './described';

/**
 * A client that keeps its cookies, as a browser does. supertest's own agent drops `Secure` cookies on plain http, where
 * browsers keep them on loopback. Whatever is answered must be as `openapi.json` describes it, so that no view drifts from
 * its description in any test.
 */
export class Agent {
  readonly cookies = new Map<string, string>();
  /** Sent with every request, e.g. `authorization`. */
  readonly headers: Record<string, string> = {};

  constructor(readonly url: string) {}

  get = (path: string): Test => this.request('get', path);
  head = (path: string): Test => this.request('head', path);
  post = (path: string): Test => this.request('post', path);
  put = (path: string): Test => this.request('put', path);
  patch = (path: string): Test => this.request('patch', path);
  delete = (path: string): Test => this.request('delete', path);

  /** For programs that call `fetch`, such as the generated client. */
  fetch = async (call: Request): Promise<Response> => {
    const headers = new Headers(call.headers);
    for (const [name, value] of Object.entries({ ...this.headers, cookie: this.cookie() })) if (value) headers.set(name, value);
    const response = await fetch(new Request(call, { headers }));
    this.keep(response.headers.getSetCookie());
    const type = response.headers.get('content-type') ?? '';
    asDescribed({ method: call.method, url: call.url, status: response.status, type, body: /^application\/(problem\+)?json/.test(type) ? await response.clone().json() : undefined });
    return response;
  };

  /** The same browser once more: what one learns later the other does not. */
  copy(): Agent {
    const twin = new Agent(this.url);
    for (const [name, value] of this.cookies) twin.cookies.set(name, value);
    return twin;
  }

  private request(method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete', path: string): Test {
    const cookie = this.cookie();
    const call = supertest(this.url)[method](path).set(this.headers);
    if (cookie) void call.set('cookie', cookie);
    call.on('response', (response: Received) => this.keep((response.headers['set-cookie'] as unknown as string[] | undefined) ?? []));
    return call.expect(({ status, headers, body }) => asDescribed({ method, url: path, status, type: headers['content-type'] ?? '', body: body as unknown }));
  }

  private cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name, value, rest] = /^([^=]+)=([^;]*)(.*)$/.exec(line)!;
      const isOver = /max-age=0|expires=thu, 01 jan 1970/i.test(rest!);
      if (isOver) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
  }
}

function asDescribed(answer: ReceivedAnswer): void {
  const wrong = differences(answer);
  if (wrong.length > 0) throw new Error(`Not as openapi.json says:\n${wrong.join('\n')}`);
}
