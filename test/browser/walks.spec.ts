/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';
import { aChallenge, aSponsor, freeDraft, type TestSponsor } from '../../libs/challenges/testing';
import { aStaffMember, lastMail } from '../../libs/identity/testing';
import { anEntry, aSolver, aSubmission, closePhase } from '../../libs/submissions/testing';
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

async function aVisitor(path: string): Promise<Keys> {
  const page = await test.window();
  page.setDefaultTimeout(10_000);
  await page.goto(path);
  return new Keys(page);
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
  await keys.type(keys.field('E-mail address'), email);
  await keys.type(keys.field('Password'), password);
  await keys.press(keys.button('Sign in'));
}

it('an owner comes with a problem and leaves with a draft that says what is missing', async () => {
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
  await keys.type(keys.field('In one or two sentences'), 'We throw away 4 % of our bread.');
  await keys.type(keys.field('What happens, and what does it cost you?'), 'Each day 120 loaves break on the belt.');
  await keys.press(keys.button('Save'));
  await keys.page.getByRole('status').getByText('Saved: The problem.').waitFor();
  await keys.press(keys.link('See it as solvers will'));
  await keys.page.getByText('It is not public.').waitFor();
  expect([...keys.unseen]).toEqual([]);
});

it('a solver browses, signs up on the way in, writes, comes back, and hands in', async () => {
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
  await keys.page.locator('time', { hasText: /CES?T/ }).first().waitFor();
  await keys.type(answer(2), 'Forty euros an oven.');
  await keys.press(keys.button('Save and check'));
  await keys.page.waitForURL(/\/check/);
  await keys.press(keys.button('Hand in'));
  await keys.page.getByRole('status').getByText(/^Handed in\. You can change it until/).waitFor();
  expect([...keys.unseen]).toEqual([]);
});

it('a judge comes by the link of the invitation, promises, declares, and scores by keys', async () => {
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
    for (const key of ['7', '8']) await keys.page.keyboard.press(key);
    await keys.page.waitForSelector('.save-line[data-state="saved"]');
    await keys.press(keys.page.locator('summary', { hasText: 'Lock these scores' }));
    await keys.press(keys.button('Lock and go on'));
    await keys.page.getByText(left > 0 ? '1 of 2 left' : 'All done.').waitFor();
  }
  expect([...keys.unseen]).toEqual([]);
});

it('staff see what waits, send a challenge back with a reason, approve the next, and find both in the audit trail', async () => {
  for (const title of ['Less flour dust', 'Lighter crates']) await aChallenge(test.app, sponsor, { title, state: 'in_review', edits: freeDraft(await test.app.clock.now()) });
  const staff = await aStaffMember(test.app, 'moderator');
  const page = await test.window(staff);
  await page.goto('/admin');
  const keys = new Keys(page);
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
  await keys.press(keys.link('Audit trail'));
  for (const reason of ['Say in which month you measured it.', 'Clear, fair and short.']) await page.getByText(reason).first().waitFor();
  expect([...keys.unseen]).toEqual([]);
});
