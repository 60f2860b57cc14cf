import fc from 'fast-check';
import { attachment, cleanName, freeName } from './file.name';

it.each([
  ['plan.pdf', 'plan.pdf'],
  ['../../etc/plan.pdf', 'plan.pdf'],
  ['C:\\work\\Plan 1.PDF', 'Plan 1.PDF'],
  ['fdp\u202eexe.pdf', 'fdpexe.pdf'],
  ['  two\n lines .txt', 'two lines.txt'],
  ['...hidden.txt', 'hidden.txt'],
  [`${'x'.repeat(300)}.csv`, `${'x'.repeat(150)}.csv`],
  ['résumé.pdf', 'résumé.pdf'],
  ['plan', undefined],
  ['.pdf', undefined],
  ['plan.', undefined],
  ['a/..', undefined],
  ['', undefined],
])('%j becomes %j', (name, clean) => expect(cleanName(name)).toBe(clean));

it('stays clean', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => {
  const clean = cleanName(`${name}.txt`);
  if (clean !== undefined) {
    expect(cleanName(clean)).toBe(clean);
    expect(clean).not.toMatch(/[/\\\n\r\0]/);
    expect(clean.isWellFormed()).toBe(true);
  }
})));

it('numbers names that are taken, whatever their case', () => {
  expect(freeName('a.pdf', [])).toBe('a.pdf');
  expect(freeName('a.pdf', ['A.PDF', 'a (2).pdf'])).toBe('a (3).pdf');
});

it('quotes nothing that could end the header', () => {
  expect(attachment('a "b"; ü.pdf')).toBe(`attachment; filename="a _b__ _.pdf"; filename*=UTF-8''a%20%22b%22%3B%20%C3%BC.pdf`);
});
