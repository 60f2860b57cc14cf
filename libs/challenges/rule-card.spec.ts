import { createHash } from 'node:crypto';
import { ruleCardHash, ruleCardText, termsOf } from './rule-card';
import { defaultNumbers, type RuleNumbers } from './rule-numbers';
import { aFullChallenge } from './testing/a-full-challenge';

const terms = (version = 1, wish: object = {}, numbers: Partial<RuleNumbers> = {}) =>
  termsOf({ ...full, challenge: Object.assign(Object.create(null), full.challenge, wish) }, version, { ...defaultNumbers, ...numbers, holdLimitDays: 720 });
const full = aFullChallenge({}, [{}, { weights: [100], prizes: [{ amount: 900_000n }, { amount: 100_001n }] }]);

it('holds every number that applies', () => {
  const { phases, numbers, bounty, decision, eligibility, ip, rules, ...rest } = terms();
  expect(bounty).toEqual({ kind: 'money', currency: 'EUR', amount: 1_500_001, feeBasisPoints: 1000, fee: 150_000 });
  expect(decision).toEqual({ rule: 'by_ranking', noAwardRule: 'refund', passMark: 50, judgeRoles: ['independent'], scale: { min: 0, max: 10 } });
  expect(eligibility.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(ip).toMatchObject({ terms: 'assignment', sentences: expect.arrayContaining(['Once the prize is paid, the awarded work belongs to the sponsor.']) });
  expect(phases.map(({ position, opensAt, closesAt, judgingEndsAt, criteria, prizes }) => ({ position, opensAt, closesAt, judgingEndsAt, weights: criteria.map(({ weight }) => weight), amounts: prizes.map(({ amount }) => amount) }))).toEqual([
    { position: 1, opensAt: '2026-06-10T12:00:00.000Z', closesAt: '2026-06-17T12:00:00.000Z', judgingEndsAt: '2026-07-01T12:00:00.000Z', weights: [60, 40], amounts: [500_000] },
    { position: 2, opensAt: '2026-07-10T12:00:00.000Z', closesAt: '2026-07-17T12:00:00.000Z', judgingEndsAt: '2026-07-31T12:00:00.000Z', weights: [100], amounts: [900_000, 100_001] },
  ]);
  expect(phases[0]!.form.questions.map(({ key, label, isRequired }) => [key, label, isRequired])).toEqual([['criterion-1', 'Criterion 1', true], ['criterion-2', 'Criterion 2', true]]);
  expect(numbers).toEqual({
    feeBasisPoints: 1000, judgingDays: 14, passMark: 50, silentReminderDays: [7, 14, 21], silentDays: 30, responseDays: [7, 7], fallbacks: 1, appealHours: 72, objectionDays: 14, sponsorSignsDays: 14,
    amendmentNoticeDays: 7, normalisedFromScores: 5, feeKeptWhenUnawardedPercent: 50, cancellationShareBasisPoints: 1000, entriesPerMonth: 3, holdLimitDays: 720,
  });
  expect(rules.map(({ about }) => about)).toEqual(['scores', 'decision', 'silence', 'unreached', 'awards', 'entries', 'fee', 'cancellation']);
  expect(rest).toMatchObject({ format: 'guildhall-rule-card-1', version: 1, challenge: { title: 'Less waste on the line', timezone: 'Europe/Berlin' }, brief: { need: 'Each day 120 loaves break.', summary: 'We throw away 4 % of our bread.' } });
});

it('hashes exactly the text it shows, also after a round trip through JSON', () => {
  const card = terms();
  const text = ruleCardText(card);
  expect(ruleCardHash(card)).toEqual(createHash('sha256').update(text).digest());
  expect(ruleCardText((JSON.parse(text) as { fields: typeof card }).fields)).toBe(text);
});

it('changes its hash with any term', () => {
  const hash = ruleCardHash(terms());
  for (const other of [terms(2), terms(1, { passMark: 51 }), terms(1, {}, { appealHours: 71 })]) expect(ruleCardHash(other)).not.toEqual(hash);
});
