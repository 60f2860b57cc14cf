/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { aChallenge, aSponsor, freeDraft, type TestChallenge } from '../../libs/challenges/testing';
import { aJudge, judgeAll } from '../../libs/judging/testing';
import { anEntry, aPdf, aSolver, aSubmission, closePhase, type TestEntry, type TestSolver } from '../../libs/submissions/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let challenge: TestChallenge;
let sponsor: Awaited<ReturnType<typeof aSponsor>>;
let solver: TestSolver;
let page: Page;

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  challenge = await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now()) });
  solver = await aSolver(test.app, { name: 'Ada Solver' });
  page = await test.window(solver);
  page.setDefaultTimeout(10_000);
});
afterAll(() => test?.close());

const saved = () => page.waitForSelector('.save-line[data-state="saved"]', { timeout: 5_000 });
/** Scripts run: times are in the reader's own zone. A robot that types while they start types into a field being drawn. */
const alive = (on: Page) => on.locator('time', { hasText: /CES?T/ }).first().waitFor();
const answer = (position: number) => page.locator(`[name="answers.criterion-${position}"]`);

it('enters a challenge after reading and accepting its rules', async () => {
  await page.goto(`/challenges/${challenge.slug}/join`);
  expect(await look(page, 'join')).toEqual([]);
  await page.getByRole('button', { name: 'Enter the challenge' }).click();
  await page.getByRole('link', { name: /Tick this to accept the rules/ }).click();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Enter the challenge' }).click();
  await page.waitForURL(/\/work\/ent_[^/]+\/edit$/);
  await page.getByRole('heading', { level: 1, name: 'Your submission: Less waste on the line' }).waitFor();
  await alive(page);
});

it('enters once when the button is pressed twice, and a form without its key is refused', async () => {
  const hasty = await test.window(await aSolver(test.app));
  await hasty.goto(`/challenges/${challenge.slug}/join`);
  const answers = await hasty.evaluate(async () => {
    const form = document.querySelector<HTMLFormElement>('main form')!;
    const body = new URLSearchParams([...new FormData(form)] as [string, string][]);
    body.set('ruleCardHash', 'on');
    const withoutKey = new URLSearchParams(body);
    withoutKey.delete('idempotencyKey');
    const press = (fields: URLSearchParams) => fetch(form.action, { method: 'POST', body: fields });
    return [await press(withoutKey), ...(await Promise.all([press(body), press(body)]))].map(({ status, url }) => ({ status, path: new URL(url).pathname }));
  });
  const [refused, first, second] = answers;
  expect([refused!.status, first!.status, second]).toEqual([400, 200, first]);
  expect(first!.path).toMatch(/^\/work\/ent_[^/]+\/edit$/);
});

it('keeps what is written within two seconds, through a reload', async () => {
  await answer(1).fill('We bend the belt, slowly.');
  const typedAt = Date.now();
  await saved();
  expect(Date.now() - typedAt).toBeLessThan(2_000);
  expect(await page.locator('.save-line').textContent()).toMatch(/^Draft saved \d\d:\d\d CES?T$/);
  await answer(2).pressSequentially('It costs a spring.', { delay: 60 });
  await page.waitForFunction(() => document.querySelector('.save-line')?.getAttribute('data-state') === 'saved');
  await page.reload();
  expect([await answer(1).inputValue(), await answer(2).inputValue()]).toEqual(['We bend the belt, slowly.', 'It costs a spring.']);
  expect(await look(page, 'edit')).toEqual([]);
});

it('loses no text when another window saved meanwhile', async () => {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await alive(other);
  await other.locator('[name="answers.criterion-2"]').fill('Two springs.');
  await other.waitForSelector('.save-line:not([data-state="saved"])');
  await other.waitForSelector('.save-line[data-state="saved"]');
  await other.reload();
  expect(await other.locator('[name="answers.criterion-2"]').inputValue()).toBe('Two springs.');
  await other.close();
  await answer(2).fill('Three springs.');
  await page.waitForSelector('.save-line[data-state="stale"]');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.waitForSelector('.other-version');
  expect([await answer(2).inputValue(), await page.locator('.other-version p').textContent()]).toEqual(['Three springs.', 'Two springs.']);
  expect(await look(page, 'edit-stale')).toEqual([]);
  // the other version leaves the page as soon as saving begins; only the answer says that it ended
  const saved = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().includes('/edit'));
  await page.getByRole('button', { name: 'Save draft' }).click();
  await saved;
  await page.waitForSelector('.other-version', { state: 'detached' });
  await page.reload();
  expect(await answer(2).inputValue()).toBe('Three springs.');
});

