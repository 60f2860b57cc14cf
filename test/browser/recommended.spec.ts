import type { Page } from 'playwright-core';
import { aChallenge, aSponsor, freeDraft } from '../../libs/challenges/testing';
import { aSolver, type TestSolver } from '../../libs/submissions/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let sponsor: Awaited<ReturnType<typeof aSponsor>>;
let slug: string;
let solver: TestSolver;
let page: Page;

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  slug = (await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now()) })).slug;
  solver = await aSolver(test.app, { name: 'Ada Solver' });
  page = await test.window(solver);
  page.setDefaultTimeout(10_000);
});
afterAll(() => test?.close());

const main = () => page.locator('main').innerText();

it('a solver says what they can do, and everybody can read it', async () => {
  await page.goto('/work');
  expect(await main()).toContain('Nothing that is open suits what is known of Ada Solver.');
  await page.getByRole('link', { name: 'Change what the profile says' }).click();
  await page.getByLabel('What you can do').fill('We build belts for bakeries.\nLoaves stay whole.');
  await page.getByLabel('Your topics').fill('Food, Belt conveyors');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').waitFor();
  expect(await look(page, 'profile')).toEqual([]);
  expect(await page.getByLabel('Your topics').inputValue()).toBe('food, belt-conveyors');
  await page.getByRole('link', { name: /public page/i }).click();
  await page.getByText('Loaves stay whole.').waitFor();
  expect(await look(page, 'public-profile')).toEqual([]);
});

it('sees what suits them and why, and turns it off and on again', async () => {
  await test.app.drain();
  await page.goto('/work');
  await page.getByRole('link', { name: 'Less waste on the line' }).waitFor();
  expect(await main()).toMatch(/Words it shares with your profile or past work: .*\bbelt\b/);
  expect(await look(page, 'recommended')).toEqual([]);
  await page.getByRole('button', { name: 'Turn matching off' }).click();
  await page.getByText('Matching is turned off for Ada Solver').waitFor();
  expect(await page.getByRole('link', { name: 'Less waste on the line' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Turn matching on' }).click();
  await page.getByRole('button', { name: 'Turn matching off' }).waitFor();
  await test.app.drain();
  await page.reload();
  await page.getByRole('link', { name: 'Less waste on the line' }).waitFor();
});

it('the sponsor reads how many were matched, not who', async () => {
  const window = await test.window(sponsor.owner);
  await window.goto(`/manage/${slug}/overview`);
  const text = await window.locator('main').innerText();
  expect(text).toMatch(/Solvers it was matched with\s+1\b/);
  expect(text).not.toContain('Ada Solver');
});
