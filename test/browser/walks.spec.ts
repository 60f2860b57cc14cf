/// <reference lib="dom" />
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { day } from '@app/kernel';
import { aChallenge, aSponsor, asSeen, completeDraft, freeDraft, type TestSponsor } from '../../libs/challenges/testing';
import { aPerson, aStaffMember, lastMail } from '../../libs/identity/testing';
import { reports } from '../../libs/moderation/testing';
import { anEntry, aSolver, aSubmission, closePhase } from '../../libs/submissions/testing';
import type { Agent } from '../support/agent';
import { client, ifMatch, ok } from '../support/client';
import { startBrowserTest, type BrowserTest } from './support';

const password = 'four unrelated words here';

let test: BrowserTest;
let sponsor: TestSponsor;

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
});
afterAll(() => test?.close());

/** Somebody without a mouse: reaches things by Tab alone, and sees at each stop where they are. */
class Keys {
  /** Stops at which nothing shows where the focus is. */
  readonly unseen = new Set<string>();

  constructor(readonly page: Page) {}

  async to(target: Locator): Promise<void> {
    await target.waitFor();
    for (let stops = 0; stops < 150; stops++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
      const stop = await this.page.evaluate(() => {
        const at = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
        const isShown = at === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
        return { isShown, what: at.outerHTML.slice(0, 120) };
      });
      if (!stop.isShown) this.unseen.add(stop.what);
    }
    throw new Error(`${target.toString()} cannot be reached by Tab`);
  }

  async press(target: Locator, key = 'Enter'): Promise<void> {
    await this.to(target);
    await this.page.keyboard.press(key);
  }

