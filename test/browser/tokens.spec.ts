/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { aSponsor, type TestSponsor } from '../../libs/challenges/testing';
import { aMember, anOrganisation, aPerson, aStaffMember, aToken, suspend } from '../../libs/identity/testing';
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

/** What the API answers to a program with this token that begins a draft. */
async function draftsWith(secret: string): Promise<number> {
  const agent = test.app.http();
  agent.headers.authorization = `Bearer ${secret}`;
  return (await agent.post(`/api/v1/organisations/${sponsor.organisation.publicId}/challenges`).send({ title: 'By a program' })).status;
}

const secretOn = (on: Page) => on.getByLabel('Token', { exact: true }).inputValue();

it('says to who keeps none that owners and managers do', async () => {
  const other = await test.window(await aMember(test.app, sponsor.owner, sponsor.organisation, ['contributor']));
  await other.goto('/settings/profile');
  expect(await other.getByRole('link', { name: 'API access' }).count()).toBe(0);
  await other.goto('/settings/api-keys');
  await other.getByText('Only owners and managers of an organisation').waitFor();
  expect(await look(other, 'tokens-nobody')).toEqual([]);
});

it('an owner makes an account and a token by keyboard alone, and sees its secret once', async () => {
  await page.goto('/settings/profile');
  await page.getByRole('link', { name: 'API access' }).press('Enter');
  await page.getByText('No service accounts yet').waitFor();
  expect(await look(page, 'tokens-empty')).toEqual([]);
  await page.getByLabel('Name of the program').focus();
  await page.keyboard.type('Import of challenges');
  await page.keyboard.press('Enter');
  await page.getByText('It has no token, so it can do nothing yet.').waitFor();
  expect(await look(page, 'tokens-account')).toEqual([]);

  await page.getByRole('button', { name: 'Make the token' }).press('Enter');
  await page.locator('.error-summary:focus').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement!.getAttribute('type'))).toBe('checkbox');
  expect(await look(page, 'tokens-error')).toEqual([]);
  await page.getByLabel(/\(challenge:write\)$/).press('Space');
  await page.getByLabel('For how many days').fill('30');
  await page.keyboard.press('Enter');
  await page.locator('section:focus', { hasText: 'The new token of Import of challenges' }).waitFor();
  expect(await look(page, 'tokens-new')).toEqual([]);
  await page.keyboard.press('Tab');
  const secret = await secretOn(page);
  const selected = await page.evaluate(() => {
    const { value, selectionStart, selectionEnd } = document.activeElement as HTMLTextAreaElement;
    return value.slice(selectionStart, selectionEnd);
  });
  expect(selected).toBe(secret);
  expect([secret, await draftsWith(secret)]).toEqual([expect.stringMatching(/^ght_[\w-]{43}$/), 201]);

  await page.reload();
  await page.getByText('Write and import challenges of the organisation', { exact: true }).waitFor();
  expect(await page.content()).not.toContain(secret);
  expect(await look(page, 'tokens')).toEqual([]);
});

it('replaces a token while the old one works, takes that back, and removes the account', async () => {
  const change = async (button: string) => {
    await page.getByText('Replace or take back').first().click();
    await page.getByRole('button', { name: button }).first().click();
  };
  await change('Make a replacement');
  await page.getByText('The new token of Import of challenges').waitFor();
  const first = await secretOn(page);
  // the list is read after the answer is shown
  await page.getByText('Write and import challenges of the organisation', { exact: true }).nth(1).waitFor();
  expect(await look(page, 'tokens-two')).toEqual([]);

  // the oldest stands first
  await page.reload();
  await change('Take it back');
  await page.getByText('The token is taken back and works no more.').waitFor();
  expect(await draftsWith(first)).toBe(201);
  await change('Take it back');
  await page.getByText('It has no token, so it can do nothing yet.').waitFor();
  expect(await draftsWith(first)).toBe(401);

  await page.getByText('Remove Import of challenges').click();
  await page.getByRole('button', { name: 'Remove the account' }).click();
  await page.getByText('The service account is removed.').waitFor();
  expect(await page.getByText('No service accounts yet').count()).toBe(1);
});

it('works without scripts, and a form sent twice shows no secret again', async () => {
  const plain = await test.window(sponsor.owner, { javaScriptEnabled: false });
  await plain.goto('/settings/api-keys');
  await plain.getByLabel('Name of the program').fill('Payouts to our books');
  await plain.getByRole('button', { name: 'Add the account' }).click();
  await plain.getByLabel(/\(payout:read\)$/).check();
  const sent = plain.waitForRequest((request) => request.method() === 'POST');
  await plain.getByRole('button', { name: 'Make the token' }).click();
  expect(await secretOn(plain)).toMatch(/^ght_/);
  const again = await sponsor.owner.agent.fetch(new Request(`${test.app.url}/settings/api-keys`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: test.app.url }, body: (await sent).postData()! }));
  const text = await again.text();
  expect([again.status, /ght_[\w-]{43}/.test(text), text.includes('its secret was shown once and is not kept')]).toEqual([409, false, true]);
});

describe('who is suspended', () => {
  it.each(['person', 'organisation'] as const)('as %s reads why it makes no token; a person sees neither names, rights nor forms', async (kind) => {
    const owner = await aPerson(test.app);
    const organisation = await anOrganisation(test.app, owner, { name: 'Mill Bakker' });
    await aToken(test.app, owner, organisation, 'payout:read');
    const before = await test.window(owner);
    await before.goto(`/settings/api-keys?organisation=${organisation.publicId}`);
    const form = await before.locator('main form').first().evaluate((one: HTMLFormElement) => [...new FormData(one)] as [string, string][]);

    await suspend(test.app, await aStaffMember(test.app, 'moderator'), kind === 'person' ? { kind, id: owner.id } : { kind, id: organisation.id });
    const on = await test.window(owner);
    const answer = await on.goto(`/settings/api-keys?organisation=${organisation.publicId}`);
    expect(answer!.status()).toBe(200);
    if (kind === 'person') {
      await on.locator('main').getByText('Not available while your account is suspended.').waitFor();
      expect([await on.locator('main form').count(), await on.locator('main .sheet').count(), (await on.locator('main').textContent())!.includes('payouts')]).toEqual([0, 0, false]);
      expect(await look(on, 'tokens-suspended')).toEqual([]);
    }

    // a form that was open since before makes no token, and the page says why
    const { status, text } = await on.evaluate(async (fields) => {
      const response = await fetch(location.href, { method: 'POST', body: new URLSearchParams(fields) });
      return { status: response.status, text: await response.text() };
    }, form);
    expect([status, text.includes('ght_'), /suspended/.test(text)]).toEqual([403, false, true]);
  });
});
