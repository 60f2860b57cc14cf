import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { anOrganisation, aStaffMember } from '../../libs/identity/testing';
import { anEntry, aSubmission, closePhase } from '../../libs/submissions/testing';
import { client, ok } from '../support/client';
import { look, startBrowserTest, type BrowserTest } from './support';

/** More than one page of everything a sponsor has. */
const drafts = 60;

let test: BrowserTest;
let sponsor: TestSponsor;
let running: TestChallenge;
let page: Page;

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  running = await aChallenge(test.app, sponsor, { title: 'The one that runs', state: 'open', edits: freeDraft(await test.app.clock.now()) });
  const rows = Array.from({ length: drafts }, (_, at) => ({ id: String(at), title: `Imported ${at + 1}` }));
  await ok(client(sponsor.owner).POST('/api/v1/organisations/{id}/challenge-imports', { params: { path: { id: sponsor.organisation.publicId } }, body: { rows, timezone: 'UTC' } }));
  page = await test.window(sponsor.owner);
  page.setDefaultTimeout(10_000);
});
afterAll(() => test?.close());

const titles = () => page.locator('main').getByRole('link', { name: /^Imported \d+$/ }).allTextContents();

it('all challenges of a sponsor can be reached, each organisation by pages of its own', async () => {
  const other = await anOrganisation(test.app, sponsor.owner, { name: 'Second Bakery' });
  await ok(client(sponsor.owner).POST('/api/v1/organisations/{id}/challenges', { params: { path: { id: other.publicId } }, body: { title: 'Another bakery’s' } }));
  await page.goto('/manage');
  const first = await titles();
  expect(first).toHaveLength(50);
  expect(await look(page, 'manage-long')).toEqual([]);
  await page.getByRole('navigation', { name: 'Pages: Bakery Jansen' }).getByRole('link', { name: 'Next page' }).click();
  await page.getByRole('link', { name: 'The one that runs' }).waitFor();
  const rest = await titles();
  expect(new Set([...first, ...rest]).size).toBe(drafts);
  expect([await page.getByRole('link', { name: 'Another bakery’s' }).count(), await page.getByRole('link', { name: 'Back to the start' }).count()]).toEqual([1, 1]);
});

it('the home page shows what runs beside the newest drafts, and where the others are', async () => {
  await page.goto('/home');
  expect(await page.getByRole('link', { name: 'Invite judges: The one that runs' }).count()).toBe(1);
  expect(await page.getByRole('link', { name: /^Finish your draft: Imported/ }).count()).toBe(10);
  expect(await look(page, 'home-long')).toEqual([]);
  await page.getByRole('link', { name: 'See the other challenges of Bakery Jansen' }).click();
  await page.waitForURL('**/manage');
});

it('drafts do not push what is public off an organisation’s page, for its own people either', async () => {
  const { slug } = await ok(client(sponsor.owner).GET('/api/v1/organisations/{id}', { params: { path: { id: sponsor.organisation.publicId } } }));
  await page.goto(`/organisations/${slug}`);
  expect([await page.getByRole('link', { name: 'The one that runs' }).count(), await titles(), await page.getByRole('navigation', { name: 'Pages' }).count()]).toEqual([1, [], 0]);
});

it('the last of many members and invitations can be managed, and a change leads back to the page it was made on', async () => {
  const { id } = sponsor.organisation;
  await test.app.db.query(
    `with people as (insert into person (id, email, name, country, locale, state, email_verified_at, created_at, version)
       select gen_random_uuid(), 'colleague-' || n || '-' || $2 || '@example.org', 'Colleague ' || n, 'NL', 'en', 'active', now(), now(), 1 from generate_series(1, 100) n returning id, name)
     insert into member (id, organisation_id, person_id, roles, joined_at, version) select gen_random_uuid(), $1, id, '{contributor}', now() + interval '1 second' * substring(name from '\\d+')::int, 1 from people`,
    [id, randomUUID().slice(0, 8)],
  );
  await test.app.db.query(
    `insert into invitation (id, organisation_id, email, roles, token_hash, invited_by, state, created_at, expires_at)
     select gen_random_uuid(), $1, 'invited-' || n || '@example.org', '{contributor}', md5(n::text || $3), $2, 'open', now() + interval '1 second' * n, now() + interval '7 days' from generate_series(1, 60) n`,
    [id, sponsor.owner.id, randomUUID()],
  );
  await page.goto(`/settings/organisation?of=${sponsor.organisation.publicId}`);
  expect(await look(page, 'members-long')).toEqual([]);
  const onward = (list: string) => page.getByRole('navigation', { name: `Pages: ${list}` }).getByRole('link', { name: 'Next page' });
  await onward('Invitations').click();
  await page.getByText('invited-60@example.org').waitFor();
  expect(await page.getByText('Colleague 49', { exact: true }).count()).toBe(1);
  for (const last of ['Colleague 99', 'Colleague 100']) {
    await onward('Members').click();
    await page.getByText(last, { exact: true }).waitFor();
  }
  await page.getByText('Change roles of Colleague 100', { exact: true }).click();
  await page.getByRole('button', { name: 'Remove from the organisation' }).last().click();
  await page.getByText('Removed.').waitFor();
  // it was the only one of its page, and the way back is still there
  expect([await page.getByText('Colleague 100', { exact: true }).count(), await page.getByText('invited-60@example.org').count()]).toEqual([0, 1]);
  await page.getByRole('navigation', { name: 'Pages: Members' }).getByRole('link', { name: 'Back to the start' }).click();
  await page.getByText('Colleague 49', { exact: true }).waitFor();
});

it('who works where can be said of the last of many members, and a change leads back to the page it was made on', async () => {
  await ok(client(sponsor.owner).POST('/api/v1/organisations/{id}/units', { params: { path: { id: sponsor.organisation.publicId } }, body: { name: 'Ovens' } }));
  await page.goto(`/settings/units?organisation=${sponsor.organisation.publicId}`);
  await page.getByRole('navigation', { name: 'Pages: Who works where' }).getByRole('link', { name: 'Next page' }).click();
  await page.getByLabel('Unit of Colleague 99').selectOption('Ovens');
  expect(await look(page, 'units-long')).toEqual([]);
  await page.getByRole('listitem').filter({ has: page.getByLabel('Unit of Colleague 99') }).getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved').waitFor();
  expect(await page.getByLabel('Unit of Colleague 99').locator('option:checked').textContent()).toBe('Ovens');
  await page.getByRole('listitem').filter({ hasText: 'Ovens · 1 member' }).first().waitFor();
});

it('of more running challenges than are asked about, home asks first about what may wait for a decision', async () => {
  await aSubmission(test.app, await anEntry(test.app, running));
  const moderator = await aStaffMember(test.app, 'moderator');
  const edits = freeDraft(await test.app.clock.now());
  for (let at = 1; at <= 20; at++) await aChallenge(test.app, sponsor, { title: `Newer ${at}`, state: 'scheduled', edits, moderator });
  await closePhase(test.app, running);
  await page.goto('/home');
  const headings = async (name: RegExp) => (await page.getByRole('heading', { name }).allTextContents()).length;
  expect([await headings(/^Invite judges: The one that runs$/), await headings(/^Invite judges: Newer \d+$/), await headings(/: Newer \d+$/)]).toEqual([1, 19, 20]);
});
