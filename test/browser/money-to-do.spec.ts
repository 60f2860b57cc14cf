/// <reference lib="dom" />
import { aJudgedChallenge, paidBy, passAppeals, takes } from '../../libs/bounties/testing';
import { aChallenge, aSponsor } from '../../libs/challenges/testing';
import { aMember } from '../../libs/identity/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
beforeAll(async () => {
  test = await startBrowserTest();
});
afterAll(() => test?.close());

it('a treasurer is asked to pay what is approved, until it is paid', async () => {
  const sponsor = await aSponsor(test.app, 'Bakery Jansen');
  const challenge = await aChallenge(test.app, sponsor, { state: 'approved' });
  const page = await test.window(await aMember(test.app, sponsor.owner, sponsor.organisation, ['treasurer']));
  const asked = page.getByRole('heading', { name: 'Pay: Less waste on the line' });
  await page.goto('/home');
  expect(await asked.getByRole('link').getAttribute('href')).toBe(`/drafts/${challenge.publicId}/fund`);
  expect(await look(page, 'home-treasurer')).toEqual([]);
  await paidBy(test.app, sponsor)(challenge);
  await page.goto('/home');
  expect(await asked.count()).toBe(0);
});

it('a winner without an account at the provider is asked where the money goes', async () => {
  const { sponsor, solvers } = await aJudgedChallenge(test.app, [9]);
  await takes(solvers[0]!, sponsor);
  await passAppeals(test.app);
  const page = await test.window(solvers[0]!);
  await page.goto('/home');
  await page.getByRole('heading', { name: 'Money waits for Solver 1' }).getByRole('link').click();
  await page.getByRole('button', { name: 'Set up payment' }).waitFor();
  expect(await page.getByRole('radio', { name: 'A person' }).isChecked()).toBe(true);
  await page.goto('/work');
  expect(await page.getByText('Winner', { exact: true }).count()).toBe(1);
  expect(await look(page, 'work-won')).toEqual([]);
});
