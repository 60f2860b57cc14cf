import { isNothingLocked, judgingText, type NoJudge, noJudgeText, whyNobodyJudges } from './panel';

const seat = (state: string, locked = 0) => ({ state: state as 'ready', locked });

it.each<[Parameters<typeof whyNobodyJudges>[0], ReturnType<typeof whyNobodyJudges>]>([
  [[], 'uninvited'],
  [[seat('invited'), seat('declined')], 'unanswered'],
  [[seat('declined'), seat('replaced'), seat('excluded')], 'gone'],
  [[seat('accepted')], null],
  [[seat('ready')], null],
  [[seat('replaced', 1)], 'locked'],
  [[seat('declined', 2), seat('invited')], 'locked'],
  [[seat('replaced', 1), seat('ready')], null],
])('seats %j: %s', (seats, why) => expect(whyNobodyJudges(seats)).toBe(why));

it.each<[Parameters<typeof isNothingLocked>[0], boolean]>([
  [[], true],
  [[seat('ready'), seat('replaced')], true],
  [[seat('ready'), seat('replaced', 1)], false],
])('seats %j: nothing locked is %s', (seats, is) => expect(isNothingLocked(seats)).toBe(is));

it('says who decides while judges score: nobody at the deadline where their order does', () => {
  const text = (decisionRule: 'by_ranking' | 'sponsor_choice') => [true, false].map((mayRun) => judgingText({ decisionRule }, mayRun));
  const byItself = 'Closed, and in judging. The judges’ order decides by itself once all scores are in; from the judging deadline on, once every submission has a score.';
  expect([text('by_ranking'), text('sponsor_choice')]).toEqual([[byItself, byItself], [expect.stringContaining('You see the order'), expect.stringContaining('An owner or manager of your organisation can open')]]);
});

it.each<[NoJudge, 'by_ranking' | 'sponsor_choice', string]>([
  ['uninvited', 'sponsor_choice', 'No judge has been invited yet. What no judge scores counts as passing, and you decide after the judging deadline.'],
  ['unanswered', 'by_ranking', 'Nobody judges now: an invitation waits for its answer. What no judge scores counts as passing, but the judges’ order cannot decide: if nobody judges, nobody takes a place.'],
  ['locked', 'sponsor_choice', 'Nobody judges now: whoever locked scores stepped off or was taken off. What was locked counts; what no judge scores counts as passing, and you decide after the judging deadline.'],
  ['locked', 'by_ranking', 'Nobody judges now: whoever locked scores stepped off or was taken off. What was locked counts. The judges’ order decides once every submission has a score; as long as an invitation waits for its answer, not before the judging deadline. If a score stays missing, nobody takes a place.'],
])('%s, %s: says what comes of it', (why, decisionRule, text) => expect(noJudgeText(why, { decisionRule })).toBe(text));
