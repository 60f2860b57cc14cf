import { randomUUID } from 'node:crypto';
import { day, minute, type OrganisationId, readId } from '@app/kernel';
import { paymentsChecks } from '@app/payments';
import { runChecks } from '../../../apps/cli/check';
import { aFreelancer, anOrganisation, aPerson, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aPaidFunding, aPayee, release } from '../../../libs/payments/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

type Winner = TestPerson & { organisationId: OrganisationId };

let app: TestApp;
let sponsor: TestPerson;
let organisation: { id: OrganisationId; publicId: string };
let finance: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aPerson(app);
  organisation = await anOrganisation(app, sponsor);
  finance = await aStaffMember(app, 'finance');
});
afterEach(async () => {
  await app.sandbox.control('DELETE', '/faults');
  await app.sandbox.control('DELETE', '/webhook-faults');
  expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);
});
afterAll(() => app?.close());

const fault = (input: object) => app.sandbox.control('POST', '/faults', { match: 'POST /v1/transfers', ...input });
const list = (who: TestPerson = finance) => ok(client(who).GET('/api/v1/admin/payouts', { params: { query: {} } }));
const retry = (id: string, reason = 'The provider mended it.', who: TestPerson = finance) => client(who).PUT('/api/v1/admin/payouts/{id}/retry', { params: { path: { id } }, body: { reason } });
const transfersOf = async (subjectId: string) => (await app.sandbox.stripe.transfers.list({ transfer_group: `subject_${subjectId}` })).data.map(({ amount, destination }) => ({ amount, destination }));

/** One award over 1,000.00 of a new funding, released and tried as the fault has it. */
async function aPayout(winner: Winner, input?: object) {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  const [payout] = await release(app, funding.subjectId, [{ organisationId: winner.organisationId, amount: 100_000n }]);
  if (input) await fault(input);
  await app.drain();
  return { ...payout!, subjectId: funding.subjectId };
}

async function aPaidWinner(): Promise<{ winner: Winner; account: string }> {
  const winner = await aFreelancer(app);
  return { winner, account: await aPayee(app, winner, winner.organisationId) };
}

const refusal = { kind: 'error', stage: 'during', status: 400, code: 'parameter_invalid_integer' };

it('what was certainly refused is listed with its reason and age, and sent again under a new key once finance says why', async () => {
  const { winner, account } = await aPaidWinner();
  const { id, awardId, subjectId } = await aPayout(winner, refusal);
  const [shown, ...others] = (await list()).items;
  expect([shown, others]).toEqual([
    {
      id: expect.stringMatching(/^pay_/), awardId: `awd_${awardId.replaceAll('-', '')}`, organisationId: expect.stringMatching(/^org_/), organisationName: winner.name,
      amount: { amount: 100_000, currency: 'USD' }, state: 'failed', reason: 'parameter_invalid_integer', tries: 1, payeeStatus: 'active', since: expect.any(String), hold: null, can: ['retry'],
    },
    [],
  ]);
  expect([readId('payout', shown!.id), Math.abs(Date.parse(shown!.since) - (await app.clock.now()).getTime()) < minute]).toEqual([id, true]);
  for (let round = 0; round < 3; round++) {
    await app.clock.shift(day);
    await app.drain();
  }
  expect(await transfersOf(subjectId)).toEqual([]);

  await ok(retry(shown!.id));
  expect(await refused(retry(shown!.id))).toBe('409 request_wrong_state');
  await app.drain();
  expect(await transfersOf(subjectId)).toEqual([{ amount: 100_000, destination: account }]);
  expect(await app.db.query('select p.state, p.reason, p.stopped_at, t.attempt from payout p join transfer t on t.payout_id = p.id where p.id = $1', [id])).toEqual([{ state: 'sent', reason: null, stopped_at: null, attempt: 2 }]);
  expect(await app.db.query(`select person_id, capacity, reason, changes->'state' as state from audit_entry where action = 'payout.retry' and subject_id = $1`, [id])).toEqual([
    { person_id: finance.id, capacity: 'staff', reason: 'The provider mended it.', state: { before: 'failed', after: 'ready' } },
  ]);
  expect((await list()).items).toEqual([]);
  expect(await refused(retry(shown!.id))).toBe('409 request_wrong_state');
});

it('a payout whose answer was lost is listed, and never sent again by hand', async () => {
  const { winner } = await aPaidWinner();
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['transfer.created'], times: 0 });
  const { subjectId } = await aPayout(winner, { kind: 'truncate' });
  const [{ id, state, can, since }] = (await list()).items as [Awaited<ReturnType<typeof list>>['items'][number]];
  expect([state, can, await refused(retry(id))]).toEqual(['unknown', [], '409 request_wrong_state']);
  await fault({ kind: 'reset', stage: 'before', times: 2 });
  await app.clock.shift(5 * minute);
  await app.drain();
  expect((await list()).items.map((one) => [one.state, one.since])).toEqual([['unknown', since]]);
  await app.clock.shift(10 * minute);
  await app.drain();
  expect([(await list()).items, (await transfersOf(subjectId)).length]).toEqual([[], 1]);
});

