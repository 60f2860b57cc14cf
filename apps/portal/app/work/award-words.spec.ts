import type { StepName } from './award-track';
import { stepLabels, stepWords } from './award-words';

const award = { kind: 'placement', announcedBy: 'by_ranking', organisationName: 'Lab Five' } as const;
const steps: StepName[] = ['announced', 'answer', 'signRecipient', 'signSponsor', 'signed', 'bound', 'appeal', 'release', 'payment', 'held', 'review', 'annulled', 'declined', 'lapsed'];
const told = (readAs: 'recipient' | 'sponsor' | 'staff') => Object.fromEntries(steps.map((name) => [name, Object.values(stepWords(name, { ...award, readAs }, 'help@example.org')).join(' ')]));

it('staff are never spoken to as if it were theirs, the sponsor only where it signs', () => {
  const spokenTo = (readAs: 'sponsor' | 'staff') => steps.filter((name) => /\byou(rs?)?\b/i.test(told(readAs)[name]!));
  expect([spokenTo('staff'), spokenTo('sponsor')]).toEqual([[], ['signSponsor']]);
});

it.each([
  ['recipient', 'Your organisation'],
  ['sponsor', 'Lab Five'],
  ['staff', 'Lab Five'],
] as const)('to the %s the answer is due from “%s”', (readAs, who) => expect(stepWords('answer', { ...award, readAs }, '').who).toBe(who));

it('nobody is said to have objected where the time for it ran out', () => expect(stepLabels({ name: 'appeal', state: 'done' }).who).toBe('Who could object'));

it('a sponsor bound by its silence is not said to have signed', () => expect(stepWords('bound', { ...award, readAs: 'recipient' }, '').who).toBe('The rules: the sponsor let its time to sign pass, and the rule card binds it'));
