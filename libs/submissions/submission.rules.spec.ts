import { answerFaults, isClosedToSponsor, isInTime, isNamed, missingParts } from './submission.rules';

const questions = [
  { key: 'what', label: 'What is it?', maxLength: 5, isRequired: true },
  { key: 'who', label: 'Who are you?', maxLength: 5, isRequired: false },
];

it('names each answer that cannot be saved', () => {
  const answers = [{ question: 'what', text: '🙂🙂🙂🙂🙂' }, { question: 'who', text: '123456' }, { question: 'why', text: '' }, { question: 'what', text: '' }];
  expect(answerFaults(questions, answers)).toEqual([
    { pointer: '/answers/1/text', code: 'max_length', detail: 'must be at most 5 characters' },
    { pointer: '/answers/2/question', code: 'unknown', detail: 'is not a question of this form' },
    { pointer: '/answers/3/question', code: 'repeated', detail: 'is answered twice' },
  ]);
});

it.each([
  ['whole', { what: 'it' }, 2, []],
  ['blank', { what: ' \n', who: 'me' }, 0, ['/answers/what']],
  ['nothing', {}, 0, ['/answers/what']],
  ['too many files', { what: 'it' }, 3, ['/files']],
])('%s', (_, answers: Record<string, string>, files, missing) => {
  expect(missingParts({ questions, maxFiles: 2 }, answers, files).map(({ pointer }) => pointer)).toEqual(missing);
});

it.each([[{}, 0, ['/answers']], [{ who: ' ' }, 0, ['/answers']], [{}, 1, []], [{ who: 'me' }, 0, []]])('without required questions: %j, %d files', (answers, files, missing) => {
  expect(missingParts({ questions: questions.slice(1), maxFiles: 2 }, answers, files).map(({ pointer }) => pointer)).toEqual(missing);
});

it.each([
  ['open', 1, true],
  ['open', 0, false],
  ['open', -1, false],
  ['judging', 1, false],
  ['planned', 1, false],
])('phase %s, %d ms before closing: %s', (state, before, isIn) => {
  const now = new Date('2026-03-01T00:00:00Z');
  expect(isInTime({ state, closesAt: new Date(now.getTime() + before) }, now)).toBe(isIn);
});

it.each([
  ['prize', 'judging', false],
  ['prize', 'decided', true],
  ['partner_search', 'judging', true],
])('%s, phase %s: named %s', (kind, phaseState, named) => expect(isNamed(kind, phaseState)).toBe(named));

it.each([
  [null, null, false],
  [null, 'strong', false],
  [new Date(), 'winner', false],
  [new Date(), 'strong', true],
  [new Date(), null, true],
] as const)('closed at %s, with the band %s, it is closed to its sponsor: %s', (closedToSponsorAt, band, expected) => {
  expect(isClosedToSponsor({ closedToSponsorAt }, { band })).toBe(expected);
});
