import type { Page } from 'playwright-core';
import { aJudgedChallenge, aPaidChallenge, awardOf, passAppeals, type JudgedChallenge } from '../../libs/bounties/testing';
import { aStaffMember } from '../../libs/identity/testing';
import { anEntry, aSolver, aSubmission } from '../../libs/submissions/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let judged: JudgedChallenge;
let page: Page;

beforeAll(async () => {
  test = await startBrowserTest();
  judged = await aJudgedChallenge(test.app, [8], { title: 'Quieter compressors' });
  page = await test.window(judged.solvers[0]);
  page.setDefaultTimeout(10_000);
});
afterAll(() => test?.close());

const setUp = () => page.locator('main').getByRole('link', { name: 'Set up payment' });

it('offers to set up payment on an award until the winner can be paid, also after accepting', async () => {
  await page.goto(`/awards/${(await awardOf(judged.solvers[0]!)).body.id}`);
  expect(await setUp().count()).toBe(1);
  await page.getByRole('button', { name: 'Accept the award' }).click();
  await page.locator('.track [aria-current=step] h3', { hasText: 'Agreement' }).waitFor();
  expect(await setUp().count()).toBe(1);
  expect(await page.locator('main .notice').textContent()).toContain('payment is not set up');
});

/** Ends the visit at the provider's page, and says where it sends the visitor. */
async function complete(at: Page): Promise<URL> {
  const visit = await fetch(at.url(), { method: 'POST', body: new URLSearchParams({ outcome: 'complete' }), redirect: 'manual' });
  return new URL(visit.headers.get('location')!);
}

it('says the same everywhere while the provider is asked: on the way back, and by itself when it has answered', async () => {
  await setUp().click();
  expect(await page.getByText('You are back').count()).toBe(0);
  await page.getByRole('button', { name: 'Set up payment' }).click();
  await page.waitForURL((url) => url.origin === new URL(test.app.sandbox.url).origin);
  // in a test the platform has two addresses, and the provider knows the one that is not served
  const back = await complete(page);
  const followed = page.waitForResponse(/\/api\/v1\/me\/live$/);
  await page.goto(back.pathname + back.search);
  await followed;
  expect(await page.getByRole('status').textContent()).toMatch(/^You are back from the payment provider\..* Cannot be paid yet/);
  await test.app.drain();
  await page.getByRole('status').filter({ hasText: /^Can be paid\.$/ }).waitFor();
  expect(await page.getByText('Nothing is left to do.').count()).toBe(1);
  expect(await page.getByText('prove who you are there').count()).toBe(0);
  expect(await look(page, 'payouts-set-up')).toEqual([]);

  await page.goto('/work');
  expect(await page.locator('.facts').first().textContent()).toContain('Can be paid.');
  expect(await page.getByText('Not yet').count()).toBe(0);
  await page.goto(`/awards/${(await awardOf(judged.solvers[0]!)).body.id}`);
  expect(await setUp().count()).toBe(0);
  await passAppeals(test.app);
  await page.reload();
  expect(await setUp().count()).toBe(0);
});

it('finds the answer of the provider by itself, also when no hint reaches the page', async () => {
  const deaf = await test.window(await aSolver(test.app));
  await deaf.route('**/api/v1/me/live', (route) => route.fulfill({ status: 204 }));
  await deaf.goto('/settings/payouts');
  await deaf.getByRole('button', { name: 'Set up payment' }).click();
  await deaf.waitForURL((url) => url.origin === new URL(test.app.sandbox.url).origin);
  const back = await complete(deaf);
  await deaf.goto(back.pathname + back.search);
  await deaf.getByText('You are back from the payment provider.').waitFor();
  await test.app.drain();
  await deaf.getByRole('status').filter({ hasText: /^Can be paid\.$/ }).waitFor({ timeout: 15_000 });
});

it('tells entrants that a challenge was cancelled and what that means, and its sponsor before paying', async () => {
  const { sponsor, challenge } = await aPaidChallenge(test.app, { title: 'Less bread breaks' });
  const [sent, unsent] = [await aSolver(test.app), await aSolver(test.app)];
  await aSubmission(test.app, await anEntry(test.app, challenge, sent));
  await anEntry(test.app, challenge, unsent);

  const paying = await test.window(sponsor.owner);
  await paying.goto(`/drafts/${challenge.publicId}/fund`);
  const told = paying.getByRole('region', { name: 'What happens if it is cancelled' });
  expect(await told.textContent()).toContain('10 % of the bounty is shared equally among those who handed in.');
  expect(await look(paying, 'fund')).toEqual([]);

  const moderator = await aStaffMember(test.app, 'moderator');
  await moderator.agent.put(`/api/v1/admin/challenges/${challenge.publicId}/cancellation`).send({ reason: 'platform', note: 'Against the law.' }).expect(200);
  await test.app.drain();
  const texts: string[] = [];
  for (const solver of [sent, unsent]) {
    const work = await test.window(solver);
    await work.goto('/work');
    texts.push((await work.locator('.rows > li').textContent())!);
    expect(await look(work, 'work-cancelled')).toEqual([]);
  }
  const managed: (string | null)[] = [];
  for (const tab of ['overview', 'submissions', 'results']) {
    await paying.goto(`/manage/${challenge.slug}/${tab}`);
    managed.push(await paying.locator('main').textContent());
    expect(await look(paying, `manage-cancelled-${tab}`)).toEqual([]);
  }
  expect(managed.map((text) => /Judged by|Closes|the judges score/.test(text!.replace(/Dates.*/s, '')))).toEqual([false, false, false]);
  expect(managed[1]).toContain('What nobody had opened until then stays sealed.');
  expect(managed[2]).toContain('No results');
  for (const text of texts) expect(text).toContain('This challenge was cancelled');
  expect(texts.map((text) => text.includes('A part of the bounty is shared'))).toEqual([true, false]);
});
