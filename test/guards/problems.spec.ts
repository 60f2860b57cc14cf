import { readFileSync, writeFileSync } from 'node:fs';
import { allProblems } from '@app/kernel';
import '../../apps/api/modules';
import '@app/platform';

const file = 'libs/messages/problems/en.json';
const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const keys = allProblems().map(({ code }) => `problem_${code}`);

// UPDATE_MESSAGES=1 adds the English titles of new problems and drops those that are gone; reword them afterwards
if (process.env.UPDATE_MESSAGES) {
  const titles = Object.fromEntries(allProblems().map(({ code, title }) => [`problem_${code}`, catalogue[`problem_${code}`] ?? title]));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(Object.entries(titles).sort()), null, 2)}\n`);
}

it('every problem has its text in the message catalogue', () => {
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => !/^[A-Z].*[.]$/.test(catalogue[key] ?? ''))).toEqual([]);
});

it('the catalogue keeps no text of a problem that is gone', () => {
  expect(Object.keys(catalogue).filter((key) => !keys.includes(key))).toEqual([]);
});

it('every problem is the client’s to mend, or says that the server cannot serve now', () => {
  expect(allProblems().filter(({ status }) => status < 400 || status > 503).map(({ code }) => code)).toEqual([]);
});
