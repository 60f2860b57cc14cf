import { after, day, hour } from '@app/kernel';
import { type ClockedAward, nextStep, timesAfterPause, timesOf } from './award.clock.rules';

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
  const winner: ClockedAward = { kind: 'placement', state: 'announced', remindedAt: null, signedAt: null, clearedAt: null, signsFrom: null, ...timesOf('placement', results, results, numbers) };
  const accepted: ClockedAward = { ...winner, state: 'accepted' };
  const signedAt = after(results, 9 * day);
  it.each<[what: string, award: ClockedAward, next: ReturnType<typeof nextStep>]>([
    ['a silent winner is reminded', winner, { step: 'remind', at: after(results, 7 * day) }],
    ['then it lapses', { ...winner, remindedAt: after(results, 7 * day) }, { step: 'lapse', at: after(results, 14 * day) }],
    ['a winner who accepted and has not signed is reminded', accepted, { step: 'remind', at: after(results, 7 * day) }],
    ['then it lapses too', { ...accepted, remindedAt: after(results, 7 * day) }, { step: 'lapse', at: after(results, 14 * day) }],
    ['a sponsor who does not sign is bound after the days it has', { ...accepted, signedAt }, { step: 'bind', at: after(signedAt, 14 * day) }],
    ['after a pause, it has what was left of them', { ...accepted, signedAt, signsFrom: after(signedAt, 3 * day) }, { step: 'bind', at: after(signedAt, 17 * day) }],
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

  const at = (days: number) => after(results, days * day);
  const pause = { since: at(10), until: at(30) };
  it.each<[what: string, award: ClockedAward, later: ReturnType<typeof timesAfterPause>]>([
    ['who is asked has the days that were left', winner, { respondBy: at(34), signsFrom: at(30) }],
    ['announced meanwhile, it counts from the end', { ...winner, announcedAt: at(20), respondBy: at(34) }, { respondBy: at(44), signsFrom: at(30) }],
    ['put back meanwhile, it counts from the end too', { ...winner, clearedAt: at(20), respondBy: at(34) }, { respondBy: at(44), signsFrom: at(30) }],
    ['what was too late stays so', { ...winner, respondBy: at(10) }, { respondBy: at(10), signsFrom: at(30) }],
    ['who is not asked has nothing to lose', { ...winner, respondBy: null }, { respondBy: null, signsFrom: at(30) }],
    ['the sponsor has the days that were left', { ...accepted, signedAt: at(9) }, { signsFrom: at(29) }],
    ['signed meanwhile, they count from the end', { ...accepted, signedAt: at(20) }, { signsFrom: at(30) }],
    ['signed after it, they count from then', { ...accepted, signedAt: at(31) }, { signsFrom: at(31) }],
    ['put back, the time is new anyway', { ...winner, state: 'contested' }, {}],
    ['in force, nobody is waited for', { ...accepted, state: 'signed', signedAt }, {}],
  ])('after a pause: %s', (_, award, later) => expect(timesAfterPause(award, pause)).toEqual(later));

  it('the reminder moves with the time to answer', () => {
    expect(nextStep({ ...winner, respondBy: at(34) }, numbers)).toEqual({ step: 'remind', at: at(27) });
  });
});
