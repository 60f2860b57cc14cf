import { drawNumbers, joiningObstacle, type JoiningFacts, monthOf, stateAtJoining } from './entry.rules';

const now = new Date('2026-03-10T12:00:00Z');
const facts: JoiningFacts = {
  challengeState: 'open', phase: { position: 1, state: 'open', closesAt: new Date(now.getTime() + 1) }, entryKind: 'open', organisationCountry: 'DE', countries: null,
  isJudge: false, isRelated: false, isCurrentRuleCard: true, isAlreadyIn: false, entriesThisMonth: 2, entriesPerMonth: 3, wasFoundEligible: false,
};

it.each<[string, Partial<JoiningFacts>, string | undefined]>([
  ['nothing', {}, undefined],
  ['not yet open', { challengeState: 'scheduled' }, 'notOpen'],
  ['no phase', { phase: undefined }, 'notOpen'],
  ['closed a moment ago', { phase: { ...facts.phase!, closesAt: now } }, 'notOpen'],
  ['phase closed', { phase: { ...facts.phase!, state: 'judging' } }, 'notOpen'],
  ['a later phase', { phase: { ...facts.phase!, position: 2 } }, 'notOpen'],
  ['invited only', { entryKind: 'invited' }, 'invitedOnly'],
  ['older rules', { isCurrentRuleCard: false }, 'otherRuleCard'],
  ['in already', { isAlreadyIn: true }, 'already'],
  ['judge', { isJudge: true }, 'judgesHere'],
  ['related', { isRelated: true }, 'relatedParty'],
  ['another country', { countries: ['FR', 'NL'] }, 'notEligible'],
  ['the right country', { countries: ['FR', 'DE'] }, undefined],
  ['fourth this month', { entriesThisMonth: 3 }, 'quota'],
  ['fourth this month where five may be', { entriesThisMonth: 3, entriesPerMonth: 5 }, undefined],
  ['fourth this month, found eligible before', { entriesThisMonth: 3, wasFoundEligible: true }, undefined],
])('%s', (_, change, obstacle) => expect(joiningObstacle({ ...facts, ...change }, now)).toBe(obstacle));

it.each([
  ['open', null, 900, 'joined'],
  ['capped', 5, 4, 'joined'],
  ['capped', 5, 5, 'waitlisted'],
])('%s, capacity %s, %d places taken: %s', (kind, capacity, places, state) => expect(stateAtJoining(kind, capacity, places)).toBe(state));

it('begins months in UTC', () => expect(monthOf(new Date('2026-03-31T23:59:59.999Z'))).toEqual(new Date('2026-03-01T00:00:00Z')));

it('draws every number once, and goes on where others stopped', () => {
  const draws = [0.1, 0.9, 0];
  expect([...drawNumbers(['a', 'b', 'c', 'd'], () => draws.shift()!)].sort()).toEqual([['a', 4], ['b', 1], ['c', 3], ['d', 2]]);
});