  tick(target: Locator): Promise<void> {
    return this.press(target, 'Space');
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.to(target);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** A choice of one: Tab reaches the group, arrows move in it. */
  async choose(target: Locator): Promise<void> {
    const inGroup = () => target.evaluate((element) => (document.activeElement as HTMLInputElement | null)?.name === (element as HTMLInputElement).name && document.activeElement!.getAttribute('type') === 'radio');
    for (let stops = 0; stops < 150 && !(await inGroup()); stops++) await this.page.keyboard.press('Tab');
    await this.page.keyboard.press('Space');
    for (let steps = 0; steps < 10 && !(await target.isChecked()); steps++) await this.page.keyboard.press('ArrowDown');
    if (!(await target.isChecked())) throw new Error(`${target.toString()} cannot be chosen by arrows`);
  }

  link(name: string | RegExp): Locator {
    return this.page.locator('main').getByRole('link', { name }).first();
  }

  button(name: string | RegExp): Locator {
    return this.page.locator('main').getByRole('button', { name }).first();
  }

  field(label: string | RegExp): Locator {
    return this.page.getByLabel(label, typeof label === 'string' ? { exact: true } : {});
  }
}

async function aVisitor(path: string, options: BrowserContextOptions = {}): Promise<Keys> {
  const page = await test.window(undefined, options);
  page.setDefaultTimeout(10_000);
  await page.goto(path);
  return new Keys(page);
}

async function signsIn(keys: Keys, email: string): Promise<void> {
  await keys.type(keys.field('E-mail address'), email);
  await keys.type(keys.field('Password'), password);
  await keys.press(keys.button('Sign in'));
}

/** From the form on the page to being signed in, by the link in the mail. */
async function signsUp(keys: Keys, name: string, email: string): Promise<void> {
  await keys.type(keys.field('Your name'), name);
  await keys.type(keys.field('E-mail address'), email);
  await keys.type(keys.field('Password'), password);
  await keys.to(keys.field('Country'));
  await keys.page.keyboard.type('Netherlands');
  await keys.press(keys.button('Create account'));
  await keys.page.getByRole('heading', { name: 'Look at your mail' }).waitFor();
  await test.app.drain();
  const link = new URL(test.app.mails(email).findLast((mail) => mail.link?.includes('/verify'))!.link!);
  await keys.page.goto(link.pathname + link.search);
  await keys.press(keys.button('Confirm address'));
  await signsIn(keys, email);
}

it('an owner comes with a problem, reads what is missing and what it will cost, leaves, and comes back by a mail', async () => {
  const keys = await aVisitor('/');
  await keys.press(keys.link('Post a problem'));
  await keys.press(keys.link('Create account'));
  await signsUp(keys, 'Marijke Jansen', 'marijke@example.org');
  await keys.press(keys.page.getByRole('banner').getByRole('link', { name: 'Post a problem' }));
  await keys.type(keys.field('Name of the organisation'), 'Bakery de Molen');
  await keys.to(keys.field('Country'));
  await keys.page.keyboard.type('Netherlands');
  await keys.press(keys.button('Add organisation'));
  await keys.type(keys.field('Title'), 'Less bread breaks on the cooling belt');
  await keys.page.keyboard.press('Enter');
  await keys.page.getByText('You have completed 0 of 8 sections.').waitFor();
  await keys.press(keys.link('The problem'));
  await keys.type(keys.field('In one or two sentences'), 'We throw away bread.');
  await keys.type(keys.field('What happens, and what does it cost you?'), 'Loaves break on the belt.');
  await keys.press(keys.button('Save'));
  await keys.page.getByRole('status').getByText('Saved: The problem.').waitFor();
  const hint = keys.page.getByText('Hint: There is no number in the problem');
  await hint.waitFor();
  await keys.press(keys.link('The problem'));
  await keys.type(keys.field('What happens, and what does it cost you?'), 'Each day 120 loaves break on the belt.');
  await keys.press(keys.button('Save'));
  await keys.page.getByText('You have completed 1 of 8 sections.').waitFor();
  expect(await hint.count()).toBe(0);
  await keys.press(keys.link('Prizes'));
  await keys.to(keys.field('Currency'));
  await keys.page.keyboard.type('EUR');
  await keys.type(keys.field('Title of prize 1'), 'First place');
  await keys.type(keys.field('Amount of prize 1'), '2,500.00');
  await keys.press(keys.button('Save'));
  await keys.page.getByRole('heading', { name: 'What it costs' }).waitFor();
  expect(await keys.page.locator('table.cost tr').allInnerTexts()).toEqual([/^Bounty: all prizes\s+€2,500\.00$/, /^Our fee, 10 % on top\s+€250\.00$/, /^You pay\s+€2,750\.00$/].map((row) => expect.stringMatching(row)));
  await keys.press(keys.link('See it as solvers will'));
  await keys.page.getByText('It is not public.').waitFor();
  expect([...keys.unseen]).toEqual([]);

  const draft = /chl_\w+/.exec(keys.page.url())![0];
  await keys.page.close();
  await isSentBack(draft, 'marijke@example.org');
  const back = new URL(lastMail(test.app, 'marijke@example.org').link!);
  const again = await aVisitor(back.pathname + back.search);
  await again.press(again.link('Sign in'));
  await signsIn(again, 'marijke@example.org');
  await again.page.getByRole('heading', { name: 'Staff ask for changes' }).waitFor();
  expect(again.page.url()).toContain(`/drafts/${draft}`);
  await again.press(again.link('The problem'));
  await again.page.getByText('Name the month.').first().waitFor();
  expect([...again.unseen]).toEqual([]);
});

/** What is still missing is filled in and shown to staff, who ask for a change. */
async function isSentBack(draft: string, email: string): Promise<void> {
  const agent: Agent = test.app.http();
  await agent.post('/api/v1/sessions').send({ email, password }).expect(201);
  const at = async () => ({ path: { id: draft }, header: ifMatch((await asSeen(agent, draft)).version) });
  await ok(client(agent).PATCH('/api/v1/challenges/{id}', { params: await at(), body: completeDraft(await test.app.clock.now()) }));
  await ok(client(agent).PUT('/api/v1/challenges/{id}/review-request', { params: { path: { id: draft } } }));
  const edits = [{ pointer: '/brief/need', text: 'Name the month.' }];
  await ok(client(await aStaffMember(test.app, 'moderator')).PUT('/api/v1/admin/challenges/{id}/review', { params: await at(), body: { outcome: 'request_changes', reason: 'Nearly there.', edits } }));
  await test.app.drain();
}

it('a solver browses, signs up on the way in, writes, goes on with a phone, hands in there, and gets a receipt', async () => {
  const challenge = await aChallenge(test.app, sponsor, { title: 'Quieter ovens', state: 'open', edits: freeDraft(await test.app.clock.now()) });
  const keys = await aVisitor('/challenges');
  await keys.press(keys.link('Quieter ovens'));
  await keys.press(keys.link('Join this challenge'));
  await keys.press(keys.link('Create account'));
  await signsUp(keys, 'Noor de Wit', 'noor@example.org');
  await keys.page.waitForURL(`**/challenges/${challenge.slug}/join`);
  await keys.tick(keys.field(/accept/));
  await keys.press(keys.button('Enter the challenge'));
  const answer = (position: number) => keys.page.locator(`[name="answers.criterion-${position}"]`);
  await keys.page.locator('time', { hasText: /CES?T/ }).first().waitFor();
  await keys.type(answer(1), 'Rubber feet, and a slower fan.');
  await keys.page.waitForSelector('.save-line[data-state="saved"]');
  await keys.page.reload();
  expect(await answer(1).inputValue()).toBe('Rubber feet, and a slower fan.');
  expect([...keys.unseen]).toEqual([]);

  const phone = await aVisitor('/work', { viewport: { width: 390, height: 844 } });
  await phone.press(phone.link('Sign in'));
  await signsIn(phone, 'noor@example.org');
  await phone.press(phone.link('Go on writing'));
  const onPhone = (position: number) => phone.page.locator(`[name="answers.criterion-${position}"]`);
  await phone.page.locator('time', { hasText: /CES?T/ }).first().waitFor();
  expect(await onPhone(1).inputValue()).toBe('Rubber feet, and a slower fan.');
  await phone.type(onPhone(2), 'Forty euros an oven.');
  await phone.press(phone.button('Save and check'));
  await phone.page.waitForURL(/\/check/);
  await phone.press(phone.button('Hand in'));
  await phone.page.getByRole('status').getByText(/^Handed in\. You can change it until/).waitFor();
  expect(await phone.page.getByText('Received', { exact: true }).count()).toBe(1);
  const receipt = phone.link('Download the receipt');
  const { contentDigest } = (await (await phone.page.request.get((await receipt.getAttribute('href'))!)).json()) as { contentDigest: string };
  expect([await phone.page.locator('code.hash').first().innerText(), contentDigest]).toEqual([contentDigest, expect.stringMatching(/^[0-9a-f]{64}$/)]);
  await phone.to(receipt);
  expect([...phone.unseen]).toEqual([]);
});

it('a judge comes by the link of the invitation, promises, declares, scores by keys, and loses nothing when interrupted', async () => {
  const challenge = await aChallenge(test.app, sponsor, { title: 'Warmer proofing', state: 'open', edits: freeDraft(await test.app.clock.now()) });
  await sponsor.owner.agent.post(`/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`).send({ email: 'judith@example.org' }).expect(201);
  for (const name of ['Ada Solver', 'Ben Builder']) await aSubmission(test.app, await anEntry(test.app, challenge, await aSolver(test.app, { name })));
  await test.app.drain();
  const link = new URL(lastMail(test.app, 'judith@example.org').link!);
  const keys = await aVisitor(link.pathname + link.search);
  await keys.press(keys.link('Create account'));
  await signsUp(keys, 'Judith Judge', 'judith@example.org');
  await keys.page.waitForURL(/\/judging/);
  await keys.tick(keys.page.getByRole('checkbox'));
  await keys.press(keys.button('Accept'));
  await keys.page.getByText('Entries arrive when the phase has closed.').waitFor();
  await closePhase(test.app, challenge);
  await keys.page.goto('/judging');
  await keys.press(keys.link('Declare conflicts and begin'));
  await keys.press(keys.button('Declare and see my entries'));
  await keys.press(keys.link('Go on with the next one'));
  for (const left of [1, 0]) {
    await keys.page.getByRole('heading', { name: 'Your scores' }).waitFor();
    await keys.page.locator('time', { hasText: /CES?T/ }).first().waitFor();
    await keys.page.keyboard.press('7');
    if (left === 1) await isInterrupted(keys);
    await keys.page.keyboard.press('8');
    await keys.page.waitForSelector('.save-line[data-state="saved"]');
    expect(await scoresOf(keys)).toEqual(['7', '8']);
    await keys.press(keys.page.locator('summary', { hasText: 'Lock these scores' }));
    await keys.press(keys.button('Lock and go on'));
    await keys.page.getByText(left > 0 ? '1 of 2 left' : 'All done.').waitFor();
  }
  expect([...keys.unseen]).toEqual([]);
});

const scoresOf = (keys: Keys) => keys.page.locator('[data-criterion] input:checked').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));

