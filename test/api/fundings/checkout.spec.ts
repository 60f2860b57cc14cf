import { type TestPerson, aPerson, anOrganisation } from '../../../libs/identity/testing';
import { aFunding, openPage, pay } from '../../../libs/payments/testing';
import { showId, type OrganisationId } from '@app/kernel';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestPerson;
let organisation: { id: OrganisationId; publicId: string };

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aPerson(app);
  organisation = await anOrganisation(app, sponsor);
});
afterAll(() => app?.close());

it('pays a funding on the provider’s page and hears of it by a signed event', async () => {
  const funding = await aFunding(app, organisation.id);
  const session = await openPage(app, sponsor, funding.id);
  await pay(app, session);
  await app.drain();
  const { body } = await sponsor.agent.get(`/api/v1/fundings/${showId('funding', funding.id)}`).expect(200);
  expect(body).toEqual({
    id: showId('funding', funding.id), organisationId: organisation.publicId, state: 'captured',
    bounty: { amount: 100_000, currency: 'USD' }, fee: { amount: 10_000, currency: 'USD' }, total: { amount: 110_000, currency: 'USD' },
    charges: [{ position: 1, amount: { amount: 110_000, currency: 'USD' }, state: 'paid', paidAt: expect.any(String) }],
    createdAt: expect.any(String), capturedAt: expect.any(String), version: 3, can: [],
  });
});