it('takes a file with progress, and says what judges see of it', async () => {
  await page.locator('#file').setInputFiles({ name: 'belt.pdf', mimeType: 'application/pdf', buffer: aPdf('belt') });
  await page.getByRole('link', { name: 'belt.pdf' }).waitFor();
  expect(await page.getByText('No virus scan is set up on this site.').isVisible()).toBe(true);
  await page.locator('#file').setInputFiles({ name: 'evil.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ nonsense') });
  expect(await page.getByRole('alert').textContent()).toMatch(/^evil\.exe was not added\. ./);
  expect(await look(page, 'edit-files')).toEqual([]);
});

it('checks, hands in, and gets a receipt that stays when it changes its mind', async () => {
  await page.reload();
  await alive(page);
  await answer(1).fill('');
  await page.getByRole('button', { name: 'Save and check' }).click();
  await page.waitForURL(/\/check/);
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.locator('.error-summary').waitFor();
  expect(await look(page, 'check-missing')).toEqual([]);
  await page.getByRole('link', { name: 'Change this' }).first().click();
  await answer(1).fill('We bend the belt, slowly.');
  await page.getByRole('button', { name: 'Save and check' }).click();
  await page.waitForURL(/\/check/);
  expect(await look(page, 'check')).toEqual([]);
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.waitForURL(/\/receipt/);
  expect(await page.locator('code.hash').allTextContents()).toEqual(Array(2).fill(expect.stringMatching(/^[0-9a-f]{64}$/)));
  expect(await page.getByRole('status').textContent()).toMatch(/^Handed in\. You can change it until .+ CES?T\.$/);
  expect(await look(page, 'receipt')).toEqual([]);
  const { headers, receipt } = await page.evaluate(async () => {
    const response = await fetch(document.querySelector<HTMLAnchorElement>('a[download="receipt.json"]')!.href);
    return { headers: response.headers.get('content-disposition'), receipt: (await response.json()) as { contentDigest: string } };
  });
  expect([headers, receipt.contentDigest]).toEqual(['attachment; filename="receipt.json"', await page.locator('code.hash').first().textContent()]);
});

it('says a deadline in the zone of the reader', async () => {
  const tokyo = await test.window(solver, { timezoneId: 'Asia/Tokyo' });
  await tokyo.goto('/work');
  await tokyo.getByText(/GMT\+9/).first().waitFor();
  expect(await look(tokyo, 'work')).toEqual([]);
});

it('writes and saves without scripts', async () => {
  const plain = await test.window(solver, { javaScriptEnabled: false });
  await plain.goto(page.url().replace(/receipt.*/, 'edit'));
  await plain.locator('[name="answers.criterion-2"]').fill('Four springs.');
  await plain.locator('#file').setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('Springs of steel.') });
  await plain.getByRole('button', { name: 'Save draft' }).click();
  expect(await plain.getByRole('link', { name: 'note.txt' }).count()).toBe(1);
  expect(await plain.locator('[name="answers.criterion-2"]').inputValue()).toBe('Four springs.');
});

it('reads band, reason and who opened it, on a page that was open when the phase was decided', async () => {
  const judge = await aJudge(test.app, sponsor, challenge);
  await closePhase(test.app, challenge);
  const followed = page.waitForResponse(/\/api\/v1\/me\/live$/);
  await page.goto('/work');
  await followed;
  expect(await page.getByRole('link', { name: 'Result and feedback' }).count()).toBe(0);
  await judgeAll(judge, () => 8);
  await test.app.drain();
  await page.getByRole('link', { name: 'Result and feedback' }).click();
  await page.getByRole('heading', { name: 'Your result' }).waitFor();
  expect(await page.locator('.band').textContent()).toBe('Winner');
  expect(await page.getByRole('cell', { name: 'A judge' }).count()).toBeGreaterThan(0);
  expect(await look(page, 'feedback')).toEqual([]);
});

