import { approvedText } from './approved';

it.each([
  ['none', true, true, 'Staff approved it. Next an owner or manager of your organisation publishes it; it then opens by itself on its date.'],
  ['money', true, true, 'Staff approved it, and its prizes are paid in. Next an owner or manager of your organisation publishes it; it then opens by itself on its date.'],
  ['money', true, false, 'Staff approved it, and nothing more has to be paid in before it opens; what later phases need is due before they begin. Next an owner or manager of your organisation publishes it; it then opens by itself on its date.'],
  ['money', false, false, 'Staff approved it. Next an owner, manager or treasurer of your organisation pays it in; then an owner or manager publishes it.'],
] as const)('approved with a bounty of %s, what opening needs paid in: %s, all of it: %s', (bounty, isPaidToOpen, isPaid, text) => {
  expect(approvedText({ bounty }, { isPaidToOpen, isPaid })).toBe(text);
});
