/// <reference lib="dom" />
import { randomUUID } from 'node:crypto';
import { after, day, type PayoutId, readId } from '@app/kernel';
import { PayoutHolds } from '@app/payments';
import { aJudgedChallenge, awardOf, paidBy, passAppeals, prizes, takes } from '../../libs/bounties/testing';
import { aChallenge, aPhase, aSponsor } from '../../libs/challenges/testing';
import { aMember, asStaff, aStaffMember } from '../../libs/identity/testing';
import { openPage, pay } from '../../libs/payments/testing';
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

it('says what is paid after the first of two payments, and what the next one is', async () => {
  const sponsor = await aSponsor(test.app);
  const challenge = await aChallenge(test.app, sponsor, { state: 'approved', edits: { phases: [aPhase(await test.app.clock.now(), prizes(150_000_000))] } });
  const made = await sponsor.owner.agent.post(`/api/v1/challenges/${challenge.publicId}/fundings`).send({}).expect(201);
  const payOnce = async () => {
    await pay(test.app, await openPage(test.app, sponsor.owner, readId('funding', made.body.id)!));
    await test.app.drain();
  };
  const page = await test.window(sponsor.owner);
  const standing = async () => [await page.getByText('€825,000.00 of €1,650,000.00 is paid; the next payment is €825,000.00.').count(), await page.getByText('Paid in part', { exact: true }).count(), await page.getByText('Not paid yet', { exact: true }).count(), await page.getByText('No payment is complete yet.').count()];
  await payOnce();
  await page.goto(`/drafts/${challenge.publicId}/fund?back`);
  expect(await standing()).toEqual([1, 1, 0, 1]);
  expect(await look(page, 'fund-part-paid')).toEqual([]);
  await page.goto(`/manage/${challenge.slug}/overview`);
  expect(await standing()).toEqual([1, 1, 0, 1]);
  await payOnce();
  await page.reload();
  expect(await standing()).toEqual([0, 0, 0, 0]);
});

it('says before and after it what a change of what is approved and half paid takes back; saving what stands takes nothing back', async () => {
  const sponsor = await aSponsor(test.app);
  const halfPaid = async () => {
    const challenge = await aChallenge(test.app, sponsor, { state: 'approved', edits: { phases: [aPhase(await test.app.clock.now(), prizes(150_000_000))] } });
    const made = await sponsor.owner.agent.post(`/api/v1/challenges/${challenge.publicId}/fundings`).send({}).expect(201);
    await pay(test.app, await openPage(test.app, sponsor.owner, readId('funding', made.body.id)!));
    await test.app.drain();
    return challenge;
  };
  const goesBack = 'If some of it was paid already, that goes back to whoever paid.';
  const page = await test.window(sponsor.owner);
  const says = (...texts: string[]) => Promise.all(texts.map((text) => page.getByText(text).count()));
  const [changed, ended] = [await halfPaid(), await halfPaid()];

  await page.goto(`/drafts/${changed.publicId}`);
  expect(await says('€825,000.00 of €1,650,000.00 is paid', 'it then needs another review.')).toEqual([1, 1]);
  await page.goto(`/drafts/${changed.publicId}/tried`);
  expect(await says(`It is approved. If you change something here, it needs another review. ${goesBack}`)).toEqual([1]);
  expect(await look(page, 'section-approved')).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\?saved=tried$/);
  await page.getByText('Saved: ').waitFor();
  expect(await says('It is not approved any more', '€825,000.00 of €1,650,000.00 is paid')).toEqual([0, 1]);
  await page.goto(`/drafts/${changed.publicId}/tried`);
  await page.getByLabel(/^What was tried/).fill('Everything at half speed.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(`It is not approved any more: ask for another review. ${goesBack}`).waitFor();

  await page.goto(`/manage/${ended.slug}/overview`);
  await page.getByText('Give this challenge up').click();
  expect(await says(`It ends for good and cannot be opened again. ${goesBack}`)).toEqual([1]);
  await page.getByLabel('It is no longer needed').check();
  await page.getByRole('button', { name: 'Cancel the challenge' }).click();
  await test.app.drain();
  await page.getByText('Give this challenge up').waitFor({ state: 'detached' });
  await page.reload();
  expect(await says('€825,000.00 of it was paid and goes back to whoever paid.')).toEqual([1]);
  expect(await look(page, 'overview-half-paid-ended')).toEqual([]);
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

  // what staff hold is not asked for
  const [payout] = await test.app.db.query<{ id: PayoutId }>('select id from payout where organisation_id = $1', [solvers[0]!.organisationId]);
  const finance = await aStaffMember(test.app, 'finance');
  await test.app.db.change(await asStaff(test.app, finance), (tx) => test.app.app.get(PayoutHolds).hold(tx, payout!.id, { reason: 'fraud', told: 'We look at it.', decisionId: randomUUID(), reviewAt: after(tx.now, day) }));
  await page.goto('/home');
  expect(await page.getByRole('heading', { name: 'Money waits for Solver 1' }).count()).toBe(0);
});

it('a winner in a country the provider does not serve is told, and led to where another is named', async () => {
  const { sponsor, solvers } = await aJudgedChallenge(test.app, [9]);
  const winner = solvers[0]!;
  await test.app.db.query(`update organisation set country = 'IN' where id = $1`, [winner.organisationId]);
  const page = await test.window(winner);
  const told = 'Cannot be paid: the payment provider does not send money to this country. If it is paid in another country, say so there: Set up payment';
  await page.goto(`/awards/${(await awardOf(winner)).body.id}`);
  expect(await page.locator('main').getByText(told).count()).toBe(1);
  await takes(winner, sponsor);
  await passAppeals(test.app);
  await page.reload();
  expect(await page.getByRole('listitem').getByText(told).count()).toBe(1);
  await page.locator('main').getByRole('link', { name: 'Set up payment' }).click();
  await page.getByRole('button', { name: 'Set up payment' }).waitFor();
});
