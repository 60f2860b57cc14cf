import type { AwardState } from './award.lifecycle';
import { completionBlockers, dependsOnAwards, feeToKeep, restToRefund, type SettlingFacts, waitsForDeclaration } from './settling.rules';

const over: SettlingFacts = { challengeState: 'decided', decided: 1, announced: 1, hasSubmissions: true, mayBeObjected: false, needsDeclaration: false, awards: [], bounty: 500n, reserved: 0n, fee: 50n };
const awards = (...states: AwardState[]) => states.map((state) => ({ state }));

describe('the rest goes back', () => {
  it.each<[what: string, facts: Partial<SettlingFacts>, fee: ReturnType<typeof restToRefund>]>([
    ['with the whole fee when nobody submitted', { hasSubmissions: false }, 'none'],
    ['with half the fee when nobody was awarded', {}, 'part'],
    ['with half the fee when everybody gave up', { awards: awards('declined', 'lapsed', 'annulled') }, 'part'],
    ['without the fee when somebody was awarded', { awards: awards('released', 'lapsed') }, 'all'],
    ['without waiting for another award, once the fee is earned', { awards: awards('released', 'announced'), reserved: 200n }, 'all'],
    ['not while results of an earlier phase may be objected to, though it was cancelled', { challengeState: 'cancelled', mayBeObjected: true }, undefined],
    ['not while the results may be objected to', { mayBeObjected: true }, undefined],
    ['not while those of a later phase may be, though somebody was awarded', { mayBeObjected: true, awards: awards('released') }, undefined],
    ['not while the only award may still be given up', { awards: awards('accepted'), reserved: 200n }, undefined],
    ['not while awards are not announced', { announced: 0 }, undefined],
    ['not before the last decision', { challengeState: 'open', decided: 1 }, undefined],
    ['not when nothing is left', { bounty: 200n, reserved: 200n, fee: 0n }, undefined],
    ['in full when it was cancelled', { challengeState: 'cancelled', decided: 0, announced: 0 }, 'none'],
    ['and closed, when nothing came before it was cancelled', { challengeState: 'cancelled', decided: 0, announced: 0, bounty: 0n, fee: 0n }, 'none'],
    ['not while awards of an earlier phase are not announced, though it was cancelled', { challengeState: 'cancelled', decided: 1, announced: 0 }, undefined],
    ['also when it came too late', { challengeState: 'completed', awards: awards('released') }, 'all'],
  ])('%s', (_, facts, fee) => expect(restToRefund({ ...over, ...facts })).toBe(fee));
});

describe('as things stand the fee is kept', () => {
  it.each<[what: string, facts: Partial<SettlingFacts>, keep: ReturnType<typeof feeToKeep>, depends: boolean]>([
    ['in part where nobody is awarded', { mayBeObjected: true }, 'part', false],
    ['as earned where an award is under way, which may yet be lost', { awards: awards('announced', 'lapsed') }, 'all', true],
    ['as earned where one was released', { awards: awards('announced', 'released') }, 'all', false],
    ['not at all where nobody submitted', { hasSubmissions: false }, 'none', false],
    ['not at all where it was cancelled, whoever is compensated', { challengeState: 'cancelled', awards: awards('announced') }, 'none', false],
  ])('%s', (_, facts, keep, depends) => expect([feeToKeep({ ...over, ...facts }), dependsOnAwards({ ...over, ...facts })]).toEqual([keep, depends]));
});

describe('the sponsor has read and not declared: it waits', () => {
  it.each<[what: string, facts: Partial<SettlingFacts>, waits: boolean]>([
    ['when nobody was awarded', {}, true],
    ['when a rest is left beside an award', { awards: awards('released'), fee: 0n }, true],
    ['when it was cancelled', { challengeState: 'cancelled', decided: 0, announced: 0, reserved: 50n }, true],
    ['for the fee alone', { bounty: 0n }, true],
    ['but not when it has declared, or read nothing', { needsDeclaration: false }, false],
    ['but not before something would go back', { mayBeObjected: true }, false],
    ['but not while an award may be given up that decides about the fee', { awards: awards('accepted'), reserved: 200n }, false],
    ['but not where all is reserved', { awards: awards('released', 'announced'), bounty: 200n, reserved: 200n, fee: 0n }, false],
    ['but not for a fee that is all kept', { awards: awards('released'), bounty: 0n }, false],
    ['but not without money', { challengeState: 'cancelled', decided: 0, announced: 0, bounty: 0n, fee: 0n }, false],
  ])('%s', (_, facts, waits) => expect(waitsForDeclaration({ ...over, needsDeclaration: true, ...facts })).toBe(waits));
});

describe('a challenge is complete unless', () => {
  const done: SettlingFacts = { ...over, bounty: 0n, fee: 0n, awards: awards('released', 'declined', 'lapsed', 'annulled') };
  it.each<[what: string, facts: Partial<SettlingFacts>, blockers: string[]]>([
    ['nothing stands in its way', {}, []],
    ['it is not decided', { challengeState: 'open' }, ['not_decided']],
    ['it is complete already', { challengeState: 'completed' }, ['not_decided']],
    ['its awards are not announced', { announced: 0 }, ['awards_not_announced']],
    ['its results may be objected to', { mayBeObjected: true, awards: [] }, ['may_be_objected']],
    ...(['announced', 'accepted', 'signed', 'delivered', 'contested'] as const).map((state): [string, Partial<SettlingFacts>, string[]] => [`an award is ${state}`, { awards: awards('released', state) }, ['awards_pending']]),
    ['its sponsor has yet to declare', { bounty: 1n, needsDeclaration: true }, ['not_declared', 'bounty_held']],
    ['money is held', { bounty: 1n, fee: 1n }, ['bounty_held', 'fee_unearned']],
  ])('%s', (_, facts, blockers) => expect(completionBlockers({ ...done, ...facts })).toEqual(blockers));
});
