import supertest, { type Response, type Test } from 'supertest';

/**
 * A client that keeps its cookies, as a browser does. supertest's own agent drops `Secure` cookies on plain http, where
 * browsers keep them on loopback.
 */
export class Agent {
  readonly cookies = new Map<string, string>();
  /** Sent with every request, e.g. `authorization`. */
  readonly headers: Record<string, string> = {};

  constructor(private readonly url: string) {}

  get = (path: string): Test => this.request('get', path);
  head = (path: string): Test => this.request('head', path);
  post = (path: string): Test => this.request('post', path);
  put = (path: string): Test => this.request('put', path);
  patch = (path: string): Test => this.request('patch', path);
  delete = (path: string): Test => this.request('delete', path);

  /** The same browser once more: what one learns later the other does not. */
  copy(): Agent {
    const twin = new Agent(this.url);
    for (const [name, value] of this.cookies) twin.cookies.set(name, value);
    return twin;
  }

  private request(method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete', path: string): Test {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const call = supertest(this.url)[method](path).set(this.headers);
    if (cookie) void call.set('cookie', cookie);
    call.on('response', (response: Response) => this.keep((response.headers['set-cookie'] as unknown as string[] | undefined) ?? []));
    return call;
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
