import { hour, minute, newId, type OrganisationId, showId } from '@app/kernel';
import { Payees, paymentsChecks } from '@app/payments';
import { runChecks } from '../../../apps/cli/check';
import { aFreelancer, aMember, anOrganisation, aPerson, aStaffMember, aToken, type TestPerson } from '../../../libs/identity/testing';
import { aPaidFunding, aPayee, release } from '../../../libs/payments/testing';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestPerson;
let organisation: { id: OrganisationId; publicId: string };

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aPerson(app);
  organisation = await anOrganisation(app, sponsor);
});
afterEach(async () => {
  await app.sandbox.control('DELETE', '/faults');
  await app.sandbox.control('DELETE', '/webhook-faults');
  expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);
});
afterAll(() => app?.close());

const path = (id: string) => `/api/v1/organisations/${showId('organisation', id)}`;
const payability = (id: string) => app.app.get(Payees).payability(id);
const onboard = (account: string, outcome: string) => app.sandbox.control('POST', `/accounts/${account}/onboarding`, { outcome });
const payoutsOf = (id: string) => app.db.query<{ state: string; reason: string | null; destination: string | null }>('select state, reason, destination from payout where organisation_id = $1 order by created_at', [id]);

async function awardTo(organisationId: OrganisationId, amount = 100_000n) {
  const { subjectId } = await aPaidFunding(app, sponsor, organisation.id, { bounty: amount });
  await release(app, subjectId, [{ organisationId, amount }]);
  await app.drain();
}

it('says what is in the way of being paid, at each step of onboarding', async () => {
  const winner = await aFreelancer(app);
  const seen = [await payability(winner.organisationId)];
  await winner.agent.get(`${path(winner.organisationId)}/payee`).expect(404);
  expect((await winner.agent.post(`${path(winner.organisationId)}/payee/onboarding-links`).expect(409)).body).toMatchObject({ code: 'payments_payee_missing' });
  const described = await winner.agent.put(`${path(winner.organisationId)}/payee`).send({ country: 'NL', entityType: 'individual' }).expect(200);
  expect(described.body).toEqual({ organisationId: showId('organisation', winner.organisationId), country: 'NL', entityType: 'individual', status: 'none', can: ['describe', 'onboard'] });
  const link = await winner.agent.post(`${path(winner.organisationId)}/payee/onboarding-links`).expect(201);
  expect(link.body).toEqual({ url: expect.stringContaining(`${app.sandbox.url}/setup/`), expiresAt: expect.any(String) });
  seen.push(await payability(winner.organisationId));
  const [{ account_id: account }] = (await app.db.query<{ account_id: string }>('select account_id from payee where organisation_id = $1', [winner.organisationId])) as [{ account_id: string }];
  for (const outcome of ['pending', 'complete', 'restricted', 'complete', 'rejected']) {
    await onboard(account, outcome);
    await app.drain();
    seen.push(await payability(winner.organisationId));
  }
  expect(seen.map(({ isPayable, reason }) => `${isPayable} ${reason}`)).toEqual([
    'false no_account', 'false restricted', 'false pending', 'true payable', 'false restricted', 'true payable', 'false rejected',
  ]);
});

it('tells every member of an organisation, and nobody else, whether it could be paid', async () => {
  const winner = await aFreelancer(app);
  const other = await aPerson(app);
  const asked = `${path(winner.organisationId)}/payee/payability`;
  expect((await winner.agent.get(asked).expect(200)).body).toEqual({ isPayable: false, reason: 'no_account' });
  await aPayee(app, winner, winner.organisationId);
  expect((await winner.agent.get(asked).expect(200)).body).toEqual({ isPayable: true, reason: 'payable' });
  await other.agent.get(asked).expect(404);
});

it('refuses countries the provider does not serve', async () => {
  const winner = await aFreelancer(app, { country: 'IN' });
  expect(await payability(winner.organisationId)).toEqual({ isPayable: false, reason: 'country_not_served' });
  expect((await winner.agent.put(`${path(winner.organisationId)}/payee`).send({ country: 'IN', entityType: 'individual' }).expect(422)).body).toMatchObject({ code: 'payments_country_not_served' });
});

it('keeps country and kind once the provider knows the account', async () => {
  const winner = await aFreelancer(app);
  await aPayee(app, winner, winner.organisationId);
  expect((await winner.agent.put(`${path(winner.organisationId)}/payee`).send({ country: 'DE', entityType: 'company' }).expect(409)).body).toMatchObject({ code: 'payments_payee_fixed' });
});