/** In the middle of a scorecard: a word is written, the page is read again, and then left and found again. */
async function isInterrupted(keys: Keys): Promise<void> {
  const comment = keys.page.locator('[data-criterion] textarea').first();
  await keys.type(comment, 'It would fit.');
  await keys.page.waitForSelector('.save-line[data-state="saved"]');
  const label = await keys.page.getByRole('heading', { level: 1 }).innerText();
  const isAsLeft = async () => {
    await keys.page.locator('time', { hasText: /CES?T/ }).first().waitFor();
    expect([await keys.page.getByRole('heading', { level: 1 }).innerText(), await scoresOf(keys), await comment.inputValue()]).toEqual([label, ['7'], 'It would fit.']);
  };
  await keys.page.reload();
  await isAsLeft();
  await keys.page.goto('/judging');
  await keys.press(keys.link('Go on'));
  await keys.page.getByRole('heading', { name: 'Your scores' }).waitFor();
  await isAsLeft();
}

it('staff see what waits and since when, send a challenge back with a reason, approve the next, decide a report, and find all of it in the audit trail', async () => {
  for (const title of ['Less flour dust', 'Lighter crates']) await aChallenge(test.app, sponsor, { title, state: 'in_review', edits: freeDraft(await test.app.clock.now()) });
  await ok(reports(await aPerson(test.app), 'organisation', sponsor.organisation.publicId, 'misleading', 'They are no bakery.'));
  await test.app.clock.shift(2 * day);
  const staff = await aStaffMember(test.app, 'moderator');
  const page = await test.window(staff);
  await page.goto('/admin');
  const keys = new Keys(page);
  const ages = async (queue: string) => Date.parse((await page.locator('.queues > li', { has: page.getByRole('link', { name: queue }) }).locator('time').getAttribute('datetime'))!);
  const twoDaysAgo = (await test.app.clock.now()).getTime() - 2 * day;
  for (const queue of ['Challenges to review', 'Reports to decide']) expect(Math.abs((await ages(queue)) - twoDaysAgo)).toBeLessThan(60_000);
  await keys.press(keys.link('Challenges to review'));
  await keys.press(keys.link('Less flour dust'));
  await keys.choose(keys.field(/^Ask for changes/));
  await keys.type(keys.field('Reason'), 'Say in which month you measured it.');
  await keys.to(keys.field('Edit 1: where'));
  await page.keyboard.press('ArrowDown');
  await keys.type(keys.field('Edit 1: what to change'), 'Name the month.');
  await keys.press(keys.button('Decide'));
  await page.getByText('Sent back with your edits.').waitFor();
  await keys.press(keys.link('Lighter crates'));
  await keys.choose(keys.field(/^Approve/));
  await keys.type(keys.field('Reason'), 'Clear, fair and short.');
  await keys.press(keys.button('Decide'));
  await page.getByText('Approved. The sponsor has been told.').waitFor();
  await keys.press(keys.link('Reports'));
  await keys.press(keys.link(/^Organisation: /));
  await page.getByText('They are no bakery.').waitFor();
  await keys.choose(keys.field(/^No rule was broken/));
  await keys.type(keys.field('Rule or law'), 'Section 4 of the terms.');
  await keys.type(keys.field('Facts relied on'), 'Their page says what they bake, and their register says the same.');
  await keys.press(keys.button('Decide'));
  await page.getByText('Decided. Whoever it concerns is being told.').waitFor();
  await keys.press(keys.link('Audit trail'));
  for (const reason of ['Section 4 of the terms.', 'Say in which month you measured it.', 'Clear, fair and short.']) await page.getByText(reason).first().waitFor();
  expect([...keys.unseen]).toEqual([]);
});
