import { existsSync } from 'node:fs';
import { aChallenge, aSponsor, freeDraft } from '../../libs/challenges/testing';
import { aFreelancer, aStaffMember, type TestPerson } from '../../libs/identity/testing';
import { startTestApp, type TestApp } from '../support/app';

/** Reads to the end: the server closes once nobody reads any more. */
async function statusOf(url: string): Promise<number> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  return answer.status;
}

/** What is served beside the API: pages, their data, and the API's own documentation. */

const isBuilt = existsSync('apps/portal/build/server/index.js');
if (!isBuilt) console.warn('skipped: the portal is not built (npm run build:portal)');

(isBuilt ? describe : describe.skip)('pages', () => {
  let app: TestApp;
  let person: TestPerson;
  let staff: TestPerson;
  beforeAll(async () => {
    app = await startTestApp({}, { portal: true });
    person = await aFreelancer(app);
    staff = await aStaffMember(app, 'operator', 'support', 'moderator');
  });
  afterAll(() => app?.close());

  const open = (path: string, who?: TestPerson, init: RequestInit = {}) =>
    fetch(app.url + path, { redirect: 'manual', ...init, headers: who ? { cookie: [...who.agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {} });

  it.each([
    ...['/home', '/challenges', '/post', '/work', '/awards', '/agreements', '/judging', '/manage', '/settings/profile', '/settings/security', '/settings/organisation', '/settings/notifications', '/settings/payouts', '/settings/api-keys', '/inbox', '/statements'].map((path) => ['a person', path] as const),
    ...['/admin', '/admin/people', '/admin/staff', '/admin/review', '/admin/reports', '/admin/decisions'].map((path) => ['staff', path] as const),
  ])('of %s at %s are kept by no cache, neither as HTML nor as data', async (who, path) => {
    const answers = await Promise.all([path, `${path}.data`].map((one) => open(one, who === 'staff' ? staff : person)));
    expect(answers.map(({ status, headers }) => [status, headers.get('cache-control')])).toEqual([[200, 'private, no-store'], [200, 'private, no-store']]);
    await Promise.all(answers.map((answer) => answer.text()));
  });

  it('that refuse or lead elsewhere are kept by none either', async () => {
    const answers = await Promise.all([open('/settings/profile'), open('/settings/profile.data'), open('/nowhere.data', person), open('/%'), open('/sign-in', undefined, { method: 'POST', body: new URLSearchParams({ email: 'a@example.org', password: 'x' }) })]);
    expect(answers.map(({ headers }) => headers.get('cache-control') ?? 'nothing').filter((value) => !/no-store|^public, max-age=0, must-revalidate$/.test(value))).toEqual([]);
    await Promise.all(answers.map((answer) => answer.text()));
  });

  it('are named to crawlers: what is public and what everybody may enter, by addresses that answer; what is of one person is closed to them', async () => {
    const sponsor = await aSponsor(app);
    const edits = freeDraft(await app.clock.now());
    const shown = await aChallenge(app, sponsor, { title: 'Loaves & < crumbs', state: 'open', edits });
    const hidden = [await aChallenge(app, sponsor, { title: 'Not listed', state: 'open', edits: freeDraft(await app.clock.now(), { visibility: 'unlisted' }) }), await aChallenge(app, sponsor, { title: 'Not open' })];
    const map = await open('/sitemap.xml');
    expect([map.status, map.headers.get('content-type')]).toEqual([200, 'application/xml; charset=utf-8']);
    const addresses = [...(await map.text()).matchAll(/<url><loc>([^<>]*)<\/loc><\/url>/g)].map(([, address]) => address!);
    expect(addresses.filter((address) => address.includes('/challenges/'))).toEqual([`${app.url}/challenges/${shown.slug}`]);
    expect(addresses.filter((address) => hidden.some(({ slug }) => address.includes(slug)))).toEqual([]);
    expect(await Promise.all(addresses.map(async (address) => [address, await statusOf(address)]))).toEqual(addresses.map((address) => [address, 200]));

    const robots = await open('/robots.txt');
    const lines = (await robots.text()).trim().split('\n');
    expect([robots.status, robots.headers.get('content-type'), lines[0], lines.at(-1)]).toEqual([200, 'text/plain; charset=utf-8', 'User-agent: *', `Sitemap: ${app.url}/sitemap.xml`]);
    const closed = lines.flatMap((line) => /^Disallow: (\S+)$/.exec(line)?.slice(1) ?? []);
    const isClosed = (path: string) => closed.some((start) => path.startsWith(start));
    expect(['/home', '/inbox', '/messages/thr_1', '/settings/profile', '/drafts/chl_1', '/manage/x/results', '/work/ent_1/edit', '/awards/awd_1', '/judging/1/1', '/admin/audit', '/invite/x', '/reset', '/verify', '/api/v1/me'].filter((path) => !isClosed(path))).toEqual([]);
    expect(addresses.map((address) => new URL(address).pathname).filter(isClosed)).toEqual([]);
  });
});

describe('/docs', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app?.close());

  it('answers with a page whose scripts and styles are there, from this server, as its policy wants', async () => {
    const page = await fetch(`${app.url}/docs`);
    const html = await page.text();
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => new URL(path!, page.url).href);
    expect([page.status, page.headers.get('content-type'), parts.length > 3, parts.filter((part) => !part.startsWith(`${app.url}/`))]).toEqual([200, 'text/html', true, []]);
    expect(await Promise.all(parts.map(statusOf))).toEqual(parts.map(() => 200));
    expect([...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>/g)]).toEqual([]);
    expect(await statusOf(`${app.url}/openapi.json`)).toBe(200);
  });
});
