import { hour, type OrganisationId } from '@app/kernel';
import { paymentsChecks } from '@app/payments';
import { runChecks } from '../../../apps/cli/check';
import { aChallenge, aPhase, aSponsor, type TestSponsor } from '../../../libs/challenges/testing';
import { aFreelancer, type TestPerson } from '../../../libs/identity/testing';
import { prizes } from '../../../libs/bounties/testing';
import { aFunding, aPaidFunding, aPayee, openPage, pay, release } from '../../../libs/payments/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
let sponsor: TestSponsor;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
});
afterAll(async () => {
  if (app) expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);
  await app?.close();
});

it('F-37 what is no exact amount is refused at the border, and nothing is written', async () => {
  const challenge = await aChallenge(app, sponsor, { state: 'approved', edits: { phases: [aPhase(await app.clock.now(), prizes(500_000))] } });
  const send = (amount: string) => sponsor.owner.agent.post(`/api/v1/challenges/${challenge.publicId}/fundings`).set('content-type', 'application/json').send(`{"amount":{"amount":${amount},"currency":"EUR"}}`);
  const answers = [];
  for (const amount of ['9007199254740992', '9007199254740993', '1e400', '100.5', '1e-3', '-100', '"100"', 'null', 'true', '[100]', '{"amount":100}', '9223372036854775808']) answers.push([amount, ...refusal(await send(amount))]);
  expect(answers.filter(([, status, code]) => !((status === 422 && code === 'request_invalid') || (status === 400 && code === 'request_malformed')))).toEqual([]);
  // the largest that is exact is read as it is, and is more than these prizes need
  expect(refusal(await send('9007199254740991'))).toEqual([422, 'bounties_out_of_range']);
  expect(await app.db.query('select id from funding where subject_id = $1', [challenge.id])).toEqual([]);
});

describe('F-41 the provider is down for an hour', () => {
  let winner: TestPerson & { organisationId: OrganisationId };

  it('pages and lists are read, money waits, nothing is lost, and all goes on by itself', async () => {
    winner = await aFreelancer(app);
    const account = await aPayee(app, winner, winner.organisationId);
    const paid = await aPaidFunding(app, sponsor.owner, sponsor.organisation.id as OrganisationId);
    const unpaid = await aFunding(app, sponsor.organisation.id as OrganisationId);
    const page = await openPage(app, sponsor.owner, unpaid.id);
    const another = await aFunding(app, sponsor.organisation.id as OrganisationId);

    await app.sandbox.control('POST', '/faults', { match: '*', kind: 'error', stage: 'before', status: 500, times: 0 });
    const [payout] = await release(app, paid.subjectId, [{ organisationId: winner.organisationId, amount: 100_000n }]);
    for (let minutes = 0; minutes < 60; minutes += 20) {
      await app.drain();
      await app.clock.shift(hour / 3);
    }
    await app.drain();
    const read = [await winner.agent.get(`/api/v1/organisations/org_${winner.organisationId.replaceAll('-', '')}/payouts`), await sponsor.owner.agent.get(`/api/v1/fundings/fun_${paid.id.replaceAll('-', '')}`), await app.http().get('/api/v1/challenges'), await app.http().get('/health/ready')];
    expect(read.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const state = async () => (await app.db.query<{ state: string; stopped: boolean }>('select state, stopped_at is not null as stopped from payout where id = $1', [payout!.id]))[0];
    expect(await state()).toEqual({ state: 'unknown', stopped: true });
    const refusedPage = await sponsor.owner.agent.put(`/api/v1/fundings/fun_${another.id.replaceAll('-', '')}/checkout`).send({ returnUrl: 'http://localhost:3000/back' });
    expect(refusal(refusedPage)).toEqual([503, 'payments_provider_unreachable']);

    await app.sandbox.control('DELETE', '/faults');
    await pay(app, page);
    for (let round = 0; round < 3; round++) {
      await app.clock.shift(hour);
      await app.drain();
    }
    expect(await state()).toEqual({ state: 'sent', stopped: false });
    expect((await app.sandbox.stripe.transfers.list({ destination: account })).data.map(({ amount }) => amount)).toEqual([100_000]);
    expect((await app.db.query<{ state: string }>('select state from funding where id = $1', [unpaid.id]))[0]!.state).toBe('captured');
    await openPage(app, sponsor.owner, another.id);
  });
});
