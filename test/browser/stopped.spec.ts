import { Pauses } from '@app/challenges';
import { aChallenge, aSponsor, freeDraft } from '../../libs/challenges/testing';
import { asStaff, aStaffMember, suspend, type TestPerson } from '../../libs/identity/testing';
import { anEntry, aSolver, aSubmission } from '../../libs/submissions/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let moderator: TestPerson;

beforeAll(async () => {
  test = await startBrowserTest();
  moderator = await aStaffMember(test.app, 'moderator');
});
afterAll(() => test?.close());

it('who is suspended is told so on every page, reads on, and finds the reasons', async () => {
  const solver = await aSolver(test.app, { name: 'Ada Solver' });
  const page = await test.window(solver);
  page.setDefaultTimeout(10_000);
  const open = async (path: string) => (await Promise.all([page.goto(path), page.waitForResponse('**/api/v1/me/live')]))[0];
  await open('/home');
  await suspend(test.app, moderator, { kind: 'person', id: solver.id });
  const notice = page.getByRole('complementary', { name: 'Suspension' });
  // it comes by itself
  await notice.getByText('Your account is suspended since').waitFor();
  expect(await look(page, 'suspended')).toEqual([]);
  for (const path of ['/home', '/inbox', '/work', '/agreements', '/awards', '/settings/organisation', '/settings/security', '/settings/payouts', '/settings/notifications']) {
    const answer = await open(path);
    expect([path, answer!.status(), await notice.count()]).toEqual([path, 200, 1]);
  }
  await suspend(test.app, moderator, { kind: 'organisation', id: solver.organisationId as never });
  await notice.getByText('Ada Solver is suspended since').waitFor();
  await notice.getByRole('link', { name: 'Read why, and appeal' }).click();
  await page.waitForURL('**/statements');
  expect(await page.getByRole('main').getByText('This is not here').count()).toBe(0);
});

it('a challenge that is paused says since when and why, and what is written is kept', async () => {
  const sponsor = await aSponsor(test.app, 'Bakery Jansen');
  const challenge = await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now()) });
  const { entry } = await aSubmission(test.app, await anEntry(test.app, challenge), { state: 'draft' });
  await test.app.db.change(await asStaff(test.app, moderator), (tx) => test.app.app.get(Pauses).pause(tx, challenge.id, { reason: 'report', note: null }));
  await test.app.drain();

  const page = await test.window(entry.solver);
  page.setDefaultTimeout(10_000);
  await page.goto(`/challenges/${challenge.slug}`);
  await page.getByText('Paused since').waitFor();
  await page.getByText('Staff look into a report about it.').waitFor();
  expect([await page.getByText('Closed for new entries.').count(), await page.getByRole('button', { name: 'Ask in public' }).count()]).toEqual([0, 0]);
  expect(await look(page, 'paused')).toEqual([]);
  await page.goto(`/work/${entry.publicId}/edit`);
  await page.getByText('Nothing is lost').waitFor();
  expect(await look(page, 'paused-writing')).toEqual([]);
  await page.goto(`/work/${entry.publicId}/check`);
  expect(await page.getByRole('main').innerText()).toContain('Paused since');
  await page.goto('/work');
  expect(await page.getByRole('main').innerText()).toContain('Paused since');
  await page.goto('/home');
  await page.getByRole('link', { name: /^Paused: / }).waitFor();

  await test.app.db.change(await asStaff(test.app, moderator), (tx) => test.app.app.get(Pauses).resume(tx, challenge.id, { note: 'It was not.' }));
  await test.app.drain();
  await page.goto(`/challenges/${challenge.slug}`);
  await page.getByText('Since then dates have moved').waitFor();
  expect(await page.getByRole('link', { name: 'version 1', exact: true }).getAttribute('href')).toBe(`/api/v1/challenges/${challenge.publicId}/rule-cards/1/receipt`);
  expect(await look(page, 'resumed')).toEqual([]);
  await page.getByRole('link', { name: 'Go on with your entry' }).click();
  await page.waitForURL(`**/work/${entry.publicId}/edit`);
  await page.goto(`/challenges/${challenge.slug}/join`);
  expect(new URL(page.url()).pathname).toBe('/work');
});
