import { askingEnd, takesBinding } from './question.rules';

const at = new Date('2027-01-10T00:00:00Z');
const [before, later] = [new Date('2027-01-09T00:00:00Z'), new Date('2027-01-11T00:00:00Z')];
const planned = { state: 'planned', closesAt: later, orderShownAt: null } as const;
const open = { state: 'open', closesAt: later, orderShownAt: null } as const;
const ended = { state: 'open', closesAt: at, orderShownAt: null } as const;
const judging = { state: 'judging', closesAt: before, orderShownAt: null } as const;
const ordered = { ...judging, orderShownAt: before } as const;
const decided = { ...ordered, state: 'decided' } as const;

it.each([
  ['draft', [planned], 'not_open', false],
  ['scheduled', [planned], 'not_open', false],
  ['open', [open], undefined, true],
  ['open', [ended], undefined, false],
  ['open', [judging, planned], undefined, false],
  ['open', [ordered, planned], 'order_shown', false],
  ['open', [decided, planned], undefined, true],
  ['open', [decided, open], undefined, true],
  ['decided', [decided], 'over', false],
  ['completed', [decided], 'over', false],
  ['cancelled', [open], 'over', false],
] as const)('%s with %j: asking ends %s, binding %s', (state, phases, end, binding) => {
  expect([askingEnd(state, phases), takesBinding(state, phases, at)]).toEqual([end, binding]);
});
