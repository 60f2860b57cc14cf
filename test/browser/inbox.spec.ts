import type { Page } from 'playwright-core';
import { aChallenge, aSponsor, freeDraft, type TestSponsor } from '../../libs/challenges/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let sponsor: TestSponsor;
let page: Page;

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  page = await test.window(sponsor.owner);
  page.setDefaultTimeout(10_000);
});
afterAll(() => test?.close());

const header = () => page.locator('header').getByRole('link', { name: /^Inbox/ });

it('an empty inbox says what will come', async () => {
  await page.goto('/home');
  await header().click();
  await page.getByRole('heading', { name: 'Your inbox is empty' }).waitFor();
  expect(await header().innerText()).toBe('Inbox');
  expect(await look(page, 'inbox-empty')).toEqual([]);
});

it('what comes shows by itself, in the list and in the header', async () => {
  await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now()) });
  await test.app.drain();
  await page.getByRole('link', { name: 'Your challenge is open: Less waste on the line' }).waitFor();
  await page.locator('header').getByText('1 unread').waitFor({ state: 'attached' });
  expect(await page.locator('main').innerText()).toContain('You receive this because you manage challenges of the organisation that posted it.');
  expect(await look(page, 'inbox')).toEqual([]);
});

it('opening one leads on and reads it; one is done and put back; all can be read', async () => {
  await page.getByRole('link', { name: 'Your challenge is open: Less waste on the line' }).click();
  await page.waitForURL('**/manage/**');
  await page.locator('header').getByText('1 unread').waitFor({ state: 'detached' });
  await header().click();
  await page.getByRole('button', { name: 'Done: Your challenge is open: Less waste on the line' }).click();
  await page.getByRole('heading', { name: 'Your inbox is empty' }).waitFor();
  expect(await header().innerText()).toBe('Inbox');
  await page.locator('main').getByRole('link', { name: 'Done', exact: true }).click();
  await page.getByRole('button', { name: 'Put back: Your challenge is open: Less waste on the line' }).click();
  await page.getByRole('link', { name: 'Your challenge is open: Less waste on the line' }).waitFor({ state: 'detached' });
  await page.locator('main').getByRole('link', { name: 'To do' }).click();
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
  expect(await look(page, 'inbox-to-do')).toEqual([]);
  await page.locator('main').getByRole('link', { name: 'Current' }).click();
  await page.getByRole('button', { name: 'Mark as unread: Your challenge is open: Less waste on the line' }).click();
  await page.locator('header').getByText('1 unread').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.locator('header').getByText('1 unread').waitFor({ state: 'detached' });
});

it('what asked for something that is done meanwhile waits no more, without a mark', async () => {
  expect(await page.getByRole('link', { name: 'Approved: Less waste on the line' }).count()).toBe(0);
  await page.locator('main').getByRole('link', { name: 'Done', exact: true }).click();
  const item = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Approved: Less waste on the line' }) });
  await item.getByText('Nothing is asked of you here any more.').waitFor();
  expect(await item.getByRole('button').count()).toBe(0);
  expect(await look(page, 'inbox-done')).toEqual([]);
  await page.goto('/inbox');
});

it('who gets which mails is chosen on one page', async () => {
  await page.getByRole('link', { name: 'Choose which mails you get' }).click();
  await page.getByLabel('A challenge is complete').selectOption({ label: 'No mail' });
  await page.getByLabel('A challenge opened').selectOption({ label: 'At once' });
  await page.getByLabel('Your time zone').selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').waitFor();
  expect([await page.getByLabel('A challenge is complete').inputValue(), await page.getByLabel('A challenge opened').inputValue(), await page.getByLabel('Your time zone').inputValue()]).toEqual(['off', 'at_once', 'Asia/Tokyo']);
  expect(await page.getByLabel('You were awarded something').count()).toBe(0);
  expect(await look(page, 'notification-settings')).toEqual([]);
});

it('the link of a mail turns it off without scripts or session; opening it changes nothing; mail programs post it themselves', async () => {
  await aChallenge(test.app, sponsor, { state: 'open', title: 'Second', edits: freeDraft(await test.app.clock.now()) });
  await test.app.drain();
  const mail = test.app.mails(sponsor.owner.email).find(({ subject }) => subject === 'Your challenge is open: Second')!;
  const path = new URL(mail.unsubscribe!.url).pathname;
  const stranger = await test.window(undefined, { javaScriptEnabled: false });
  await stranger.goto(path);
  await stranger.getByText('Do you want no more mails of this kind: A challenge opened?').waitFor();
  await stranger.reload();
  await stranger.getByRole('button', { name: 'Turn them off' }).click();
  await stranger.getByText('Mails of this kind are off: A challenge opened.').waitFor();

  await page.goto('/settings/notifications');
  expect(await page.getByLabel('A challenge opened').inputValue()).toBe('off');
  await page.getByLabel('A challenge opened').selectOption({ label: 'At once' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').waitFor();
  const post = (to: string) => fetch(test.app.url + to, { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' }, redirect: 'manual' });
  expect((await post(`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`)).status).toBe(404);
  expect((await post(path)).status).toBe(200);
  await page.reload();
  expect(await page.getByLabel('A challenge opened').inputValue()).toBe('off');

  const asked = await test.window();
  await asked.goto(path);
  expect(await look(asked, 'unsubscribe')).toEqual([]);
});
