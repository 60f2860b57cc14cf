import { slugOf } from './slug.rules';

it.each([
  ['Müller & Söhne GmbH', 'muller-sohne-gmbh'],
  ['Université de Liège', 'universite-de-liege'],
  ['  --  ', 'organisation'],
  ['東京大学', 'organisation'],
  ['Straße 5', 'strasse-5'],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('%s becomes %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
