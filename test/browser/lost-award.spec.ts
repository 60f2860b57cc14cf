import type { Page } from 'playwright-core';
import { after, day } from '@app/kernel';
import { aJudgedChallenge, aPaidChallenge, awardOf, type JudgedChallenge } from '../../libs/bounties/testing';
import { aMember, aStaffMember } from '../../libs/identity/testing';
import { aJudge } from '../../libs/judging/testing';
import { anEntry, aSubmission, closePhase } from '../../libs/submissions/testing';
import { client, ok } from '../support/client';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let judged: JudgedChallenge;

beforeAll(async () => {
  test = await startBrowserTest();
  judged = await aJudgedChallenge(test.app, [9, 8, 3], { edits: { decisionRule: 'sponsor_choice' } });
  const { sponsor, challenge } = judged;
  const phase = { params: { path: { id: challenge.phases[0]!.id } } };
  const ranking = await ok(client(sponsor.owner).PUT('/api/v1/phases/{id}/ranking', phase));
  const prizeId = challenge.body.phases[0].prizes[0].id as string;
  await ok(client(sponsor.owner).PUT('/api/v1/phases/{id}/decision', { ...phase, body: { places: [{ prizeId, submissionId: ranking.items[0]!.submissionId }], reason: 'It fits our line best.' } }));
  await test.app.drain();
});
afterAll(() => test?.close());

const challengePage = async (window: Page) => {
  await window.goto(`/challenges/${judged.challenge.slug}`);
  return (await window.locator('.results').textContent())!;
};

it('the public page says the sponsor chose, while who was chosen holds the place', async () => {
  const text = await challengePage(await test.window());
  expect([text.includes('The sponsor chose among all that passed.'), text.includes('by the rules'), text.includes('Solver 1')]).toEqual([true, false, true]);
});

it('the page of an award that was annulled says so and why, and nothing of answering or accepting', async () => {
  const [winner] = judged.solvers;
  await aMember(test.app, judged.sponsor.owner, judged.sponsor.organisation, ['contributor'], winner!);
  const { id, path } = await awardOf(winner!);
  await test.app.db.query(`update award set state = 'contested', contested_from = 'announced', reason = 'related_party', due_at = null where id = $1`, [id]);
  const page = await test.window(winner!);
  const steps = () => page.locator('.track h3').allTextContents();
  await page.goto(path.replace('/api/v1', ''));
  expect([await steps(), await page.getByText('related_party').count(), await page.getByRole('button', { name: 'Accept the award' }).count()]).toEqual([['Announced', 'Looked at by staff'], 0, 0]);

  const moderator = await aStaffMember(test.app, 'moderator');
  await moderator.agent.put(`/api/v1/admin${path.replace('/api/v1', '')}/contest`).send({ outcome: 'annul', reason: 'They work for the sponsor.' }).expect(200);
  await test.app.drain();
  await page.reload();
  expect(await steps()).toEqual(['Announced', 'Annulled']);
  const end = page.locator('.track li').last();
  expect([await end.locator('time').count(), await end.locator('dt').allTextContents()]).toEqual([1, ['By', 'When']]);
  const text = (await page.locator('main').textContent())!;
  expect([text.includes('They work for the sponsor.'), /answer|accept/i.test(text)]).toEqual([true, false]);
  const [facts, reason] = [await page.locator('.facts').first().boundingBox(), await page.locator('main .notice').boundingBox()];
  expect(reason!.y - facts!.y - facts!.height).toBeGreaterThan(15);
  expect(await look(page, 'award-annulled')).toEqual([]);
});

it('the public page calls who follows the next by the rules, not the choice of the sponsor', async () => {
  const text = await challengePage(await test.window());
  expect(text).toContain('The sponsor chose among all that passed. Since then a place changed hands by the rules, not by a choice of the sponsor.');
  expect(text).toContain('Solver 2 · First placeNext in the judges’ order, by the rules.');
  expect(text).not.toContain('Solver 1');
});

it('a loser reads with the result until when to object, and whom to write to', async () => {
  const page = await test.window(judged.solvers[2]!);
  await page.goto(`/work/${judged.entries[2]!.publicId}/feedback`);
  const text = (await page.locator('main').textContent())!;
  for (const part of ['Weak', 'Why the sponsor first chose so', 'Time to object', 'support@localhost', 'Until']) expect(text).toContain(part);
  expect(await look(page, 'feedback-objecting')).toEqual([]);
});

