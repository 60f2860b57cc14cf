import { after, day } from '@app/kernel';
import { aPerson, aStaffMember } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
beforeAll(async () => void (app = await startTestApp()));
afterAll(() => app?.close());

const providerNow = async () => (await app.sandbox.control<{ now_ms: number }>('GET', '/clock')).now_ms;

it('moves the platform’s time, and the payment sandbox’s with it', async () => {
  const operator = await aStaffMember(app);
  const now = after(await app.clock.now(), 40 * day);
  expect((await operator.agent.put('/api/v1/admin/clock').send({ now: now.toISOString() }).expect(200)).body).toEqual({ now: now.toISOString() });
  expect(Math.abs((await app.clock.now()).getTime() - now.getTime())).toBeLessThan(5000);
  expect(Math.abs((await providerNow()) - now.getTime())).toBeLessThan(5000);
});

it('never goes back', async () => {
  const operator = await aStaffMember(app);
  const before = await providerNow();
  const answer = await operator.agent.put('/api/v1/admin/clock').send({ now: '2026-01-01T00:00:00Z' }).expect(422);
  expect(answer.body).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/now', code: 'past' }] });
  expect(await providerNow()).toBeGreaterThanOrEqual(before);
});

it('is moved by operators only', async () => {
  const now = after(await app.clock.now(), day).toISOString();
  await app.http().put('/api/v1/admin/clock').send({ now }).expect(401);
  await (await aPerson(app)).agent.put('/api/v1/admin/clock').send({ now }).expect(403);
  await (await aStaffMember(app, 'finance')).agent.put('/api/v1/admin/clock').send({ now }).expect(403);
});
