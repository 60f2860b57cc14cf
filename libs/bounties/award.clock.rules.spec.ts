import { after, day, hour } from '@app/kernel';
import { type ClockedAward, nextStep, timesOf } from './award.clock.rules';

const results = new Date('2026-06-01T12:00:00Z');
const numbers = { responseDays: [7, 7], sponsorSignsDays: 14, fallbacks: 1, appealHours: 72 };
const late = after(results, 14 * day);

it('winners answer within 14 days and are paid 72 hours after the results at the earliest', () => {
  expect(timesOf('placement', results, results, numbers)).toEqual({ announcedAt: results, respondBy: after(results, 14 * day), releaseFrom: after(results, 72 * hour) });
  expect(timesOf('placement', late, results, numbers)).toEqual({ announcedAt: late, respondBy: after(late, 14 * day), releaseFrom: after(results, 72 * hour) });
});

it('who gets a share is not asked, and has the appeal window from when it is told', () => {
  expect(timesOf('split', late, results, numbers)).toEqual({ announcedAt: late, respondBy: null, releaseFrom: after(late, 72 * hour) });
});

describe('what happens by itself', () => {
  const winner: ClockedAward = { kind: 'placement', state: 'announced', remindedAt: null, signedAt: null, clearedAt: null, ...timesOf('placement', results, results, numbers) };
  const accepted: ClockedAward = { ...winner, state: 'accepted' };
  const signedAt = after(results, 9 * day);
  it.each<[what: string, award: ClockedAward, next: ReturnType<typeof nextStep>]>([
    ['a silent winner is reminded', winner, { step: 'remind', at: after(results, 7 * day) }],
    ['then it lapses', { ...winner, remindedAt: after(results, 7 * day) }, { step: 'lapse', at: after(results, 14 * day) }],
    ['a winner who accepted and has not signed is reminded', accepted, { step: 'remind', at: after(results, 7 * day) }],
    ['then it lapses too', { ...accepted, remindedAt: after(results, 7 * day) }, { step: 'lapse', at: after(results, 14 * day) }],
    ['a sponsor who does not sign is bound after the days it has', { ...accepted, signedAt }, { step: 'bind', at: after(signedAt, 14 * day) }],
    ['put back by staff meanwhile, it has them again', { ...accepted, signedAt, clearedAt: after(signedAt, 5 * day) }, { step: 'bind', at: after(signedAt, 19 * day) }],
    ['in force, it is released', { ...accepted, state: 'signed', signedAt }, { step: 'release', at: after(results, 72 * hour) }],
    ['where nothing is to be signed, it is released as soon as it is accepted', { ...accepted, kind: 'milestone' }, { step: 'release', at: after(results, 72 * hour) }],
    ['a share is released', { ...winner, kind: 'split', respondBy: null }, { step: 'release', at: after(results, 72 * hour) }],
    ['contested, it waits', { ...winner, state: 'contested' }, undefined],
    ['delivered, it waits for the sponsor', { ...winner, state: 'delivered' }, undefined],
    ['released, it is over', { ...winner, state: 'released' }, undefined],
  ])('%s', (_, award, next) => expect(nextStep(award, numbers)).toEqual(next));

  it('where the rule card says nothing of signing, it is released as soon as it is accepted', () => {
    expect(nextStep(accepted, { responseDays: [7, 7] })).toEqual({ step: 'release', at: after(results, 72 * hour) });
  });

  it('needs no reminder where there is only one span', () => {
    const short = { ...numbers, responseDays: [7] };
    expect(nextStep({ ...winner, ...timesOf('placement', results, results, short) }, short)).toEqual({ step: 'lapse', at: after(results, 7 * day) });
  });
});