it('F-23 a blocked payout can be tried again by hand, where the news of its payee was lost', async () => {
  const { winner, account } = await aPaidWinner();
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['v2.*'], times: 0 });
  await app.sandbox.control('POST', `/accounts/${account}/onboarding`, { outcome: 'restricted' });
  const { subjectId } = await aPayout(winner);
  expect((await list()).items).toMatchObject([{ state: 'blocked', reason: 'insufficient_capabilities_for_transfer', can: ['retry'] }]);
  await app.sandbox.control('POST', `/accounts/${account}/onboarding`, { outcome: 'complete' });
  await app.sandbox.control('DELETE', '/webhook-faults');
  await ok(retry((await list()).items[0]!.id));
  for (let round = 0; round < 3; round++) {
    await app.clock.shift(60 * minute);
    await app.drain();
  }
  expect([(await list()).items, await transfersOf(subjectId)]).toEqual([[], [{ amount: 100_000, destination: account }]]);
});

it('a payable that waits for its payee comes to staff after 180 days, the longest waiting first, page by page', async () => {
  const [first, second] = [await aFreelancer(app), await aFreelancer(app)];
  await aPayout(first);
  await app.clock.shift(day);
  await aPayout(second);
  await app.clock.shift(179 * day - minute);
  expect((await list()).items).toEqual([]);
  await app.clock.shift(2 * minute);
  expect((await list()).items.map(({ organisationName, state, payeeStatus, can }) => [organisationName, state, payeeStatus, can])).toEqual([[first.name, 'awaiting_payee', null, []]]);
  await app.clock.shift(day);
  const page = await ok(client(finance).GET('/api/v1/admin/payouts', { params: { query: { limit: 1 } } }));
  const rest = await ok(client(finance).GET('/api/v1/admin/payouts', { params: { query: { limit: 1, after: page.next } } }));
  expect([page.items.map((one) => one.organisationName), rest.items.map((one) => one.organisationName), rest.next]).toEqual([[first.name], [second.name], undefined]);
  expect(await refused(retry(page.items[0]!.id))).toBe('409 request_wrong_state');
});

it('only finance sends again, never to its own organisation, and never without a reason', async () => {
  const { winner } = await aPaidWinner();
  const { id } = await aPayout(winner, refusal);
  const publicId = `pay_${id.replaceAll('-', '')}`;
  const [support, moderator, insider] = [await aStaffMember(app, 'support'), await aStaffMember(app, 'moderator'), await aStaffMember(app, 'finance')];
  await app.db.query(`insert into member (id, organisation_id, person_id, roles, joined_at, version) values ($1, $2, $3, '{contributor}', now(), 1)`, [randomUUID(), winner.organisationId, insider.id]);
  expect([
    await refused(retry(publicId, 'because', support)), await refused(retry(publicId, 'because', moderator)), await refused(retry(publicId, 'because', winner)), await refused(retry(publicId, 'because', insider)),
    await refused(retry(publicId, 'x')), await refused(retry(`pay_${randomUUID().replaceAll('-', '')}`)), await refused(retry('awd_00000000000040008000000000000000')),
  ]).toEqual([
    '403 request_forbidden', '403 request_forbidden', '403 request_forbidden', '403 payments_own_organisation', '422 request_invalid', '404 request_not_found', '404 request_not_found',
  ]);
  expect(((await list(insider)).items.find((one) => one.id === publicId))!.can).toEqual([]);
  expect(((await list(support)).items.find((one) => one.id === publicId))!.can).toEqual([]);
  expect(await refused(client(moderator).GET('/api/v1/admin/payouts', {}))).toBe('403 request_forbidden');
  expect(await app.db.query('select state from payout where id = $1', [id])).toEqual([{ state: 'failed' }]);
});

it('what waits for a payee the provider turned down, or in a country it sends nothing to, comes to staff at once', async () => {
  const winner = await aFreelancer(app);
  await aPayee(app, winner, winner.organisationId, { outcome: 'rejected' });
  await aPayout(winner);
  const abroad = await aFreelancer(app, { country: 'IN' });
  await aPayout(abroad);
  expect((await list()).items.filter(({ organisationName }) => organisationName === abroad.name)).toMatchObject([{ state: 'awaiting_payee', reason: 'country_not_served', payeeStatus: null, can: [] }]);
  expect((await list()).items.filter(({ organisationName }) => organisationName === winner.name)).toMatchObject([{ state: 'awaiting_payee', payeeStatus: 'rejected', can: [] }]);
});
