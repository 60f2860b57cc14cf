import { canonicalJson, sha256 } from './canonical';

describe('canonical JSON', () => {
  it('gives the texts of RFC 8785', () => {
    const sample = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
    expect(canonicalJson(JSON.parse(sample))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by UTF-16 code unit, as RFC 8785 does', () => {
    const sample = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' };
    expect(Object.values(JSON.parse(canonicalJson(sample)) as object)).toEqual(['One', 'Carriage Return', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji', 'Hebrew Letter Dalet With Dagesh']);
    expect(canonicalJson(sample).indexOf('Carriage')).toBeLessThan(canonicalJson(sample).indexOf('One'));
  });

  it.each([
    [-0, '0'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [9007199254740991, '9007199254740991'],
    ['é', '"é"'],
    [{ b: [], a: {} }, '{"a":{},"b":[]}'],
    [JSON.parse('{"__proto__":1,"a":2}'), '{"__proto__":1,"a":2}'],
  ])('writes %p as %s', (value, text) => expect(canonicalJson(value)).toBe(text));

  it.each<[string, unknown, string]>([
    ['undefined in an object', { a: { b: undefined } }, 'no canonical JSON for the undefined at "/a/b"'],
    ['a hole in a list', [1, , 2], 'no canonical JSON for the undefined at "/1"'],
    ['NaN', { n: NaN }, 'no canonical JSON for the number at "/n"'],
    ['infinity', Infinity, 'no canonical JSON for the number at ""'],
    ['a bigint', [1n], 'no canonical JSON for the bigint at "/0"'],
    ['a Date', { at: new Date(0) }, 'no canonical JSON for the object at "/at"'],
    ['a function', { f: () => 1 }, 'no canonical JSON for the function at "/f"'],
    ['a lone surrogate', { s: 'a\ud800' }, 'no canonical JSON for the lone surrogate at "/s"'],
    ['a lone surrogate as key', { '\udc00': 1 }, 'no canonical JSON for the lone surrogate at ""'],
    ['a bottomless nesting', JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)), 'nested deeper than 100 levels'],
  ])('refuses %s', (_name, value, message) => expect(() => canonicalJson(value)).toThrow(new TypeError(message)));

  it('hashes joined parts', () => {
    expect(sha256('a', Buffer.from('bc')).toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