it('F-39 a link that was used or ran out: the owner asks for another, of the same account', async () => {
  const winner = await aFreelancer(app);
  const account = await aPayee(app, winner, winner.organisationId);
  await app.clock.shift(hour);
  const again = await winner.agent.post(`${path(winner.organisationId)}/payee/onboarding-links`).expect(201);
  expect(again.body.url).toContain('/setup/');
  expect(await app.db.query('select account_id from payee where organisation_id = $1', [winner.organisationId])).toEqual([{ account_id: account }]);
});

it('makes one account, also when the provider’s answer was lost', async () => {
  const winner = await aFreelancer(app);
  await winner.agent.put(`${path(winner.organisationId)}/payee`).send({ country: 'NL', entityType: 'individual' }).expect(200);
  await app.sandbox.control('POST', '/faults', { match: 'POST /v2/core/accounts', kind: 'reset', stage: 'after', times: 2 });
  await winner.agent.post(`${path(winner.organisationId)}/payee/onboarding-links`).expect(503);
  await winner.agent.post(`${path(winner.organisationId)}/payee/onboarding-links`).expect(201);
  const { account } = await app.sandbox.control<{ account: Record<string, { object: { metadata: { payee: string } } }> }>('GET', '/state');
  const [{ id }] = (await app.db.query<{ id: string }>('select id from payee where organisation_id = $1', [winner.organisationId])) as [{ id: string }];
  expect(Object.values(account).filter(({ object }) => object.metadata.payee === showId('payee', id))).toHaveLength(1);
});

it('a payee without an account waits alone, and is paid once it has one', async () => {
  const winner = await aFreelancer(app);
  await awardTo(winner.organisationId);
  expect(await payoutsOf(winner.organisationId)).toEqual([{ state: 'awaiting_payee', reason: null, destination: null }]);
  const account = await aPayee(app, winner, winner.organisationId);
  await app.drain();
  expect(await payoutsOf(winner.organisationId)).toEqual([{ state: 'sent', reason: null, destination: account }]);
  const { body } = await winner.agent.get(`${path(winner.organisationId)}/payouts`).expect(200);
  expect(body).toEqual({
    items: [{ id: expect.stringMatching(/^pay_/), awardId: expect.stringMatching(/^awd_/), amount: { amount: 100_000, currency: 'USD' }, state: 'sent', reason: null, hold: null, createdAt: expect.any(String), sentAt: expect.any(String), record: expect.any(Number) }],
  });
});

it('and is found by the tick where the event of its account was lost', async () => {
  const winner = await aFreelancer(app);
  await awardTo(winner.organisationId);
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['v2.*'], times: 0 });
  await aPayee(app, winner, winner.organisationId);
  expect((await payoutsOf(winner.organisationId))[0]!.state).toBe('awaiting_payee');
  await app.clock.shift(2 * minute);
  await app.drain();
  expect((await payoutsOf(winner.organisationId))[0]!.state).toBe('sent');
});

it('F-23 restricted between award and payout: blocked, still payable, sent when the provider lifts it', async () => {
  const winner = await aFreelancer(app);
  const account = await aPayee(app, winner, winner.organisationId);
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['v2.*'] , times: 0 });
  await onboard(account, 'restricted');
  await awardTo(winner.organisationId);
  expect(await payoutsOf(winner.organisationId)).toEqual([{ state: 'blocked', reason: 'insufficient_capabilities_for_transfer', destination: null }]);
  expect(await payability(winner.organisationId)).toEqual({ isPayable: false, reason: 'restricted' });
  expect(await app.db.query(`select b.balance from ledger_account a join ledger_balance b on b.account_id = a.id where a.kind = 'payable' and a.owner = $1`, [winner.organisationId])).toEqual([{ balance: '100000' }]);
  await app.sandbox.control('DELETE', '/webhook-faults');
  await onboard(account, 'complete');
  await app.drain();
  await app.clock.shift(5 * minute);
  await app.drain();
  expect((await payoutsOf(winner.organisationId))[0]).toEqual({ state: 'sent', reason: null, destination: account });
});

it('F-16 and sent too where the news that it was lifted is lost', async () => {
  const winner = await aFreelancer(app);
  const account = await aPayee(app, winner, winner.organisationId);
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['v2.*'], times: 0 });
  await onboard(account, 'restricted');
  await awardTo(winner.organisationId);
  expect((await payoutsOf(winner.organisationId))[0]!.state).toBe('blocked');
  await onboard(account, 'complete');
  for (let hours = 0; hours < 3; hours++) {
    await app.clock.shift(60 * minute);
    await app.drain();
  }
  expect((await payoutsOf(winner.organisationId))[0]).toEqual({ state: 'sent', reason: null, destination: account });
});

