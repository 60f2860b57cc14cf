/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core';
import { after, day } from '@app/kernel';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { aPerson, type TestPerson } from '../../libs/identity/testing';
import { aJudge } from '../../libs/judging/testing';
import { anEntry, aPdf, aSolver, aSubmission, closePhase } from '../../libs/submissions/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let sponsor: TestSponsor;
let challenge: TestChallenge;
let judge: TestPerson;
let page: Page;
const others: { window: Page; name: string }[] = [];

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  challenge = await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now()) });
  judge = await aPerson(test.app, { name: 'Judith Judge' });
  await sponsor.owner.agent.post(`/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`).send({ email: judge.email }).expect(201);
  for (const name of ['Ada Solver', 'Ben Builder', 'Cem Coder']) {
    const entry = await anEntry(test.app, challenge, await aSolver(test.app, { name }));
    await aSubmission(test.app, entry, { text: 'A longer belt.\n\nWith a spring at each end.', files: [{ name: `${name}.pdf`, content: aPdf() }] });
  }
  for (const name of ['Ada Solver', 'Ben Builder']) others.push({ window: await test.window(await aJudge(test.app, sponsor, challenge)), name });
  page = await test.window(judge);
  page.setDefaultTimeout(10_000);
});
afterAll(() => test?.close());

const state = (name: string) => page.waitForSelector(`.save-line[data-state="${name}"]`);
const rows = (of: Page) => of.locator('tbody th').allTextContents();
const seatOf = async (window: Page) => {
  await window.goto('/judging');
  return (await window.getByRole('link', { name: 'Declare conflicts and begin' }).getAttribute('href'))!.split('/')[2]!;
};
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

it('promises confidentiality before accepting', async () => {
  await page.goto('/judging');
  expect(await look(page, 'judging')).toEqual([]);
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('alert').getByText('Tick the promise to accept, or decline.').waitFor();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByText('Entries arrive when the phase has closed.').waitFor();
});

it('declares conflicts before it opens anything, against names that lead nowhere', async () => {
  await closePhase(test.app, challenge);
  await page.goto('/judging');
  await page.getByRole('link', { name: 'Declare conflicts and begin' }).click();
  const names = page.locator('.conflict .choice span');
  await names.first().waitFor();
  expect((await names.allTextContents()).sort()).toEqual(['Ada Solver', 'Ben Builder', 'Cem Coder']);
  expect(await look(page, 'conflicts')).toEqual([]);
  expect(await page.getByRole('button', { name: 'Step off for good' }).count()).toBe(0);
  for (const name of ['Ben Builder', 'Cem Coder']) await page.getByRole('checkbox', { name }).check();
  await page.getByRole('button', { name: 'Declare' }).click();
  await page.getByRole('alert').getByText('Step off the panel instead').waitFor();
  expect(await look(page, 'conflicts-one-left')).toEqual([]);
  const [summary, stepOff] = [await page.getByRole('alert').boundingBox(), await page.getByRole('button', { name: 'Step off for good' }).boundingBox()];
  expect(stepOff!.y - summary!.y - summary!.height).toBeLessThan(250);
  await page.goto(page.url());
  await page.getByRole('checkbox', { name: 'Cem Coder' }).check();
  await page.getByLabel('What connects you to Cem Coder, if you want to say').fill('We shared an office.');
  await page.getByText('You do this once').waitFor();
  const stale = await test.window(judge);
  await stale.goto(page.url());
  await stale.getByRole('checkbox', { name: 'Ada Solver' }).check();
  await page.getByRole('button', { name: 'Declare and see my entries' }).click();
  await page.getByRole('heading', { name: 'Your entries to judge' }).waitFor();
  await stale.getByRole('button', { name: 'Declare and see my entries' }).click();
  await stale.getByRole('alert').getByText('You declare conflicts by name once').waitFor();
  await stale.close();
  expect(await rows(page)).toEqual(['Entry 1', 'Entry 2']);
  await page.getByText('The numbers are your own').waitFor();
  expect(await page.locator('.facts').textContent()).toContain('2 of 2 left');
  expect(await look(page, 'judging-summary')).toEqual([]);
});

