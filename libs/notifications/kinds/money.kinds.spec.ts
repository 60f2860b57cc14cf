import { moneyKinds } from './money.kinds';

const time = '2026-06-15T12:00:00.123Z';

it.each([
  ['award_announced', (clearedAt: unknown) => ({ clearedAt }), time],
  ['award_reminded', (clearedAt: unknown) => ({ clearedAt }), time],
  ['award_contested', (clearedAt: unknown) => ({ clearedAt }), time],
  ['payout_waits', (remindAt: unknown) => ({ status: 'none', remindAt }), `none ${time}`],
  ['payout_stopped', (stoppedAt: unknown) => ({ state: 'blocked', stoppedAt }), `blocked ${time}`],
])('%s is another occasion to the millisecond, in whatever zone the machine is', (kind, facts, occasion) => {
  const again = (at: unknown) => moneyKinds[kind]!.again!(facts(at) as never);
  expect([again(new Date(time)), again(time)]).toEqual([occasion, occasion]);
  expect(again(null)).toBe(occasion.replace(time, ''));
});

it('every part of a payment that goes back names the fee that is kept of the whole', () => {
  const { paragraphs } = moneyKinds.refund_sent!.words({ title: 'Belts', isPrivate: false, why: 'nobody_awarded', kept: '250', amount: '500', currency: 'EUR' }, { locale: 'en' });
  expect(paragraphs[1]).toBe('Nobody was awarded. Of the fee of this payment the platform keeps 2.50 EUR in all, as the rules say.');
});

it('a compensation names no winner', () => {
  const subjectOf = (kind: string) => moneyKinds.payment_made!.words({ title: 'Belts', isPrivate: false, kind, amount: '500', currency: 'EUR' }, { locale: 'en' }).subject;
  expect(['placement', 'split', 'compensation'].map(subjectOf)).toEqual(['An award was paid: Belts', 'An award was paid: Belts', 'Compensation was paid: Belts']);
});
