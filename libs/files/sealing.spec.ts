import fc from 'fast-check';
import { KeyRing, unwrapKey, wrapKey } from './key-ring';
import { newKey, seal, sealJson, SealBroken, unseal, unsealJson } from './sealing';

const key = newKey();

it('brings back what was sealed', () =>
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string(), (plain, place) => {
    expect(unseal(key, seal(key, Buffer.from(plain), place), place).equals(Buffer.from(plain))).toBe(true);
  })));

it('brings back values', () =>
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const again: unknown = JSON.parse(JSON.stringify(value));
    expect(unsealJson(key, sealJson(key, value, 'x'), 'x')).toEqual(again);
  })));

it('seals the same words differently each time', () => {
  expect(seal(key, Buffer.from('word'), 'x').equals(seal(key, Buffer.from('word'), 'x'))).toBe(false);
});

it('refuses every flipped bit and every shorter copy', () => {
  const sealed = seal(key, Buffer.from('a secret'), 'x');
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => unseal(key, changed, 'x')).toThrow(SealBroken);
  }
  for (let length = 0; length < sealed.length; length++) expect(() => unseal(key, sealed.subarray(0, length), 'x')).toThrow(SealBroken);
});

it.each([['another key', newKey(), 'x'], ['another place', key, 'y']])('does not open with %s', (_, other, place) => {
  expect(() => unseal(other, seal(key, Buffer.from('a'), 'x'), place)).toThrow(SealBroken);
});

describe('the key ring', () => {
  const [old, fresh] = [{ id: 'k1', key: newKey() }, { id: 'k2', key: newKey() }];

  it('wraps with the first key and unwraps with all', () => {
    const before = new KeyRing([old]).wrap(key, 'seal 1');
    const rotated = new KeyRing([fresh, old]);
    expect(before.keyId).toBe('k1');
    expect(rotated.unwrap(before, 'seal 1').equals(key)).toBe(true);
    expect(rotated.wrap(key, 'seal 1').keyId).toBe('k2');
    expect(new KeyRing([fresh]).unwrap(rotated.wrap(key, 'seal 1'), 'seal 1').equals(key)).toBe(true);
  });

  it('refuses a key that was taken away, another place and changed bytes', () => {
    const wrapped = new KeyRing([old]).wrap(key, 'seal 1');
    expect(() => new KeyRing([fresh]).unwrap(wrapped, 'seal 1')).toThrow(SealBroken);
    expect(() => new KeyRing([old]).unwrap(wrapped, 'seal 2')).toThrow(SealBroken);
    expect(() => new KeyRing([{ ...fresh, id: 'k1' }]).unwrap(wrapped, 'seal 1')).toThrow(SealBroken);
    for (let at = 0; at < wrapped.wrapped.length; at++) {
      const changed = Buffer.from(wrapped.wrapped);
      changed[at]! ^= 1;
      expect(() => unwrapKey(old.key, changed, 'seal 1')).toThrow(SealBroken);
    }
    expect(() => unwrapKey(old.key, Buffer.alloc(3), 'seal 1')).toThrow(SealBroken);
  });

  it('wraps the same key differently each time', () => {
    expect(wrapKey(old.key, key, 'x').equals(wrapKey(old.key, key, 'x'))).toBe(false);
  });
});
