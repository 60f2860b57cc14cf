import { noJudgeText, whyNobodyJudges } from './panel';

const at = '2026-01-01T00:00:00.000Z';

it.each<[Parameters<typeof whyNobodyJudges>[0], ReturnType<typeof whyNobodyJudges>]>([
  [[], 'uninvited'],
  [[{ state: 'invited', declaredAt: null }, { state: 'declined', declaredAt: null }], 'unanswered'],
  [[{ state: 'declined', declaredAt: null }, { state: 'replaced', declaredAt: null }], 'gone'],
  [[{ state: 'excluded', declaredAt: at }], 'gone'],
  [[{ state: 'accepted', declaredAt: null }], null],
  [[{ state: 'ready', declaredAt: at }], null],
  [[{ state: 'replaced', declaredAt: at }], null],
])('seats %j: %s', (seats, why) => expect(whyNobodyJudges(seats)).toBe(why));

it('says what comes of it', () => {
  expect([noJudgeText('uninvited', { decisionRule: 'sponsor_choice' }), noJudgeText('unanswered', { decisionRule: 'by_ranking' })]).toEqual([
    'No judge has been invited yet. What no judge scores counts as passing, and you decide after the judging deadline.',
    'No judge has accepted yet. What no judge scores counts as passing, but the judges’ order cannot decide: if nobody judges, nobody takes a place.',
  ]);
});
