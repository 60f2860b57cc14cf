import type { Page } from 'playwright-core';
import { aPerson } from '../../libs/identity/testing';
import { aConversation, say, type TestConversation } from '../../libs/threads/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let talk: TestConversation;
let conversation: string;

beforeAll(async () => {
  test = await startBrowserTest();
  talk = await aConversation(test.app);
  conversation = `/messages/${talk.thread.publicId}`;
});
afterAll(() => test?.close());

const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true });
const messages = (page: Page) => page.locator('.question');
const words = (page: Page) => page.locator('.question .prose');

it('an empty list says where conversations begin', async () => {
  const page = await test.window(await aPerson(test.app));
  await page.goto('/messages');
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  expect(await look(page, 'messages-empty')).toEqual([]);
});

it('an entrant begins one from the result, without scripts', async () => {
  const page = await test.window(talk.rival, { javaScriptEnabled: false });
  await page.goto(`/submissions/${talk.rivalSubmission.publicId}`);
  await page.getByRole('button', { name: 'Begin a conversation' }).click();
  await page.getByText('Nobody has said anything yet').waitFor();
  await page.getByLabel('Your message').fill('Why was ours weaker?');
  await send(page).click();
  await messages(page).first().waitFor();
  expect(await messages(page).allInnerTexts()).toEqual([expect.stringMatching(/for the author[\s\S]*Why was ours weaker\?/)]);
  await page.goto(`/submissions/${talk.rivalSubmission.publicId}`);
  await page.getByRole('link', { name: 'Go to the conversation' }).click();
  await words(page).getByText('Why was ours weaker?').waitFor();
  expect(await messages(page).count()).toBe(1);
});

it('a refused message keeps its files; sent, the other side downloads them', async () => {
  const page = await test.window(talk.solver);
  await page.goto(conversation);
  await page.locator('#file').setInputFiles({ name: 'drawing.txt', mimeType: 'text/plain', buffer: Buffer.from('A belt, seen from above.') });
  await page.getByLabel('Your message').fill('   ');
  await send(page).click();
  await page.getByRole('alert').waitFor();
  expect(await page.locator('main').innerText()).toContain('Goes with it: drawing.txt');
  await page.getByLabel('Your message').fill('Here is the **drawing**. <script>alert(1)</script>');
  await send(page).click();
  await messages(page).locator('strong', { hasText: 'drawing' }).waitFor();
  expect(await page.getByLabel('Your message').inputValue()).toBe('');

  const manager = await test.window(talk.sponsor.owner);
  await manager.goto('/home');
  expect(await manager.getByRole('link', { name: /^Read your messages: / }).first().getAttribute('href')).toMatch(/^\/messages\/thr_.*#end$/);
  await manager.goto('/messages');
  await manager.getByText('1 new', { exact: true }).first().waitFor();
  expect(await look(manager, 'messages')).toEqual([]);
  await manager.locator('.rows li').first().getByRole('link').click();
  await manager.waitForResponse((answer) => answer.request().method() === 'POST');
  expect(new URL(manager.url()).hash).toBe('#end');
  const file = manager.getByRole('link', { name: /drawing\.txt/ });
  expect(await (await manager.request.get((await file.getAttribute('href'))!)).text()).toBe('A belt, seen from above.');
  await test.app.drain();
});

it('what comes appears while somebody writes, and leaves what they typed alone; what is open counts as read', async () => {
  const [manager, page] = [await test.window(talk.sponsor.owner), await test.window(talk.solver)];
  await Promise.all([manager.goto(conversation), page.goto(conversation)]);
  await manager.getByLabel('Your message').fill('I was about to');
  await page.getByLabel('Your message').fill('One more thing.');
  await page.getByText('Call somebody by name').click();
  await page.getByLabel(/for the sponsor/).check();
  await send(page).click();
  await words(page).getByText('One more thing.').waitFor();
  expect(await messages(page).last().innerText()).toContain(`Called: ${talk.sponsor.owner.name}`);
  const calls = () => test.app.mails(talk.sponsor.owner.email).filter(({ subject }) => subject.startsWith('You are called in a conversation')).length;
  expect(calls()).toBe(0);
  await test.app.drain();
  expect(calls()).toBe(1);
  await words(manager).getByText('One more thing.').waitFor();
  expect(await manager.getByLabel('Your message').inputValue()).toBe('I was about to');
  await send(manager).click();
  await words(manager).getByText('I was about to').waitFor();
  await test.app.drain();
  await page.getByText('Who reads this').click();
  await page.getByText('has read everything').waitFor();
  expect(await look(page, 'thread')).toEqual([]);
});

it('one’s own newest words can be changed and deleted by keyboard, and the other side sees that', async () => {
  const [page, manager] = [await test.window(talk.solver), await test.window(talk.sponsor.owner)];
  const { number } = await say(talk.solver, talk.thread, 'Wrong numbers.');
  await manager.goto(conversation);
  await page.goto(conversation);
  const mine = page.getByRole('article', { name: `Message ${number}` });
  await mine.getByText('Change or delete it').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Right numbers.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await mine.getByText(/· changed/).waitFor();
  expect(await mine.locator('strong').first().innerText()).toMatch(/^Person \d+ \(you\)$/);
  expect(await mine.locator('.prose').innerText()).toBe('Right numbers.');
  await test.app.drain();
  await words(manager).getByText('Right numbers.').waitFor();
  await mine.getByText('Change or delete it').click();
  await mine.getByRole('button', { name: 'Delete it for good' }).click();
  await mine.getByText('Its author deleted this message.').waitFor();
  await test.app.drain();
  await manager.getByRole('article', { name: `Message ${number}` }).getByText('Its author deleted this message.').waitFor();
});

it('is not there for anybody else', async () => {
  for (const who of [talk.rival, talk.judge, await aPerson(test.app)]) {
    const page = await test.window(who);
    const answer = await page.goto(conversation);
    expect(answer!.status()).toBe(404);
  }
});
