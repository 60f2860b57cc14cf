import { catalogue } from '../catalogue';
import type { Sources } from '../sources.service';
import { restFacts } from './shared';

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

const decided = { ...facts, outcome: 'nobody_eligible', noAward: null, bounty: '501', fee: '0', feeKept: '0', restCurrency: 'EUR', restAt: null, isToSign: false };
const toChange = 'These sums are not final: an award that is given up changes them.';
it.each<[what: string, kind: string, more: object, says: string, isToChange: boolean]>([
  ['none of the fee goes back, and none is kept', 'phase_decided', {}, '5.01 EUR of the bounty goes back.', false],
  ['none of it goes back, and it is kept', 'phase_decided', { feeKept: '50', mayChange: true }, '5.01 EUR of the bounty goes back. The platform keeps 0.50 EUR of the fee.', true],
  ['a part is kept', 'declaration_reminded', { fee: '26', feeKept: '25', mayChange: true }, '5.27 EUR goes back: 5.01 EUR of the bounty and 0.26 EUR of the fee. The platform keeps 0.25 EUR of the fee.', true],
  ['nothing is kept', 'declaration_asked', { fee: '51', mayChange: false }, '5.52 EUR goes back: 5.01 EUR of the bounty and 0.51 EUR of the fee. Nothing of the fee is kept.', false],
  ['nothing was handed in now, but before', 'phase_decided', { outcome: 'nothing_submitted', hasSubmissions: true, isToSign: true }, '5.01 EUR of the bounty goes back.', false],
])('what goes back is told where %s', (_, kind, more, says, isToChange) => {
  const { paragraphs } = catalogue[kind]!.words({ ...decided, ...more }, { locale: 'en' });
  expect([paragraphs.includes(says), paragraphs.includes(toChange)]).toEqual([true, isToChange]);
});

it.each<[noAward: string | null, says: string]>([
  ['split', 'Not awarded: “Second”. By the no-award rule that money is shared equally among those who passed and hold no place. Whoever gets a share is told.'],
  ['refund', 'Not awarded: “Second”. By the no-award rule that money goes back to the sponsor.'],
  ['nobody_passed', 'Not awarded: “Second”. Nobody else reached the pass mark, so there is nobody to share that money, and it goes back to the sponsor.'],
  [null, 'Not awarded: “Second”.'],
])('what becomes of a prize beside one that was won: %s', (unheldNoAward, says) => {
  const { paragraphs } = catalogue.phase_decided!.words({ ...facts, outcome: 'won', noAward: null, unheld: '“Second”', unheldNoAward }, { locale: 'en' });
  expect(paragraphs).toEqual(['Phase 2 of “Belts” is decided.', says, 'Whoever handed in has been told their result.', 'The page below shows the results, and who they are.']);
});

it.each<[more: object, when: string[]]>([
  [{ isToSign: true }, ['Since somebody of you has opened what was handed in, an owner or signatory then signs first that you do not use it; they get a mail.']],
  [{ restAt: '2026-06-15T12:00:00Z' }, [
    'Until 2026-06-15 12:00 UTC whoever took part may object to the results, and nothing moves.', 'If somebody of you opens what was handed in before then, an owner or signatory first signs that you do not use it.',
  ]],
  [{}, []],
])('and what it waits for, if anything: %j', (more, when) => {
  const { paragraphs } = catalogue.phase_decided!.words({ ...decided, ...more }, { locale: 'en' });
  const at = paragraphs.indexOf('5.01 EUR of the bounty goes back.');
  expect(paragraphs.slice(at + 1, -2)).toEqual(when);
});

it.each<Record<string, boolean>>([{ hasSubmissions: false }, {}, { hasSubmissions: true }])('nothing of it where nothing was ever handed in, or what goes back is on its way: %j', (more) => {
  const { paragraphs } = catalogue.phase_decided!.words({ ...decided, outcome: 'nothing_submitted', noAward: 'nothing_judged', ...more }, { locale: 'en' });
  expect(paragraphs).toEqual([
    'Phase 2 of “Belts” is decided.', 'Nothing was handed in, so nobody was awarded.',
    'There was nothing to judge, so the prize money goes back to the sponsor.', 'The page below shows how it was decided.',
  ]);
});

it('an award that may be given up is among what is kept of a rest', async () => {
  const sources = (waitsFor: string[], isFinal: boolean) => ({ rests: { of: () => Promise.resolve({ bounty: 501n, fee: 0n, feeKept: 50n, currency: 'EUR', notBefore: null, waitsFor, isFinal }) } }) as unknown as Sources;
  const told = { bounty: '501', fee: '0', feeKept: '50', restCurrency: 'EUR', restAt: null };
  expect(await restFacts(sources(['awards', 'declaration'], false), 'a')).toEqual({ ...told, isToSign: true, mayChange: true });
  expect(await restFacts(sources([], true), 'a')).toEqual({ ...told, isToSign: false, mayChange: false });
});