it('answers an award whose steps say whose turn it is', async () => {
  await page.goto('/work');
  await page.getByRole('link', { name: 'What you were awarded' }).click();
  await page.getByRole('heading', { name: 'Step by step' }).waitFor();
  await page.goto('/awards');
  expect(await look(page, 'awards')).toEqual([]);
  await page.getByRole('link', { name: /Winner: Less waste/ }).click();
  await page.getByRole('heading', { name: 'Step by step' }).waitFor();
  expect(await page.locator('.track [aria-current=step] h3').textContent()).toBe('Answer');
  expect(await look(page, 'award')).toEqual([]);
  await page.getByRole('button', { name: 'Accept the award' }).click();
  await page.waitForFunction(() => document.querySelector('.track [aria-current=step] h3')?.textContent === 'Agreement');
});

it('sets up payment at the provider and comes back', async () => {
  await page.goto('/settings/payouts');
  expect(await look(page, 'payouts')).toEqual([]);
  await page.getByRole('button', { name: 'Set up payment' }).click();
  await page.waitForURL((url) => url.origin === new URL(test.app.sandbox.url).origin);
});

describe('what is handed in too late', () => {
  const checking = async (who: TestSolver, entry: TestEntry, options = {}) => {
    const window = await test.window(who, options);
    window.setDefaultTimeout(10_000);
    await window.goto(`/work/${entry.publicId}/check?phase=${entry.phaseId}`);
    return window;
  };

  it('is refused with the platform’s time and the deadline, and not shown as handed in', async () => {
    const closing = await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now()) });
    const [early, never] = [await aSolver(test.app), await aSolver(test.app)];
    const [earlier, draft] = [await anEntry(test.app, closing, early), await anEntry(test.app, closing, never)];
    await aSubmission(test.app, earlier, { text: 'A spring.' });
    await aSubmission(test.app, draft, { text: 'A longer belt.', state: 'draft' });
    const [again, first, writing] = [await checking(early, earlier), await checking(never, draft), await test.window(never, { javaScriptEnabled: false })];
    await writing.goto(`/work/${draft.publicId}/edit?phase=${draft.phaseId}`);
    await writing.locator('[name="answers.criterion-1"]').fill('A much longer belt.');
    await test.app.clock.set(new Date(closing.phases[0]!.closesAt.getTime() + 2_000));

    await again.getByRole('button', { name: 'Hand in again' }).click();
    await again.getByText('What you handed in before that counts.').waitFor();
    expect(await again.getByRole('link', { name: 'Receipt' }).count()).toBe(1);

    await first.getByRole('button', { name: 'Hand in' }).click();
    await first.getByText('Nothing of yours is handed in for this phase.').waitFor();
    expect(await first.getByRole('heading', { level: 1 }).textContent()).toBe('Not handed in: it came too late');
    const times = (await first.getByRole('alert').textContent())!.match(/\d\d:\d\d:\d\d/g)!;
    expect(times).toHaveLength(2);
    expect(times[0]!.slice(3)).toBe(closing.phases[0]!.closesAt.toISOString().slice(14, 19));
    expect(times[1]! > times[0]!).toBe(true);
    const main = first.locator('main');
    expect([await main.getByText('What is handed in', { exact: true }).count(), await main.getByRole('button').count(), await main.getByText('A longer belt.').first().isVisible()]).toEqual([0, 0, false]);
    await main.getByText('What you wrote, which is not handed in').click();
    expect(await main.getByText('A longer belt.').first().isVisible()).toBe(true);
    expect(await look(first, 'late')).toEqual([]);

    await writing.getByRole('button', { name: 'Save and check' }).click();
    await writing.getByText('Nothing of yours is handed in for this phase.').waitFor();
    expect(await writing.locator('details').textContent()).toContain('A much longer belt.');
    await writing.goto(`/work/${draft.publicId}/check?phase=${draft.phaseId}`);
    expect(await writing.getByRole('heading', { level: 1 }).textContent()).toBe('The phase is closed');
    expect(await writing.getByRole('alert').textContent()).toMatch(/^The phase closed at .*\d\d:\d\d:\d\d UTC\. The platform’s clock, which decides, says .*\d\d:\d\d:\d\d UTC\./);
  });
});
