import { cancelledText, fundingText, howText, isClosed, isToClose, standingOf, takesEntries, unheldTexts } from './standing';

const eur = (amount: number) => ({ amount, currency: 'EUR' as const });
const total = (money: { captured?: number; reserved?: number; released?: number; paid?: number; left?: number }) => {
  const { captured = 100, reserved = 0, released = 0, paid = 0, left = 0 } = money;
  return { promised: eur(100), captured: eur(captured), reserved: eur(reserved), released: eur(released), paid: eur(paid), returned: eur(0), left: eur(left) };
};

it.each<[Parameters<typeof fundingText>[0], Parameters<typeof total>[0], string]>([
  ['open', {}, 'All prizes are paid in and held for the winners.'],
  ['open', { captured: 40 }, 'A part of the prizes is paid in. A phase opens only when its own prizes are.'],
  ['cancelled', {}, 'The challenge was cancelled. What was paid in goes back to the sponsor, except what is for those who had handed something in; a sponsor who has read submissions first declares not to use them.'],
  ['decided', { reserved: 100 }, 'Everything is decided. What is awarded is held until it is sent.'],
  ['completed', { released: 100, paid: 40 }, 'Everything is decided. What is awarded is held until it is sent.'],
  ['completed', { released: 100, paid: 100 }, 'Everything is decided, and what was awarded has been sent.'],
  ['decided', { left: 100 }, 'Everything is decided and nobody was awarded. What was paid in is held until nobody may object and the sponsor, if it has read submissions, has declared not to use them; then it goes back.'],
  ['completed', {}, 'Everything is decided and nobody was awarded. Nothing of it is held any more: it goes back to the sponsor by the rules.'],
])('the money of one that is %s: %j', (state, money, text) => {
  expect(fundingText(state, { total: total(money), payments: [1] })).toBe(text);
});

it.each([
  ['scheduled', ['planned'], false, false],
  ['open', ['open', 'planned'], true, false],
  ['open', ['judging', 'planned'], false, false],
  ['open', ['judging'], false, true],
  ['completed', ['decided'], false, true],
  ['cancelled', ['open'], false, true],
])('%s with phases %j: takes entries %s, closed %s', (state, phases, takes, closed) => {
  const challenge = { state, phases: phases.map((phase, at) => ({ position: at + 1, state: phase })) } as unknown as Parameters<typeof isClosed>[0];
  expect([takesEntries(challenge), isClosed(challenge)]).toEqual([takes, closed]);
});

it('says why it was cancelled, where that is known', () => {
  expect([cancelledText('duplicate'), cancelledText(null)]).toEqual(['This challenge was cancelled. The reason: it exists twice.', 'This challenge was cancelled.']);
});

it.each([
  ['draft', 'planned', 'draft', true],
  ['scheduled', 'planned', 'scheduled', true],
  ['open', 'open', 'open', true],
  ['open', 'judging', 'judging', false],
  ['open', 'planned', 'between', false],
  ['decided', 'decided', 'decided', false],
  ['cancelled', 'open', 'cancelled', false],
] as const)('%s with its phase %s stands as %s, still to close: %s', (state, phaseState, standing, toClose) => {
  expect([standingOf({ state, phaseState }), isToClose({ state, phaseState })]).toEqual([standing, toClose]);
});

describe('the prizes nobody holds', () => {
  type Args = Parameters<typeof unheldTexts>;
  const prizes = (amount: number | null) => [1, 2].map((place) => ({ id: `prize_${place}`, kind: 'placement', place, title: `Place ${place}`, amount: amount === null ? null : eur(amount) }));
  const texts = (reserved: [number, number], { amount = 100, state = 'decided', winners = ['prize_1'], nobodyPlaced = null as unknown }: { amount?: number | null; state?: string; winners?: string[]; nobodyPlaced?: unknown } = {}) =>
    unheldTexts(
      { state, phases: [{ id: 'phase_1', prizes: prizes(amount) }] } as unknown as Args[0],
      { phaseId: 'phase_1', winners: winners.map((prizeId) => ({ prizeId })), nobodyPlaced } as unknown as Args[1],
      { prizes: amount === null ? [] : reserved.map((sum, at) => ({ prizeId: `prize_${at + 1}`, money: total({ reserved: sum }) })) } as unknown as Args[2],
    );
  const back = (place: number) => `“Place ${place}” went to nobody: by the rules its money goes back to the sponsor.`;

  it.each<[what: string, texts: string[], expected: string[]]>([
    ['goes back', texts([100, 0]), [back(2)]],
    ['is shared', texts([100, 99]), ['“Place 2” went to nobody: by the no-award rule its money is shared equally among those who passed, hold no place and did not give this one up.']],
    ['had no money', texts([0, 0], { amount: null }), ['“Place 2” went to nobody.']],
    ['was given up, and so was the other', texts([0, 0], { winners: [] }), [back(1), back(2)]],
    ['is told of elsewhere', texts([0, 0], { winners: [], nobodyPlaced: {} }), []],
    ['is not known before awards are announced', texts([0, 0]), []],
    ['is with those who are compensated', texts([100, 10], { state: 'cancelled' }), []],
    ['is held too', texts([100, 100], { winners: ['prize_1', 'prize_2'] }), []],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});

it.each([
  [2, ['A'], false, 'The sponsor chose among all that passed.'],
  [0, ['A'], false, 'The sponsor chose. No judge had scored anything, so all that was handed in counted as passing.'],
  [0, [], false, 'The sponsor chose nobody.'],
  [2, [], true, 'The sponsor chose among all that passed. Since then a place changed hands by the rules, not by a choice of the sponsor.'],
])('a choice where %d were scored, of %j, changed: %s', (scored, winners, hasChanged, text) => {
  expect(howText({ how: 'sponsor_choice', scored, winners, hasChanged } as unknown as Parameters<typeof howText>[0])).toBe(text);
});
