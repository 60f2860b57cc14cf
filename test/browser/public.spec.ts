/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, day } from '@app/kernel';
import { aPhase, aChallenge, aSponsor, freeDraft, type TestChallenge } from '../../libs/challenges/testing';
import { aJudgedChallenge, aPaidChallenge } from '../../libs/bounties/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let open: TestChallenge;
let sponsorSlug: string;
let decided: TestChallenge;

beforeAll(async () => {
  test = await startBrowserTest();
  const judged = await aJudgedChallenge(test.app, [8, 6], { title: 'Quieter compressors' });
  decided = judged.challenge;
  const paid = await aPaidChallenge(test.app, { title: 'Less bread breaks on the cooling belt', state: 'open' });
  open = paid.challenge;
  sponsorSlug = open.body.sponsor.slug as string;
  const now = await test.app.clock.now();
  const other = await aSponsor(test.app, 'Tannery Møller & Søn');
  await aChallenge(test.app, other, { title: 'Tanning water that can go back to the river', state: 'scheduled', edits: freeDraft(now, { topics: ['water'], phases: [aPhase(now, { prizes: [{ kind: 'placement', place: 1, title: 'Pilot with us' }] })] }) });
});
afterAll(() => test?.close());

it.each([
  ['front', () => '/'],
  ['list', () => '/challenges'],
  ['list-filtered', () => '/challenges?topic=food&status=open&currency=EUR&prize=1%2C000.00&country=NL&sort=prize'],
  ['list-nothing', () => '/challenges?q=zeppelin'],
  ['list-bad-amount', () => '/challenges?prize=2.500%2C00'],
  ['challenge', () => `/challenges/${open.slug}`],
  ['challenge-print', () => `/challenges/${open.slug}/print`],
  ['challenge-decided', () => `/challenges/${decided.slug}`],
  ['organisation', () => `/organisations/${sponsorSlug}`],
  ['post', () => '/post'],
  ['not-there', () => '/challenges/no-such-challenge'],
])('%s is accessible and fits, from phone to desk, light and dark', async (name, path) => {
  const page = await test.window();
  await page.goto(path());
  expect(await look(page, name)).toEqual([]);
});

