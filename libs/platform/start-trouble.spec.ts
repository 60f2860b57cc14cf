import { BadSetting } from './config';
import { startTrouble } from './start-trouble';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });

it.each([
  [new BadSetting('PORT is wrong.'), 'PORT is wrong.'],
  [coded('EADDRINUSE', 'listen EADDRINUSE: address already in use 127.0.0.1:3000'), 'listen EADDRINUSE: address already in use 127.0.0.1:3000'],
  [coded('ECONNREFUSED'), 'The database at db.example:5433/guildhall cannot be used: nothing answers there.'],
  [coded('ENOTFOUND'), 'The database at db.example:5433/guildhall cannot be used: there is no such host.'],
  [coded('28P01'), 'The database at db.example:5433/guildhall cannot be used: the password is wrong.'],
  [coded('3D000'), 'The database at db.example:5433/guildhall cannot be used: it has no such database.'],
  [new TypeError('a defect'), undefined],
] as const)('%s is told as %s', (error, sentence) => expect(startTrouble(error, 'postgres://app:secret@db.example:5433/guildhall')).toBe(sentence));

it('does not blame a database that is not named', () => expect(startTrouble(coded('ECONNREFUSED'), undefined)).toBeUndefined());
