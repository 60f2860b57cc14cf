/// <reference lib="dom" />
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { anEntry, aSolver, aSubmission, closePhase, type TestSolver } from '../../libs/submissions/testing';
import { client, ok } from '../support/client';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let challenge: TestChallenge;
let sponsor: TestSponsor;
let inside: TestSolver;
let waiting: TestSolver;
let last: TestSolver;

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  challenge = await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now(), { entry: 'capped', capacity: 1 }) });
  [inside, waiting, last] = [await aSolver(test.app), await aSolver(test.app), await aSolver(test.app)];
  await aSubmission(test.app, await anEntry(test.app, challenge, inside), { state: 'draft' });
  for (const solver of [waiting, last]) await anEntry(test.app, challenge, solver);
});
afterAll(() => test?.close());

const stateOf = async (solver: TestSolver) => (await ok(client(solver).GET('/api/v1/me/entries'))).items[0]!.state;

it('who waits for a place gives it up by keyboard alone, after saying that they are sure', async () => {
  const page = await test.window(waiting);
  await page.goto('/work');
  expect([await page.getByText('Closes', { exact: true }).count(), await page.getByText('Closed', { exact: true }).count()]).toEqual([1, 0]);
  await page.getByText('Leave this challenge').focus();
  await page.keyboard.press('Enter');
  await page.getByText('You give up your place on the waiting list. You cannot enter this challenge again').waitFor();
  // the ring around what has the focus is 5 px wide, and covers no text
  const [pressed, text] = [await page.locator('summary:focus').boundingBox(), await page.locator('details[open] > p').first().boundingBox()];
  expect(text!.y - pressed!.y - pressed!.height).toBeGreaterThanOrEqual(5);
  expect(await look(page, 'leave-waiting')).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.error-summary:focus').waitFor();
  expect([await page.getByRole('alert').textContent(), await stateOf(waiting)]).toEqual(['Tick the box to leave. Nothing was changed.', 'waitlisted']);
  expect(await look(page, 'leave-not-sure')).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('You have left the challenge.').waitFor();
  expect([await stateOf(waiting), await page.getByText('Leave this challenge').count()]).toEqual(['withdrawn', 0]);
  expect(await look(page, 'left')).toEqual([]);
});

it('who has begun leaves without scripts: what was written is erased, and the place goes to who waits', async () => {
  const page = await test.window(inside, { javaScriptEnabled: false });
  await page.goto('/work');
  await page.getByText('Leave this challenge').click();
  expect(await page.getByText('What you wrote is erased for good.').count()).toBe(1);
  await page.getByLabel('Yes, leave “Less waste on the line” for good').check();
  await page.getByRole('button', { name: 'Leave' }).click();
  expect(await page.getByRole('status').textContent()).toBe('You have left the challenge.');
  expect([await stateOf(inside), await stateOf(last)]).toEqual(['withdrawn', 'joined']);
});

it('the sponsor reads that it cannot enter its own challenge, and of a judge taken off that they are', async () => {
  const page = await test.window(sponsor.owner);
  await page.goto(`/challenges/${challenge.slug}/join`);
  await page.getByRole('heading', { name: 'This is your organisation’s own challenge' }).waitFor();
  await page.goto(`/manage/${challenge.slug}/judges`);
  await page.getByLabel('Invite by e-mail address').fill('judge@example.org');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.locator('summary', { hasText: 'Take off the panel' }).click();
  await page.getByLabel(/^Why/).fill('We asked the wrong person.');
  await page.getByRole('button', { name: 'Take off the panel' }).click();
  await page.getByText('Taken off', { exact: true }).waitFor();
});

it('who left reads why they cannot enter again', async () => {
  const page = await test.window(waiting, { javaScriptEnabled: false });
  await page.goto(`/challenges/${challenge.slug}/join`);
  await page.getByLabel(/^I have read the rules/).check();
  await page.getByRole('button', { name: 'Enter the challenge' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('You are in this challenge already, or have left it');
});

it('who handed nothing in reads so when it is over', async () => {
  await closePhase(test.app, challenge);
  const page = await test.window(last);
  await page.goto('/work');
  expect([await page.getByText('Nothing was handed in before it closed, so nothing of it was judged.').count(), await page.getByText('Leave this challenge').count()]).toEqual([1, 0]);
});