it('can be searched, filtered and read without scripts', async () => {
  const page = await test.window(undefined, { javaScriptEnabled: false });
  await page.goto('/');
  await page.getByRole('link', { name: 'Browse challenges' }).click();
  await page.getByLabel('Search challenges').fill('cooling');
  await page.getByRole('button', { name: 'Search' }).click();
  expect(await page.getByRole('status').textContent()).toBe('1 challenge');
  await page.getByLabel('Status').selectOption('decided');
  await page.getByRole('button', { name: 'Show results' }).click();
  expect(new URL(page.url()).searchParams.get('q')).toBe('cooling');
  expect(await page.getByRole('heading', { name: 'Nothing matches' }).isVisible()).toBe(true);
  await page.getByRole('link', { name: 'Remove filter Decided' }).click();
  await page.getByRole('link', { name: 'Less bread breaks on the cooling belt' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Less bread breaks on the cooling belt');
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Rules in plain words' }).click();
  expect(new URL(page.url()).hash).toBe('#rules');
  expect(await page.locator('#rules code.hash').textContent()).toBe(open.body.ruleCard.hash);
  await page.getByRole('link', { name: String(open.body.sponsor.name), exact: true }).click();
  expect(await page.getByRole('link', { name: 'Less bread breaks on the cooling belt' }).count()).toBe(1);
});

it('proves that the money is there, without scripts: what was promised, what was paid in and when, and what happens if nobody decides', async () => {
  const page = await test.window(undefined, { javaScriptEnabled: false });
  await page.goto(`/challenges/${open.slug}`);
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Proof of funding' }).click();
  expect(new URL(page.url()).hash).toBe('#funding');
  const proof = page.locator('#funding');
  const rows = async () => Object.fromEntries(await Promise.all((await proof.locator('dl > div').all()).map(async (row) => [await row.locator('dt').innerText(), (await row.locator('dd').innerText()).replace(/\s+/g, ' ')])));
  expect(await rows()).toEqual({ Promised: '€5,000.00', 'Paid in': '€5,000.00', 'Still free': '€5,000.00', 'Payment of the sponsor': expect.stringMatching(/^€5,000\.00 · .*\d{4}/) });
  const text = await proof.innerText();
  for (const part of ['All prizes are paid in and held for the winners.', '30 days after the judging deadline a fixed rule runs by itself, once.']) expect(text).toContain(part);
  await page.goto(`/challenges/${decided.slug}`);
  expect(await rows()).toMatchObject({ 'Set aside for recipients': '€5,000.00', 'Still free': '€0.00' });
});

it('keeps filters in the address and takes them back one by one', async () => {
  const page = await test.window();
  await page.goto('/challenges?topic=water&status=scheduled');
  expect(await page.getByLabel('Topic').inputValue()).toBe('water');
  expect(await page.locator('.cards > li').count()).toBe(1);
  expect(await page.locator('.cards .badge').textContent()).toMatch(/^Scheduled for \d+ \w+ \d{4}$/);
  await page.getByRole('link', { name: 'Remove filter # water' }).click();
  await page.waitForURL((url) => !url.searchParams.has('topic'));
  // the address changes a moment before the page
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name="topic"]')?.value === '');
  expect(await page.getByLabel('Status').inputValue()).toBe('scheduled');
});

it('shows the first result on the first screen of a phone, and the facts before the text', async () => {
  const page = await test.window(undefined, { viewport: { width: 390, height: 844 } });
  await page.goto('/challenges');
  expect((await page.locator('.cards > li').first().boundingBox())!.y).toBeLessThan(700);
  await page.goto(`/challenges/${open.slug}`);
  const top = async (selector: string) => (await page.locator(selector).first().boundingBox())!.y;
  expect(await top('#facts')).toBeLessThan(await top('#problem'));
});

it('says dates in the zone of the reader and of the sponsor', async () => {
  const page = await test.window(undefined, { timezoneId: 'Asia/Tokyo' });
  await page.goto(`/challenges/${open.slug}`);
  await page.locator('#facts').getByText(/GMT\+9/).waitFor();
  expect(await page.locator('#dates').textContent()).toMatch(/GMT\+9.*For the sponsor: .*CES?T/);
});

it.each([
  ['the page itself', () => `/challenges/${open.slug}`],
  ['the version to print', () => `/challenges/${open.slug}/print`],
  ['the version to print of one that is decided', () => `/challenges/${decided.slug}/print`],
])('prints %s on two pages at most, facts first and without navigation', async (_, path) => {
  const page = await test.window();
  await page.goto(path());
  await page.emulateMedia({ media: 'print' });
  const shown = ['.site-header', '.anchors', '.notice', '#facts'].map((part) => page.locator(part).first().isVisible());
  expect(await Promise.all(shown)).toEqual([false, false, false, true]);
  const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)!.length).toBeLessThanOrEqual(2);
});

it('sends at most 150 KB of scripts and 15 KB of styles to a reader', async () => {
  const page = await test.window();
  const seen = new Set<string>();
  page.on('request', (request) => seen.add(new URL(request.url()).pathname));
  await page.goto(`/challenges/${open.slug}`, { waitUntil: 'networkidle' });
  const size = (end: string) => [...seen].filter((path) => path.startsWith('/assets/') && path.endsWith(end)).reduce((sum, path) => sum + readFileSync(join(process.cwd(), 'apps/portal/build/client', `${path}.gz`)).length, 0);
  expect([size('.js') <= 150_000, size('.css') <= 15_000]).toEqual([true, true]);
});

it('shows what the API can do, its policy letting it', async () => {
  const page = await test.window();
  await page.goto('/docs');
  await page.getByRole('link', { name: 'Challenges', exact: true }).click();
  await page.getByRole('button', { name: 'GET /api/v1/challenges', exact: true }).first().click();
  await page.getByRole('button', { name: 'Try it out' }).first().click();
  await page.getByRole('button', { name: 'Execute' }).click();
  await page.getByText('Less bread breaks on the cooling belt').first().waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, 'docs-1440.png') });
});

it('is closed for new entries while a later phase runs, with the results so far on the page', async () => {
  const now = await test.app.clock.now();
  const later = aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 60 * day).toISOString() });
  const { challenge } = await aJudgedChallenge(test.app, [8], { edits: { phases: [aPhase(now), later] } });
  await test.app.clock.set(challenge.phases[1]!.opensAt);
  await test.app.drain();
  const page = await test.window();
  await page.goto(`/challenges/${challenge.slug}`);
  const text = (await page.locator('main').textContent())!;
  expect([text.includes('Closed for new entries.'), text.includes('no results yet'), await page.locator('.results').count()]).toEqual([true, false, 1]);
});
