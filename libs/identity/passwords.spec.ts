import type { ScryptOptions } from 'node:crypto';
import { Passwords } from './passwords.service';

/** Blocks that were mixed: what the time of hashing goes by. */
let work = 0;
jest.mock('node:crypto', () => {
  const real = jest.requireActual<typeof import('node:crypto')>('node:crypto');
  return { ...real, scrypt: (password: string, salt: Buffer, length: number, options: ScryptOptions, done: () => void) => ((work += options.N!), real.scrypt(password, salt, length, options, done)) };
});

const workOf = async (ask: () => Promise<boolean>): Promise<[boolean, number]> => {
  work = 0;
  return [await ask(), work];
};

const [dearer, cheaper] = [new Passwords({ passwordCost: 6 }), new Passwords({ passwordCost: 3 })];

it('threat 23: a wrong password is as much work for an account from before the cost rose as for one that is not there', async () => {
  const [old, recent] = [await cheaper.hash('silver harbour sings'), await dearer.hash('silver harbour sings')];
  for (const stored of [old, recent, null]) expect([stored, ...(await workOf(() => dearer.isRight('wrong lantern walks', stored)))]).toEqual([stored, false, 2 ** 6]);
});

it('a right password is found right at the cost it was kept at', async () => {
  const [old, recent] = [await cheaper.hash('silver harbour sings'), await dearer.hash('silver harbour sings')];
  expect(await workOf(() => dearer.isRight('silver harbour sings', old))).toEqual([true, 2 ** 3]);
  expect(await workOf(() => cheaper.isRight('silver harbour sings', recent))).toEqual([true, 2 ** 6]);
});
