import { after, day, hour } from '@app/kernel';
import { type ClockedAward, nextStep, timesOf } from './award.clock.rules';

const results = new Date('2026-06-01T12:00:00Z');
const numbers = { responseDays: [7, 7], fallbacks: 1, appealHours: 72 };
const late = after(results, 14 * day);

it('winners answer within 14 days and are paid 72 hours after the results at the earliest', () => {
  expect(timesOf('placement', results, results, numbers)).toEqual({ announcedAt: results, respondBy: after(results, 14 * day), releaseFrom: after(results, 72 * hour) });
  expect(timesOf('placement', late, results, numbers)).toEqual({ announcedAt: late, respondBy: after(late, 14 * day), releaseFrom: after(results, 72 * hour) });
});

it('who gets a share is not asked, and has the appeal window from when it is told', () => {
  expect(timesOf('split', late, results, numbers)).toEqual({ announcedAt: late, respondBy: null, releaseFrom: after(late, 72 * hour) });
});

describe('what happens by itself', () => {
  const winner: ClockedAward = { state: 'announced', remindedAt: null, ...timesOf('placement', results, results, numbers) };
  it.each<[what: string, award: ClockedAward, next: ReturnType<typeof nextStep>]>([
    ['a silent winner is reminded', winner, { step: 'remind', at: after(results, 7 * day) }],
    ['then it lapses', { ...winner, remindedAt: after(results, 7 * day) }, { step: 'lapse', at: after(results, 14 * day) }],
    ['accepted, it is released', { ...winner, state: 'accepted' }, { step: 'release', at: after(results, 72 * hour) }],
    ['a share is released', { ...winner, respondBy: null }, { step: 'release', at: after(results, 72 * hour) }],
    ['contested, it waits', { ...winner, state: 'contested' }, undefined],
    ['signed, it waits for the delivery', { ...winner, state: 'signed' }, undefined],
    ['released, it is over', { ...winner, state: 'released' }, undefined],
  ])('%s', (_, award, next) => expect(nextStep(award, numbers)).toEqual(next));

  it('needs no reminder where there is only one span', () => {
    const short = { ...numbers, responseDays: [7] };
    expect(nextStep({ state: 'announced', remindedAt: null, ...timesOf('placement', results, results, short) }, short)).toEqual({ step: 'lapse', at: after(results, 7 * day) });
  });
});