it('where the sponsor stayed silent and nobody scored, page and feedback say which rule ran', async () => {
  const { sponsor, challenge } = await aPaidChallenge(test.app, { edits: { decisionRule: 'sponsor_choice', noAwardRule: 'split' } });
  await aJudge(test.app, sponsor, challenge);
  const entry = await anEntry(test.app, challenge);
  await aSubmission(test.app, entry);
  await closePhase(test.app, challenge);
  await test.app.clock.set(after(challenge.phases[0]!.judgingEndsAt, 30 * day));
  await test.app.drain();
  const ran = 'No judge scored anything in time. Nobody takes a place: by the no-award rule the prize money is shared equally among all that passed. What no judge scored counts as passing.';
  const page = await test.window(entry.solver);
  for (const path of [`/challenges/${challenge.slug}`, `/work/${entry.publicId}/feedback`]) {
    await page.goto(path);
    const text = (await page.locator('main').textContent())!;
    for (const part of ['Nobody decided in time, so the no-award rule ran.', ran]) expect([path, part, text.includes(part)]).toEqual([path, part, true]);
  }
  expect(await look(page, 'feedback-silent')).toEqual([]);
});

it('a challenge without judges says so from the day it opens, and nowhere that it was judged', async () => {
  const { sponsor, challenge } = await aPaidChallenge(test.app, { edits: { decisionRule: 'sponsor_choice' } });
  await aSubmission(test.app, await anEntry(test.app, challenge));
  const page = await test.window(sponsor.owner);
  const colleague = await test.window(await aMember(test.app, sponsor.owner, sponsor.organisation, ['treasurer']));
  const on = async (path: string, window = page) => {
    await window.goto(path);
    return (await window.locator('main').textContent())!;
  };
  const [overview, results] = [`/manage/${challenge.slug}/overview`, `/manage/${challenge.slug}/results`];
  const none = 'No judge has been invited yet. What no judge scores counts as passing, and you decide after the judging deadline.';
  for (const path of ['/home', overview]) expect([path, await on(path)]).toEqual([path, expect.stringContaining(none)]);
  await closePhase(test.app, challenge);
  for (const path of ['/home', overview, results]) expect([path, await on(path)]).toEqual([path, expect.stringContaining(none)]);
  for (const path of [overview, results]) expect([path, await on(path, colleague)]).toEqual([path, expect.stringContaining('Closed, and in judging. An owner or manager of your organisation can open the judges’ order')]);
  await on('/home');
  expect(await page.getByRole('heading', { name: `Invite judges: ${challenge.body.title}` }).getByRole('link').getAttribute('href')).toBe(`/manage/${challenge.slug}/judges`);
  // one who declares and locks nothing changes nothing about that
  const judge = await aJudge(test.app, sponsor, challenge);
  await client(judge).PUT('/api/v1/panel-seats/{id}/conflicts', { params: { path: { id: judge.seat } }, body: { conflicts: [] } });
  expect(await on(overview)).toContain('The judges score without names');
  await test.app.clock.set(challenge.phases[0]!.judgingEndsAt);
  await test.app.drain();
  for (const path of ['/home', overview, results]) expect([path, await on(path)]).toEqual([path, expect.stringMatching(/^(?!.*judges’ order is ready).*No judge scored anything/s)]);
  for (const path of [overview, results]) expect([path, await on(path, colleague)]).toEqual([path, expect.stringMatching(/Decide by.*an owner or manager of your organisation does/s)]);
  await on(results);
  await page.getByRole('button', { name: 'Go on without judges' }).click();
  await page.getByText('No judge scored anything in time, so you may choose among all entries.').waitFor();
  const other = await test.window(sponsor.owner);
  await other.goto(results);
  const decide = async (window: Page) => {
    await window.getByLabel(challenge.body.phases[0].prizes[0].title).selectOption({ label: 'Entry 1' });
    await window.getByLabel('Your reason').fill('It fits our line.');
    await window.getByRole('button', { name: 'Decide' }).click();
  };
  await decide(page);
  await page.getByText('The sponsor chose. No judge had scored anything').waitFor();
  expect(await look(page, 'manage-decided-unjudged')).toEqual([]);
  // who had the form open meanwhile is told, and who decided
  await decide(other);
  await other.getByText('This was decided already. What was decided, and how, stands below.').waitFor();
  expect([(await other.locator('.facts').first().textContent())!, await other.getByRole('button', { name: 'Decide' }).count()]).toEqual([`Decided by${sponsor.owner.name}`, 0]);
  await on(results, colleague);
  expect(await colleague.getByText('Decided by').count()).toBe(0);
});
