import { defaultNumbers } from '@app/challenges';
import { aChallenge, asSeen, aSponsor, type TestSponsor } from '../../../libs/challenges/testing';
import { paidBy } from '../../../libs/bounties/testing';
import { aPerson, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestSponsor;
let operator: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  operator = await aStaffMember(app, 'operator');
});
afterAll(() => app?.close());

const path = '/api/v1/admin/rule-settings';
const put = async (numbers: object, reason: unknown = 'Decided by the board.', by = operator) => {
  const { version } = (await operator.agent.get(path).expect(200)).body;
  return by.agent.put(path).set('if-match', `"${version}"`).send({ numbers: { ...defaultNumbers, ...numbers }, reason });
};
const cardOf = async (publicId: string) => (await app.http().get(`/api/v1/challenges/${publicId}/rule-card`).expect(200)).body.terms;

it('begins with what the platform began with, for staff to read and operators to change, in the version they read', async () => {
  expect((await operator.agent.get(path).expect(200)).body).toEqual({ numbers: defaultNumbers, changedAt: null, version: 1 });
  const moderator = await aStaffMember(app, 'moderator');
  await moderator.agent.get(path).expect(200);
  expect((await put({}, 'x', moderator)).status).toBe(403);
  expect((await (await aPerson(app)).agent.get(path)).status).toBe(403);
  expect((await operator.agent.put(path).send({ numbers: defaultNumbers, reason: 'x' })).status).toBe(428);
  expect((await operator.agent.put(path).set('if-match', '"9"').send({ numbers: defaultNumbers, reason: 'x' })).status).toBe(412);
});

it.each([
  [{ feeBasisPoints: 5001 }, '/numbers/feeBasisPoints'], [{ passMark: 1.5 }, '/numbers/passMark'], [{ silentDays: null }, '/numbers/silentDays'], [{ responseDays: [7] }, '/numbers/responseDays'],
  [{ silentReminderDays: [7, 'x'] }, '/numbers/silentReminderDays'], [{ more: 1 }, '/numbers/more'], [{ silentDays: 5 }, '/numbers/silentReminderDays'],
  [{ silentReminderDays: [7, 30] }, '/numbers/silentReminderDays'], [{ silentReminderDays: [14, 7] }, '/numbers/silentReminderDays'], [{ appealHours: 0 }, '/numbers/appealHours'],
])('refuses %j, and changes nothing', async (numbers, pointer) => {
  const answer = await put(numbers);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  expect((await operator.agent.get(path)).body).toEqual({ numbers: defaultNumbers, changedAt: null, version: 1 });
});

it('refuses a change without a reason', async () => {
  expect((await put({ passMark: 60 }, ' ')).body).toMatchObject({ status: 422, errors: [{ pointer: '/reason' }] });
});

it('touches only what staff approve later: fee, defaults, words and every number', async () => {
  const wish = { state: 'open' as const, fund: paidBy(app, sponsor) };
  const before = await aChallenge(app, sponsor, wish);
  const [draft, approved] = [await aChallenge(app, sponsor), await aChallenge(app, sponsor, { state: 'approved' })];
  const old = await cardOf(before.publicId);
  const changed = {
    feeBasisPoints: 1250, judgingDays: 10, passMark: 60, silentReminderDays: [5], silentDays: 20, responseDays: [4, 3], fallbacks: 0, appealHours: 96, objectionDays: 10, sponsorSignsDays: 8, amendmentNoticeDays: 5,
    normalisedFromScores: 8, feeKeptWhenUnawardedPercent: 30, cancellationShareBasisPoints: 500, entriesPerMonth: 9,
  };
  const { body } = await put(changed);
  expect(body).toEqual({ numbers: changed, changedAt: expect.any(String), version: 2 });
  const [entry] = await app.db.query<{ reason: string; changes: object }>(`select reason, changes from audit_entry where action = 'settings.change'`);
  expect(entry).toMatchObject({ reason: 'Decided by the board.', changes: { numbers: { before: { silentDays: 30 }, after: { silentDays: 20 } } } });

  const after = await aChallenge(app, sponsor, wish);
  expect(await cardOf(before.publicId)).toEqual(old);
  expect(old.numbers).toEqual({ ...defaultNumbers, holdLimitDays: expect.any(Number) });
  const terms = await cardOf(after.publicId);
  expect(terms.numbers).toEqual({ ...changed, holdLimitDays: expect.any(Number) });
  expect(terms.bounty).toMatchObject({ amount: 500_000, feeBasisPoints: 1250, fee: 62_500 });
  expect(JSON.stringify(terms.rules)).toContain('a fee of 12.5 % on top');
  expect((await asSeen(sponsor.owner.agent, after.publicId)).body.rules).toEqual(terms.rules);

  const fees = await Promise.all([before, draft, approved].map(async ({ publicId }) => (await asSeen(sponsor.owner.agent, publicId)).body.feeBasisPoints));
  expect(fees).toEqual([1000, 1250, 1000]);
  await wish.fund(approved);
  await sponsor.owner.agent.put(`/api/v1/challenges/${approved.publicId}/schedule`).expect(200);
  await app.clock.set(approved.phases[0]!.opensAt);
  await app.drain();
  expect((await cardOf(approved.publicId)).numbers).toEqual(old.numbers);
  await expect(app.db.query(`update challenge set numbers = numbers || '{"appealHours": 1}' where id = $1`, [approved.id])).rejects.toThrow('append-only');
  const silence = await Promise.all([before, after].map(async ({ publicId }) => (await app.http().get(`/api/v1/challenges/${publicId}/proof-of-funding`)).body.ifSilent));
  expect(silence).toMatchObject([{ days: 30, reminderDays: [7, 14, 21], feeKeptPercent: 50 }, { days: 20, reminderDays: [5], feeKeptPercent: 30 }]);
});
