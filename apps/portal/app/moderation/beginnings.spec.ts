import { beginWith } from './beginnings';

const spam = beginWith({}, 'spam');

it.each([
  ['nothing typed yet', {}, spam],
  ['another beginning', { ...beginWith({}, 'copying'), days: '7' }, { ...spam, days: '7' }],
  ['facts typed', { facts: 'Three mails.', 'measures.suspend_person': 'on' }, { ground: spam.ground, facts: 'Three mails.', 'measures.suspend_person': 'on' }],
  ['both typed', { ground: 'A law', facts: 'Three mails.' }, { ground: 'A law', facts: 'Three mails.' }],
])('with %s a beginning fills in what is open', (_, typed, expected) => expect(beginWith(typed as Record<string, string>, 'spam')).toEqual(expected));

it('one nobody knows changes nothing', () => expect(beginWith({ facts: 'x' }, 'nothing')).toEqual({ facts: 'x' }));