it('F-40 nobody puts an account of their own on a payout', async () => {
  const winner = await aFreelancer(app);
  const thief = await aFreelancer(app);
  const thiefAccount = await aPayee(app, thief, thief.organisationId);
  const account = await aPayee(app, winner, winner.organisationId);
  for (const extra of [{ accountId: thiefAccount }, { status: 'active' }]) {
    await winner.agent.put(`${path(winner.organisationId)}/payee`).send({ country: 'NL', entityType: 'company', ...extra }).expect(422);
  }
  await awardTo(winner.organisationId);
  expect((await payoutsOf(winner.organisationId))[0]!.destination).toBe(account);
  expect(await payoutsOf(thief.organisationId)).toEqual([]);
});

it('nobody else sees or changes who is paid, or how much', async () => {
  const winner = await aPerson(app);
  const lab = await anOrganisation(app, winner, { kind: 'research_institute' });
  await aPayee(app, winner, lab.id);
  const contributor = await aMember(app, winner, lab, ['contributor']);
  const manager = await aMember(app, winner, lab, ['manager']);
  const treasurer = await aMember(app, winner, lab, ['treasurer']);
  const finance = await aStaffMember(app, 'finance');
  const token = await aToken(app, winner, lab, 'payout:read', 'funding:read');
  const seen = [];
  for (const [who, { agent }] of Object.entries({ nobody: { agent: app.http() }, sponsor, contributor, manager, treasurer, finance, token })) {
    const answers = [
      await agent.get(`${path(lab.id)}/payee`), await agent.get(`${path(lab.id)}/payouts`), await agent.get(`${path(lab.id)}/statement`),
      await agent.put(`${path(lab.id)}/payee`).send({ country: 'NL', entityType: 'company' }), await agent.post(`${path(lab.id)}/payee/onboarding-links`),
    ];
    seen.push([who, ...answers.map(({ status }) => status)]);
  }
  expect(seen).toEqual([
    ['nobody', 401, 401, 401, 401, 401], ['sponsor', 404, 404, 404, 404, 404], ['contributor', 404, 404, 404, 404, 404], ['manager', 200, 200, 200, 404, 404],
    ['treasurer', 200, 200, 200, 200, 201], ['finance', 404, 404, 404, 404, 404], ['token', 200, 200, 200, 403, 403],
  ]);
});

it('lists payouts page by page, and every movement in the statement', async () => {
  const winner = await aFreelancer(app);
  await aPayee(app, winner, winner.organisationId);
  for (const amount of [1_000n, 2_000n, 3_000n]) await awardTo(winner.organisationId, amount);
  const first = await winner.agent.get(`${path(winner.organisationId)}/payouts?limit=2`).expect(200);
  const second = await winner.agent.get(`${path(winner.organisationId)}/payouts?limit=2&after=${first.body.next}`).expect(200);
  expect([first, second].map(({ body }) => body.items.map((one: { amount: { amount: number } }) => one.amount.amount))).toEqual([[3_000, 2_000], [1_000]]);
  const received = await winner.agent.get(`${path(winner.organisationId)}/statement?limit=2`).expect(200);
  const rest = await winner.agent.get(`${path(winner.organisationId)}/statement?limit=2&after=${received.body.next}`).expect(200);
  expect([...received.body.items, ...rest.body.items].map(({ kind, amount }: { kind: string; amount: { amount: number } }) => [kind, amount.amount])).toEqual([['payout', 3_000], ['payout', 2_000], ['payout', 1_000]]);
  expect(received.body.totals).toEqual([{ kind: 'payout', amount: { amount: 6_000, currency: 'USD' }, fee: null }]);
  const paid = await sponsor.agent.get(`${path(organisation.id)}/statement?limit=6`).expect(200);
  expect(paid.body.items.map((one: { kind: string; amount: { amount: number } }) => [one.kind, one.amount.amount])).toEqual([['award_released', 3_000], ['charge', 13_000], ['award_released', 2_000], ['charge', 12_000], ['award_released', 1_000], ['charge', 11_000]]);
  const none = await sponsor.agent.get(`${path(organisation.id)}/statement?challengeId=${showId('challenge', newId('challenge'))}`).expect(200);
  expect(none.body).toEqual({ items: [], totals: [] });
});
