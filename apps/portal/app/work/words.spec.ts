import { prizeOf } from './words';

it.each([
  ['placement', 'First place', 'First place'], ['split', 'First place', 'Share of “First place”'], ['compensation', null, 'Compensation'],
])('a %s of %s is called %s', (kind, prizeTitle, text) => expect(prizeOf({ kind, prizeTitle })).toBe(text));
