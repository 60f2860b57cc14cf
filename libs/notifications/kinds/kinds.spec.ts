import { catalogue } from '../catalogue';

const facts = { title: 'Belts', isPrivate: false, amount: '500', currency: 'EUR', by: '2026-06-15T12:00:00Z', number: 2, isPaid: false, opensAt: null, kind: 'placement' };
const wordsOf = (kind: string) => catalogue[kind]!.words(facts, { locale: 'en' });

it('who is told of payments as a manager hears no treasurer’s reason', () => {
  const told = Object.keys(catalogue).filter((kind) => /owners, managers and treasurers/.test(catalogue[kind]!.to.words));
  expect(told.length).toBeGreaterThan(3);
  for (const kind of told) expect([kind, wordsOf(kind).reason]).toEqual([kind, 'You receive this because you own, manage or keep the money of the organisation that pays for this challenge.']);
});

it('what closes soon is said alike to who never handed in and to who changed something since', () => {
  expect(wordsOf('closing_soon').paragraphs.join(' ')).toBe(
    '“Belts” takes submissions until 2026-06-15 12:00 UTC. Your entry has nothing handed in for it, or something newer that is not. Only what was handed in counts. Until then you may hand in as often as you like; the last one counts.',
  );
});
