import type { Page } from 'playwright-core';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { aPerson, type TestPerson } from '../../libs/identity/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let sponsor: TestSponsor;
let challenge: TestChallenge;
let asker: TestPerson;

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  challenge = await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now()) });
  asker = await aPerson(test.app, { name: 'Quentin Unnamed' });
});
afterAll(() => test?.close());

const block = (page: Page) => page.locator('#questions');

it('somebody signed in asks without scripts; what is refused stays beside the form', async () => {
  const visitor = await test.window(undefined, { javaScriptEnabled: false });
  await visitor.goto(`/challenges/${challenge.slug}`);
  expect(await block(visitor).innerText()).toContain('Nobody has asked yet');
  await visitor.getByRole('link', { name: 'Sign in to ask a question' }).click();
  await visitor.getByLabel('E-mail').fill(asker.email);
  await visitor.getByLabel('Password').fill(asker.password);
  await visitor.getByRole('button', { name: 'Sign in' }).click();
  expect(new URL(visitor.url()).pathname).toBe(`/challenges/${challenge.slug}`);

  await visitor.getByLabel('Your question').fill('   ');
  await visitor.getByRole('button', { name: 'Ask in public' }).click();
  expect(await block(visitor).getByRole('alert').innerText()).toBe('Write something here, and no more than fits.');
  const long = 'x'.repeat(2001);
  await visitor.waitForLoadState();
  await visitor.getByLabel('Your question').evaluate((element: HTMLTextAreaElement, value) => (element.value = value), long);
  await Promise.all([visitor.waitForEvent('load'), visitor.getByRole('button', { name: 'Ask in public' }).click()]);
  expect(await visitor.getByLabel('Your question').inputValue()).toBe(long);
  expect(await visitor.getByLabel('Your question').getAttribute('aria-invalid')).toBe('true');

  await visitor.getByLabel('Your question').fill('May the belt be **longer**? <script>alert(1)</script>');
  await visitor.getByRole('button', { name: 'Ask in public' }).click();
  await visitor.getByText('Your question is here for all to read.').waitFor();
  expect(await block(visitor).locator('strong', { hasText: 'longer' }).count()).toBe(1);
  expect(await visitor.getByLabel('Your question').inputValue()).toBe('');
  expect(await block(visitor).innerText()).toMatch(/only you see that[\s\S]*Not answered yet/);
});

it('the sponsor finds it, answers it for good, and the asker’s open page shows that', async () => {
  const [page, manager] = [await test.window(asker), await test.window(sponsor.owner)];
  await page.goto(`/challenges/${challenge.slug}`);
  await manager.goto('/home');
  await manager.getByRole('link', { name: /Answer questions: Less waste on the line/ }).click();
  await manager.getByRole('heading', { name: 'Waiting for your answer' }).waitFor();
  expect(await look(manager, 'manage-questions')).toEqual([]);
  expect(await manager.locator('main').innerText()).not.toContain(asker.name);
  await manager.getByRole('button', { name: 'Answer in public' }).click();
  await manager.getByRole('alert').waitFor();
  await manager.getByRole('textbox', { name: 'Your answer' }).fill('Up to **2 m**.');
  await manager.getByLabel(/^Binding/).check();
  await manager.getByRole('button', { name: 'Answer in public' }).click();
  await manager.getByRole('status').getByText('recorded beside the rule card').waitFor();
  expect(await look(manager, 'manage-questions-answered')).toEqual([]);

  await test.app.drain();
  await block(page).getByText('2 m').waitFor();
  expect(await look(page, 'challenge-questions')).toEqual([]);
});

it('visitors read question, answer and its proof without scripts, on paper too', async () => {
  const visitor = await test.window(undefined, { javaScriptEnabled: false });
  await visitor.goto(`/challenges/${challenge.slug}`);
  const text = await block(visitor).innerText();
  expect(text).toMatch(/May the belt be longer\?[\s\S]*Binding[\s\S]*Up to 2 m\.[\s\S]*Clarification 1 of rule card 1/);
  expect(text).not.toContain(asker.name);
  expect(await visitor.locator('#rules').innerText()).toMatch(/Binding answers[\s\S]*Up to 2 m\./);
  const receipt = await visitor.request.get((await block(visitor).getByRole('link', { name: 'Download the proof' }).getAttribute('href'))!);
  expect(((await receipt.json()) as { content: { fields: { answer: string } } }).content.fields.answer).toBe('Up to **2 m**.');
  await visitor.goto(`/challenges/${challenge.slug}/print`);
  expect(await visitor.locator('#rules').innerText()).toMatch(/Binding answers[\s\S]*Up to 2 m\./);
});
