import { randomUUID } from 'node:crypto';
import { after, day, type PayoutId, systemActor } from '@app/kernel';
import { fundingFailed, PayoutHolds } from '@app/payments';
import { aChallenge, aPhase, aSponsor } from '../../../libs/challenges/testing';
import { aMember, asStaff, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aJudgedChallenge, aPaidChallenge, passAppeals, prizes, takes } from '../../../libs/bounties/testing';
import { aPayee } from '../../../libs/payments/testing';
import { closePhase } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterEach(async () => {
  await app.sandbox.control('DELETE', '/faults');
  await app.sandbox.control('DELETE', '/webhook-faults');
});
afterAll(() => app?.close());

const subjects = (to: string, word: string) => app.mails(to).map(({ subject }) => subject.replace(/: .*/, '')).filter((subject) => subject.includes(word));
const asks = async ({ agent }: Pick<TestPerson, 'agent'>, wanted: string) => ((await agent.get('/api/v1/me/inbox?filter=to_do&limit=100').expect(200)).body.items as { kind: string }[]).filter(({ kind }) => kind === wanted).length;
const fraud = { reason: 'fraud', told: 'We look at it.' } as const;

it('F-23 whoever keeps the payee’s money is told that a payout stopped, and what they can do', async () => {
  const { sponsor, solvers: [winner] } = await aJudgedChallenge(app, [9], { edits: { phases: [aPhase(await app.clock.now(), prizes(500_000))] } });
  const account = await aPayee(app, winner!, winner!.organisationId as never);
  await takes(winner!, sponsor);
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['v2.*'], times: 0 });
  await app.sandbox.control('POST', `/accounts/${account}/onboarding`, { outcome: 'restricted' });
  await passAppeals(app);
  expect(subjects(winner!.email, 'could not')).toEqual(['A payment to you could not be sent']);
  const { text } = app.mails(winner!.email).at(-1)!;
  expect([text.includes('refused to send 5,000.00 EUR'), text.includes('The provider cannot pay this account'), text.includes('/settings/payouts?organisation=org_')]).toEqual([true, true, true]);

  expect(await asks(winner!, 'payout_stopped')).toBe(1);
  // as long as staff hold it nothing can be done about it, and what they send again is theirs
  const [payout] = await app.db.query<{ id: PayoutId }>('select id from payout where organisation_id = $1', [winner!.organisationId]);
  const holds = app.app.get(PayoutHolds);
  const { id: held } = await app.db.change(await asStaff(app, await aStaffMember(app, 'finance')), (tx) => holds.hold(tx, payout!.id, { ...fraud, decisionId: randomUUID(), reviewAt: after(tx.now, day) }));
  expect(await asks(winner!, 'payout_stopped')).toBe(0);
  await app.db.change(await asStaff(app, await aStaffMember(app, 'moderator')), (tx) => holds.release(tx, held, { reason: 'It was theirs.' }));
  expect(await asks(winner!, 'payout_stopped')).toBe(1);
  await app.db.query(`update payout set state = 'failed' where id = $1`, [payout!.id]);
  expect(await asks(winner!, 'payout_stopped')).toBe(0);
});