it('adds no name afterwards, and says how to step back', async () => {
  await page.goto('/judging');
  await page.getByRole('link', { name: 'Your conflicts' }).click();
  await page.getByRole('heading', { name: 'If something comes to mind now' }).waitFor();
  const main = (await page.locator('main').textContent())!;
  expect([main.includes('Cem Coder'), main.includes('Ada Solver'), main.includes('Ben Builder')]).toEqual([true, false, false]);
  expect(await page.locator('main').getByRole('checkbox').count()).toBe(0);
  expect(await look(page, 'conflicts-given')).toEqual([]);
  await page.getByRole('link', { name: 'All your entries' }).click();
});

it('shows the same list to whoever named somebody else, and no number two judges could compare', async () => {
  const seen: string[] = [];
  for (const { window, name } of others) {
    await window.goto(`/judging/${await seatOf(window)}/conflicts`);
    await window.getByRole('checkbox', { name }).check();
    await window.getByRole('button', { name: 'Declare and see my entries' }).click();
    await window.getByRole('heading', { name: 'Your entries to judge' }).waitFor();
    seen.push((await window.locator('main').textContent())!);
  }
  expect(await rows(others[0]!.window)).toEqual(['Entry 1', 'Entry 2']);
  expect(seen[0]).toBe((await page.locator('main').textContent())!);
  expect(seen[1]).toBe(seen[0]);
});

it('is in judging on every list by what the platform did, weeks ahead of the clock of this machine', async () => {
  const looking = await test.window();
  await looking.goto('/challenges');
  const card = looking.locator('.cards > li', { hasText: 'Less waste on the line' });
  expect(await card.locator('.badge').textContent()).toBe('Judging');
  expect(await card.locator('.facts dt').allTextContents()).toEqual(['Prize', 'Closed']);
  const managing = await test.window(sponsor.owner);
  await managing.goto('/manage');
  expect(await managing.locator('.plain-list .badge').allTextContents()).toEqual(['Judging']);
  await managing.goto('/home');
  expect(await managing.getByRole('heading', { name: /^In judging: / }).count()).toBe(1);
});

it('scores by keyboard, saved by itself, and comes back to the same scores', async () => {
  await page.getByRole('link', { name: 'Go on with the next one' }).click();
  await page.getByRole('heading', { name: 'Your scores' }).waitFor();
  const content = (await page.locator('main').textContent())!;
  for (const secret of ['Ada', 'Ben', 'Cem']) expect(content).not.toContain(secret);
  await press('7', '1', '0');
  await state('saved');
  expect(await page.locator('input[type=radio]:checked').evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).value))).toEqual(['7', '10']);
  await page.waitForFunction(() => document.querySelector('.save-line')?.getAttribute('data-state') === 'saved');
  await page.reload();
  expect(await page.locator('input[type=radio]:checked').evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).value))).toEqual(['7', '10']);
  expect(await look(page, 'console')).toEqual([]);
});

it.each([[390, 844], [768, 1024], [1440, 900], [1440, 600]])('covers no score or comment that is scrolled to, at %i x %i', async (width, height) => {
  await page.setViewportSize({ width, height });
  const covered = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.scale-row label, .criterion textarea')].filter((field) => {
      window.scrollTo(0, 0);
      field.scrollIntoView({ block: 'end' });
      const { left, bottom, width } = field.getBoundingClientRect();
      const top = document.elementFromPoint(left + width / 2, bottom - 4);
      return top === null || !(field === top || field.contains(top));
    }).map((field) => field.textContent),
  );
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(covered).toEqual([]);
});

it('writes digits and letters in comments as text', async () => {
  const comment = page.getByLabel('Comment on Works');
  await comment.fill('');
  await comment.pressSequentially('n 5 springs');
  expect([await comment.inputValue(), new URL(page.url()).pathname.endsWith('/1')]).toEqual(['n 5 springs', true]);
  await state('saved');
});

