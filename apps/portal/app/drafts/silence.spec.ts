import { silentFeeText } from './silence';

const split = 'A bounty that is split is awarded, so our fee is earned in full. If nobody passed, nothing can be split: we keep 50 % of our fee and the rest goes back to you.';
const back = 'If nobody is awarded, we keep 50 % of our fee and the rest goes back to you.';

it.each([
  ['money', 'split', split], ['money', 'extend_once', split], ['money', 'refund', back],
  // not chosen yet, and so much as a refund
  ['money', null, back],
  ['none', null, null],
] as const)('of a bounty of %s, by a no-award rule of %s, the fee goes: %s', (bounty, noAwardRule, text) => expect(silentFeeText({ bounty, noAwardRule }, 50)).toBe(text));
