import { readFileSync } from 'node:fs';
import { templateBlank } from './moderation.rules';

const texts = Object.entries(JSON.parse(readFileSync('libs/messages/moderation/en.json', 'utf8')) as Record<string, unknown>).filter(([key]) => key.startsWith('moderation_canned_')) as [string, string][];
const blanks = texts.flatMap(([key, text]) => [...text.matchAll(/\[[^\]]+\]/g)].map(([blank]) => [key, blank]));

it('knows every blank of the texts that staff begin with', () => {
  expect(blanks.length).toBeGreaterThan(10);
  expect(blanks.filter(([, blank]) => !templateBlank.test(blank!))).toEqual([]);
});

it.each(['He wrote “[sic]”.', 'Point [1] of the brief.', 'Nothing in brackets.'])('takes other brackets for what they are: %s', (text) => expect(templateBlank.test(text)).toBe(false));
