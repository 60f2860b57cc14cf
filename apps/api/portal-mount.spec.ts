import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { mountPortal } from './portal-mount';

const buildDir = join(__dirname, '../portal/build');
const isBuilt = existsSync(join(buildDir, 'server/index.js'));
if (!isBuilt) console.warn('skipped: the portal is not built (npx react-router build apps/portal)');

interface Seen {
  method: string;
  url: string;
  visitor: unknown;
  secret: unknown;
  cookie: unknown;
  other: unknown;
}

(isBuilt ? describe : describe.skip)('the portal on a plain Fastify', () => {
  let server: FastifyInstance;
  let origin: string;
  let seen: Seen[];

  beforeAll(async () => {
    server = Fastify({ trustProxy: '127.0.0.1' });
    server.addHook('onRequest', async (req) => {
      if (!req.url.startsWith('/api/')) return;
      const { 'x-guildhall-visitor': visitor, 'x-guildhall-portal': secret, cookie, 'x-other': other } = req.headers;
      seen.push({ method: req.method, url: req.url, visitor, secret, cookie, other });
    });
    server.setNotFoundHandler((_req, reply) => reply.code(404).type('application/problem+json').send({ status: 404, code: 'request_not_found' }));
    server.post('/api/v1/sessions', async (req, reply) => {
      const { password } = req.body as { password: string };
      if (password === 'right') return reply.code(201).header('set-cookie', '__Host-sid=abc; Path=/; HttpOnly; Secure; SameSite=Lax').send({});
      return reply.code(422).type('application/problem+json').send({ status: 422, code: 'request_invalid', errors: [{ pointer: '/password', code: 'is_not_empty', detail: 'fallback' }] });
    });
    await mountPortal(server, { buildDir, apiOrigin: () => origin, secret: 'the secret', support: 'people@hall.example', publicUrl: 'https://hall.example', bodyLimit: 100_000 });
    await server.listen({ port: 0, host: '127.0.0.1' });
    origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    seen = [];
  });
  afterAll(() => server.close());

  /** Sends bytes as they are and answers the status line, `''` when the server closes without one. */
  const raw = (request: string, { hangUp = false } = {}) =>
    new Promise<string>((resolve) => {
      const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(request));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
        socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''));
      if (hangUp) setTimeout(() => socket.destroy(), 50);
    });

  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(origin + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers });

  it('renders a page with a policy whose nonce stands in the page', async () => {
    const response = await fetch(`${origin}/sign-in`);
    const html = await response.text();
    const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? 'none';
    const scripts = [...html.matchAll(/<script(?![^>]*application\/ld)[^>]*>/g)].map(([tag]) => tag);
    expect({ status: response.status, type: response.headers.get('content-type'), scripts: scripts.length > 2, without: scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)) }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
      scripts: true,
      without: [],
    });
    expect(html).toContain('name="password"');
  });

  it('compresses pages and serves assets for a year', async () => {
    const page = await fetch(`${origin}/legal/terms`, { headers: { 'accept-encoding': 'br' } });
    const path = /\/assets\/[^"]+\.js/.exec(await page.text())![0];
    const asset = await fetch(origin + path, { headers: { 'accept-encoding': 'br' } });
    expect([page, asset].map((answer) => [answer.status, answer.headers.get('content-encoding')])).toEqual([
      [200, 'br'],
      [200, 'br'],
    ]);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await asset.text()).toBe(readFileSync(join(buildDir, 'client', path), 'utf8'));
    expect((await fetch(`${origin}/assets/none.js`)).status).toBe(404);
  });

  it('names on every page who answers', async () => {
    for (const path of ['/', '/legal/accessibility', '/nowhere']) expect(await (await fetch(origin + path)).text()).toContain('href="mailto:people@hall.example"');
  });

  it.each(['/api/zzz', '//api/zzz', '/docs/zzz', '/files/zzz', '/openapi.json', '/health/zzz', '/metrics', '/provider-events/zzz'])('leaves %s to the API', async (path) => {
    const response = await fetch(origin + path);
    expect([response.status, await response.json()]).toEqual([404, { status: 404, code: 'request_not_found' }]);
  });

  it('answers an unknown page and an unknown document with the page for 404', async () => {
    for (const path of ['/nowhere', '/legal/nothing', '/how-it-works/constructor']) {
      const response = await fetch(origin + path);
      expect([response.status, (await response.text()).includes('There is no such page')]).toEqual([404, true]);
    }
  });

  it('answers HEAD without a body and sends old addresses on', async () => {
    expect((await fetch(origin, { method: 'HEAD' })).status).toBe(200);
    const moved = await fetch(`${origin}/how-it-works/owners`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/how-it-works/sponsors']);
  });

  it('hands the API cookie, address and secret, and nothing else', async () => {
    const headers = { cookie: 'locale=en', 'x-forwarded-for': '203.0.113.9', 'x-other': 'leak', 'x-guildhall-visitor': '8.8.8.8', 'x-guildhall-portal': 'guess' };
    await post('/sign-in', { email: 'a@example.org', password: 'right' }, headers);
    expect(seen).toEqual([{ method: 'POST', url: '/api/v1/sessions', visitor: '203.0.113.9', secret: 'the secret', cookie: 'locale=en', other: undefined }]);
  });

  it('signs in by a plain form post: cookie handed on, only a path of this site as the way back', async () => {
    const answers = await Promise.all(['', '?next=/drafts/1', '?next=//evil.example', '?next=/%5Cevil.example', '?next=https://evil.example'].map((query) => post(`/sign-in${query}`, { email: 'a@example.org', password: 'right' })));
    expect(answers.map((answer) => answer.headers.get('location'))).toEqual(['/home', '/drafts/1', '/home', '/home', '/home']);
    expect([answers[0]!.status, answers[0]!.headers.getSetCookie()]).toEqual([303, ['__Host-sid=abc; Path=/; HttpOnly; Secure; SameSite=Lax']]);
  });

  it('keeps what was typed beside the translated error, but no password', async () => {
    const response = await post('/sign-in', { email: 'kept@example.org', password: 'not-to-be-shown' });
    const html = await response.text();
    expect({ status: response.status, kept: html.includes('value="kept@example.org"'), secret: html.includes('not-to-be-shown'), link: html.includes('href="#password"'), error: html.includes('Fill this in.'), fallback: html.includes('>fallback') }).toEqual({
      status: 422,
      kept: true,
      secret: false,
      link: true,
      error: true,
      fallback: false,
    });
  });

  it('takes form posts of its own origin, directly and behind a proxy, and no others', async () => {
    const fields = { email: 'a@example.org', password: 'right' };
    const status = async (headers: Record<string, string>) => {
      const answer = await post('/sign-in', fields, headers);
      await answer.text();
      return answer.status;
    };
    expect({
      own: await status({ origin }),
      publicAddress: await status({ origin: 'https://hall.example' }),
      forwarded: await status({ origin: 'https://other.example', 'x-forwarded-host': 'other.example', 'x-forwarded-proto': 'https' }),
      foreign: await status({ origin: 'https://evil.example' }),
      opaque: await status({ origin: 'null' }),
    }).toEqual({ own: 303, publicAddress: 303, forwarded: 303, foreign: 400, opaque: 400 });
    expect(seen).toHaveLength(3);
  });

  it('refuses a body over the limit before and while reading it', async () => {
    const large = 'x'.repeat(200_000);
    const declared = await raw(`POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n\r\n`);
    const chunked = await raw(`POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`);
    expect([declared, chunked]).toEqual(['HTTP/1.1 413 Payload Too Large', 'HTTP/1.1 413 Payload Too Large']);
  });

  it('outlives hostile requests', async () => {
    const bad = async (line: string, headers = 'Host: a\r\n') => Number((await raw(`${line} HTTP/1.1\r\n${headers}\r\n`)).split(' ')[1]);
    expect({
      slashes: await bad('GET //'),
      otherHost: await bad('GET //evil.example/sign-in'),
      backslash: await bad('GET /\\evil.example'),
      percent: await bad('GET /%'),
      surrogate: await bad('GET /%ED%A0%80'),
      host: await bad('GET /', 'Host: a b<>\r\n'),
      noHost: await bad('GET /', 'Host: \r\n'),
      trace: await bad('TRACE /'),
      options: await bad('OPTIONS *'),
      absolute: await bad('GET http://evil.example/sign-in'),
    }).toEqual({ slashes: 200, otherHost: 404, backslash: 404, percent: 400, surrogate: 400, host: 400, noHost: 400, trace: 404, options: 404, absolute: 400 });
    await raw('POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nemail=', { hangUp: true });
    await raw('POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n--x\r\n', { hangUp: true });
    await Promise.all(Array.from({ length: 10 }, () => raw('GET / HTTP/1.1\r\nHost: a\r\n\r\n')));
    const alive = await fetch(origin);
    // Read to its end: a body left lying keeps its connection, and the server waits for it when closing.
    expect([alive.status, (await alive.text()).includes('</html>')]).toEqual([200, true]);
  });
});