it('F-24 whoever keeps the money of a payee that cannot be paid hears that it waits, is reminded, and hears that the provider turned it down', async () => {
  const { sponsor, solvers: [winner] } = await aJudgedChallenge(app, [9], { edits: { phases: [aPhase(await app.clock.now(), prizes(500_000))] } });
  const livesIn = (country: string) => app.db.query('update organisation set country = $2 where id = $1', [winner!.organisationId, country]);
  await takes(winner!, sponsor);
  await livesIn('IN');
  await passAppeals(app);
  const waits = () => app.mails(winner!.email).filter(({ subject }) => subject === 'Money waits for you: Less waste on the line').map(({ text }) => text);
  expect(waits()).toEqual([expect.stringMatching(/5,000\.00 EUR for “Less waste on the line” is due[^]*does not send money to your country\. If your organisation is paid in another country, say so on the page below; else write[^]*\/settings\/payouts\?organisation=org_/)]);
  await livesIn('NL');
  const later = async (days: number) => {
    await app.clock.shift(days * day);
    await app.drain();
  };
  await later(6);
  expect(waits()).toHaveLength(1);
  const [finance, second] = [await aStaffMember(app, 'finance'), await aStaffMember(app, 'moderator')];
  const [payout] = await app.db.query<{ id: PayoutId }>('select id from payout where organisation_id = $1', [winner!.organisationId]);
  const holds = app.app.get(PayoutHolds);
  const { id: held } = await app.db.change(await asStaff(app, finance), (tx) => holds.hold(tx, payout!.id, { ...fraud, decisionId: randomUUID(), reviewAt: after(tx.now, day) }));
  await later(2);
  expect(waits()).toHaveLength(1);
  const asked = () => asks(winner!, 'payout_waits');
  expect(await asked()).toBe(0);
  await app.db.change(await asStaff(app, second), (tx) => holds.release(tx, held, { reason: 'It was theirs.' }));
  await later(0);
  expect(waits().slice(1)).toEqual([expect.stringContaining('has not said yet how it is paid')]);
  await aPayee(app, winner!, winner!.organisationId as never, { outcome: 'rejected' });
  await later(0);
  expect(waits().slice(2)).toEqual([expect.stringContaining('does not pay your account any more')]);
  for (const days of [30, 60, 100]) await later(days);
  expect(waits()).toHaveLength(6);
  expect(await asked()).toBe(1);
});

it('F-32 whoever keeps the sponsor’s money is told that a refund failed, and staff see what is still owed and since when', async () => {
  const { sponsor, challenge } = await aPaidChallenge(app);
  const treasurer = await aMember(app, sponsor.owner, sponsor.organisation, ['treasurer']);
  const contributor = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
  await app.sandbox.control('POST', '/faults', { match: 'POST /v1/refunds', kind: 'error', stage: 'during', status: 400, code: 'charge_disputed' });
  await closePhase(app, challenge);
  await app.drain();
  expect([sponsor.owner, treasurer, contributor].map(({ email }) => subjects(email, 'given back').length)).toEqual([1, 1, 0]);
  expect(app.mails(treasurer.email).at(-1)!.text).toContain('We still owe it to you.');
  const finance = await aStaffMember(app, 'finance');
  const [refund] = await app.db.query<{ amount: number }>('select amount::int from refund where subject_id = $1', [challenge.id]);
  expect((await ok(client(finance).GET('/api/v1/admin/refunds', {}))).items).toEqual([
    {
      id: expect.stringMatching(/^ref_/), organisationId: sponsor.organisation.publicId, organisationName: expect.any(String), amount: { amount: refund!.amount, currency: 'EUR' }, state: 'failed',
      reason: 'charge_disputed', since: expect.any(String),
    },
  ]);
});

it('F-21 the sponsor is told that a payment failed, and staff see it until it is made again', async () => {
  const sponsor = await aSponsor(app);
  const challenge = await aChallenge(app, sponsor, { state: 'approved', edits: { phases: [aPhase(await app.clock.now(), prizes(10_000))] } });
  const { body: funding } = await sponsor.owner.agent.post(`/api/v1/challenges/${challenge.publicId}/fundings`).send({}).expect(201);
  // what the news of a delayed payment that did not come leaves behind
  await app.db.query(`update charge set state = 'failed' where funding_id in (select id from funding where subject_id = $1)`, [challenge.id]);
  const [row] = await app.db.query<{ id: string }>(`update funding set state = 'failed', failed_at = app_now() where subject_id = $1 returning id`, [challenge.id]);
  await app.db.change(systemActor('test'), async (tx) => tx.emit(fundingFailed, { fundingId: row!.id, subjectId: challenge.id }));
  await app.drain();
  expect(subjects(sponsor.owner.email, 'failed')).toEqual(['A payment failed']);
  const { text } = app.mails(sponsor.owner.email).find(({ subject }) => subject.startsWith('A payment failed'))!;
  expect([text.includes('The payment of 110.00 EUR'), text.includes(`/drafts/${challenge.publicId}/fund`)]).toEqual([true, true]);
  const finance = await aStaffMember(app, 'finance');
  const ids = async () => (await ok(client(finance).GET('/api/v1/admin/fundings', {}))).items.map(({ id, amount }) => [id, amount]);
  expect(await ids()).toEqual([[funding.id, { amount: 11_000, currency: 'EUR' }]]);
  await app.clock.shift(91 * 86_400_000);
  expect(await ids()).toEqual([]);
});