it('goes to the next entry and back with N and P', async () => {
  const first = await page.getByRole('heading', { level: 1 }).textContent();
  await page.getByRole('heading', { level: 1 }).click();
  // a page that has just been put there listens a moment later: whoever presses too early presses again, and there are two entries only
  const pressed = async (key: string, isFirst: boolean) => {
    for (let left = 5; left > 0; left--) {
      await press(key);
      const arrived = page.waitForFunction(([label, is]) => (document.querySelector('h1')?.textContent === label) === is, [first, isFirst] as const, { timeout: left === 1 ? 30_000 : 3_000 });
      if (await arrived.then(() => true, (error: Error) => left > 1 ? false : Promise.reject(error))) return;
    }
  };
  await pressed('n', false);
  await pressed('p', true);
  expect(await page.getByLabel('Comment on Works').inputValue()).toBe('n 5 springs');
});

it('locks after a confirmation, and goes on with what is left', async () => {
  await page.getByText('Lock these scores').click();
  await page.getByRole('button', { name: 'Lock and go on' }).click();
  await page.waitForURL(/\/2$/);
  await page.getByText('1 of 2 left').waitFor();
  await page.goto(page.url().replace(/2$/, '1'));
  await page.getByText(/^Locked .* Nobody changes these scores\.$/).waitFor();
  expect(await look(page, 'console-locked')).toEqual([]);
});

it('scores and locks without scripts, and is told what is missing', async () => {
  const plain = await test.window(judge, { javaScriptEnabled: false });
  plain.setDefaultTimeout(10_000);
  await plain.goto(page.url().replace(/1$/, '2'));
  await plain.locator('fieldset').first().locator('input[value="4"]').check();
  await plain.getByText('Lock these scores').click();
  await plain.getByRole('button', { name: 'Lock and go on' }).click();
  expect(await plain.locator('.error-summary').textContent()).toContain('Score every criterion');
  expect(await plain.locator('input[type=radio]:checked').count()).toBe(1);
  await plain.getByRole('button', { name: 'Save', exact: true }).click();
  expect(await plain.locator('input[type=radio]:checked').inputValue()).toBe('4');
});

it('steps back from an entry with a reason', async () => {
  await page.goto(page.url().replace(/1$/, '2'));
  await page.getByText('Step back from this entry').click();
  await page.getByLabel('Why').fill('I know this drawing.');
  await page.getByRole('button', { name: 'Step back' }).click();
  await page.getByRole('heading', { name: 'Your entries to judge' }).waitFor();
  await page.getByText('All done.').waitFor();
});

it('steps off the panel for good', async () => {
  const { window } = others[0]!;
  await window.goto('/judging');
  await window.getByText('Step off the panel').click();
  expect(await look(window, 'judging-step-off')).toEqual([]);
  await window.getByRole('button', { name: 'Step off for good' }).click();
  await window.locator('.badge', { hasText: 'Declined' }).waitFor();
  // the public page alone
  expect(await window.locator('main').getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([`/challenges/${challenge.slug}`]);
});

it('after the time to object sees that reading is over, where its scores stand and where an entry did', async () => {
  await test.app.clock.set(after(challenge.phases[0]!.judgingEndsAt, 30 * day));
  await test.app.drain();
  await test.app.clock.set(after(challenge.phases[0]!.judgingEndsAt, 34 * day));
  const text = 'Judges read until the time to object to the decision is over, or the challenge is cancelled; your scores stay yours to see.';
  await page.goto('/judging');
  await page.getByRole('link', { name: 'All your entries' }).click();
  await page.getByText(text).waitFor();
  expect([await rows(page), await page.locator('tbody').getByRole('link').count()]).toEqual([['Entry 1', 'Entry 2'], 0]);
  await page.goto(page.url().replace(/summary$/, '1'));
  expect([await page.getByText(text).count(), await page.locator('.pager a').allTextContents()]).toEqual([1, ['All your entries']]);
  expect(await look(page, 'console-over')).toEqual([]);
});
