import { randomBytes } from 'node:crypto';
import { readUnsubscribeToken, unsubscribeToken } from './unsubscribe.token';

const key = (id: string) => ({ id, key: randomBytes(32) });
const unwanted = { personId: '0191b2c3-1111-4222-8333-444455556666', what: 'closing_soon' };

it('says whose and what, to whoever holds the key, also after it was rotated', () => {
  const [old, fresh] = [key('a'), key('b')];
  const token = unsubscribeToken(unwanted, [old]);
  expect(readUnsubscribeToken(token, [old])).toEqual(unwanted);
  expect(readUnsubscribeToken(token, [fresh, old])).toEqual(unwanted);
  expect(readUnsubscribeToken(token, [fresh])).toBeUndefined();
});

it('is refused when anything in it was changed', () => {
  const keys = [key('a')];
  const token = unsubscribeToken(unwanted, keys);
  const changed = [...token].map((character, at) => token.slice(0, at) + (character === 'a' ? 'b' : 'a') + token.slice(at + 1)).filter((one) => one !== token);
  expect([...changed, '', `${token}x`, `${token}.`, token.slice(0, -1)].filter((one) => readUnsubscribeToken(one, keys) !== undefined)).toEqual([]);
});
