import { ipSentenceCodes, ipSentences, ipTerms } from './ip-terms';

it.each(ipTerms)('%s speaks of a paid prize only where there is money, and of accepting where there is none', (terms) => {
  const [paid, unpaid] = [ipSentences(terms, 'money'), ipSentences(terms, 'none')].map((sentences) => sentences.map(({ text }) => text).join(' '));
  expect([/prize is paid/.test(paid!), /winner has accepted/.test(paid!)]).toEqual([true, false]);
  expect([/prize|further payment/.test(unpaid!), /winner has accepted/.test(unpaid!)]).toEqual([false, true]);
});

it('gives sentences of other words other codes', () => {
  const all = ipTerms.flatMap((terms) => [...ipSentences(terms, 'money'), ...ipSentences(terms, 'none')]);
  const texts = new Map(all.map(({ code, text }) => [code, text]));
  expect(all.filter(({ code, text }) => texts.get(code) !== text)).toEqual([]);
  expect([...texts.keys()].sort()).toEqual([...ipSentenceCodes].sort());
});
